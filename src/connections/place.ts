import type { AwsChoice } from './connectionChoice.ts';
import type { AwsEnvironment, ProfileFacts } from './profiles.ts';

/** Where a choice leads. */
export interface Place {
  /** The profile whose settings apply. */
  readonly profile: ProfileFacts | undefined;
  readonly profileName: string;
  readonly region?: string;
  /** Where the profile or the environment sends all requests instead of to AWS. */
  readonly endpoint?: string;
  /** What a person must know: the endpoint, or what sends requests of single services elsewhere. */
  readonly redirectedTo?: string;
}

/**
 * Region: the user's choice, then the profile's, then the environment's. Endpoint: the environment's before the profile's, as in the SDK
 * (AWS SDKs and Tools Reference Guide, "Service-specific endpoints").
 */
export function placeOf(choice: AwsChoice, profiles: readonly ProfileFacts[], env: AwsEnvironment): Place {
  const profileName = choice.kind === 'profile' ? choice.profile : env['AWS_PROFILE'] || 'default';
  const profile = profiles.find(({ name }) => name === profileName);
  const ofEnvironment = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  const region =
    choice.region ??
    (choice.kind === 'profile' ? (profile?.region ?? ofEnvironment) : (ofEnvironment ?? profile?.region));
  const ignores = /^true$/i.test(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? '');
  const endpoint = ignores ? undefined : env['AWS_ENDPOINT_URL'] || profile?.endpoint;
  const redirectedTo = ignores ? undefined : endpoint || serviceEndpointOf(profile, env);
  return {
    profile,
    profileName,
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    ...(redirectedTo && { redirectedTo }),
  };
}

/** The clients themselves honour these. */
function serviceEndpointOf(profile: ProfileFacts | undefined, env: AwsEnvironment): string | undefined {
  const variable = Object.keys(env).find((name) => name.startsWith('AWS_ENDPOINT_URL_') && env[name]);
  return variable === undefined ? profile?.services && `services ${profile.services}` : env[variable];
}

/** Whether opening it may ask the user for something. */
export function mayAsk({ profile }: Place): boolean {
  return profile?.asks ?? false;
}
