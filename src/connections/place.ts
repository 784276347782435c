import type { Connection } from '../sagemaker/connection.ts';
import type { AwsChoice } from './connectionChoice.ts';
import type { AwsEnvironment } from './profileFiles.ts';
import type { ProfileFacts } from './profiles.ts';
import { redirectedTo, variableEndpoints, type ServiceEndpoints } from './serviceEndpoints.ts';

/** Where a choice leads. */
export interface Place {
  /** The profile whose settings apply. */
  readonly profile: ProfileFacts | undefined;
  readonly profileName: string;
  readonly region?: string;
  /** Where the profile or the environment sends all requests instead of to AWS. */
  readonly endpoint?: string;
  /** Where single services are asked instead. */
  readonly serviceEndpoints?: ServiceEndpoints;
  /** What is shown beside the account: the endpoint, or the first of those of single services. */
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
  // A variable for all services goes before a profile's word for one (AWS SDKs and Tools Reference Guide, as botocore does it).
  const ofAll = env['AWS_ENDPOINT_URL'];
  const endpoint = ignores ? undefined : ofAll || profile?.endpoint;
  const ofServices = ignores ? {} : { ...(!ofAll && profile?.serviceEndpoints), ...variableEndpoints(env) };
  const shown = redirectedTo({ endpoint, serviceEndpoints: ofServices });
  return {
    profile,
    profileName,
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    ...(Object.keys(ofServices).length > 0 && { serviceEndpoints: ofServices }),
    ...(shown && { redirectedTo: shown }),
  };
}

/** Whether opening it may ask the user for something. */
export function mayAsk({ profile }: Place): boolean {
  return profile?.asks ?? false;
}

/** The account of a connection that was lost; undefined where the files lead somewhere else by now, where nobody was let in yet. */
export function lostAccount(lost: Connection | undefined, place: Place): string | undefined {
  if (lost === undefined) return undefined;
  const { profileName, region, endpoint, serviceEndpoints } = place;
  const was = [lost.profile, lost.region, lost.endpoint, lost.serviceEndpoints];
  const isThere = JSON.stringify(was) === JSON.stringify([profileName, region, endpoint, serviceEndpoints]);
  return isThere ? lost.accountId : undefined;
}
