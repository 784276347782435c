import { LateTurns } from '../sagemaker/budget/lateTurns.ts';
import { limitRequests } from '../sagemaker/budget/limitRequests.ts';
import type { Connection, Credentials } from '../sagemaker/connection.ts';
import { AwsConnectionError } from './awsConnectionError.ts';
import { awsProblem, profileGone } from './awsProblem.ts';
import { nameOf, type AwsChoice } from './connectionChoice.ts';
import { ChosenCredentials, stsPatience, type CredentialParts, type StsPlace } from './credentials.ts';
import { placeOf, type Place } from './place.ts';
import { configFileName, type AwsEnvironment } from './profileFiles.ts';
import { readProfiles } from './profiles.ts';

/** A way into an account, and the means to have its credentials read anew. */
export interface OpenedConnection {
  readonly connection: Connection;
  /** The next request reads the credentials from where they come from. */
  readonly renew: () => void;
  /** What was asked on the way, and is asked for new credentials. */
  readonly turns: LateTurns;
}

/**
 * Finds region, endpoint and credentials of a choice, and asks AWS which account they belong to.
 * @returns The connection, whose credentials ask the user for nothing from now on.
 * @throws AwsConnectionError that says what is missing and what to do.
 */
export async function openAwsConnection(choice: AwsChoice, parts: CredentialParts): Promise<OpenedConnection> {
  const place = placeOf(choice, await readProfiles(parts.env), parts.env);
  const { profile, profileName, region, endpoint, serviceEndpoints } = place;
  if (choice.kind === 'profile' && profile === undefined) throw profileGone(choice.profile);
  if (region === undefined)
    throw new AwsConnectionError(
      `${nameOf(choice)} names no region; choose one with SageMaker: Choose Connection.`.replace(/^t/, 'T'),
    );
  const stsEndpoint = serviceEndpoints?.sts ?? endpoint;
  const turns = new LateTurns();
  const sts = { region, profile: profileName, turns, ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }) };
  const credentials = new ChosenCredentials(choice, sts, parts);
  const accountId = await accountOf(choice, credentials, sts, parts.env);
  credentials.interactive = false;
  const connection = connectionAt(choice, { ...place, region }, accountId, credentials.provide);
  return { connection, renew: credentials.forget, turns };
}

/** What a choice is, once its account is known. */
export function connectionAt(
  choice: AwsChoice,
  place: Place & { readonly region: string },
  accountId: string,
  credentials: () => Promise<Credentials>,
): Connection {
  const { profileName, region, endpoint, serviceEndpoints, redirectedTo } = place;
  return {
    id: `aws:${accountId}:${region}`,
    kind: 'aws',
    label: choice.kind === 'profile' ? choice.profile : 'environment',
    accountId,
    profile: profileName,
    credentials,
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(serviceEndpoints === undefined ? {} : { serviceEndpoints }),
    ...(redirectedTo === undefined ? {} : { redirectedTo }),
  };
}

async function accountOf(
  choice: AwsChoice,
  credentials: ChosenCredentials,
  { turns, ...reached }: StsPlace,
  env: AwsEnvironment,
): Promise<string> {
  const { STSClient, GetCallerIdentityCommand } = await import('../sagemaker/sdk/stsSdk.ts');
  const configuration = { credentials: credentials.provide, maxAttempts: 3, requestHandler: stsPatience };
  const client = limitRequests(new STSClient({ ...reached, ...configuration }), turns);
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    throw awsProblem(error, choice, reached.endpoint ?? reached.region, configFileName(env));
  } finally {
    client.destroy();
  }
}
