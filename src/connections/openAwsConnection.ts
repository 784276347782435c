import type { Connection } from '../sagemaker/connection.ts';
import { AwsConnectionError, awsProblem, profileGone } from './awsProblem.ts';
import { nameOf, type AwsChoice } from './connectionChoice.ts';
import { ChosenCredentials, type CredentialParts, type StsPlace } from './credentials.ts';
import { placeOf } from './place.ts';
import { configFileName, readProfiles, type AwsEnvironment } from './profiles.ts';

/**
 * Finds region, endpoint and credentials of a choice, and asks AWS which account they belong to.
 * @returns The connection, whose credentials ask the user for nothing from now on.
 * @throws AwsConnectionError that says what is missing and what to do.
 */
export async function openAwsConnection(choice: AwsChoice, parts: CredentialParts): Promise<Connection> {
  const place = placeOf(choice, await readProfiles(parts.env), parts.env);
  const { profile, profileName, region, endpoint, serviceEndpoints, redirectedTo } = place;
  if (choice.kind === 'profile' && profile === undefined) throw profileGone(choice.profile);
  if (region === undefined)
    throw new AwsConnectionError(
      `${nameOf(choice)} names no region; choose one with SageMaker: Choose Connection.`.replace(/^t/, 'T'),
    );
  const stsEndpoint = serviceEndpoints?.sts ?? endpoint;
  const sts = { region, profile: profileName, ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }) };
  const credentials = new ChosenCredentials(choice, sts, parts);
  const accountId = await accountOf(choice, credentials, sts, parts.env);
  credentials.interactive = false;
  return {
    id: `aws:${accountId}:${region}`,
    kind: 'aws',
    label: choice.kind === 'profile' ? choice.profile : 'environment',
    accountId,
    profile: profileName,
    credentials: credentials.provide,
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(serviceEndpoints === undefined ? {} : { serviceEndpoints }),
    ...(redirectedTo === undefined ? {} : { redirectedTo }),
  };
}

async function accountOf(
  choice: AwsChoice,
  credentials: ChosenCredentials,
  reached: StsPlace,
  env: AwsEnvironment,
): Promise<string> {
  const { STSClient, GetCallerIdentityCommand } = await import('../sagemaker/sdk/stsSdk.ts');
  const client = new STSClient({ ...reached, credentials: credentials.provide, maxAttempts: 3 });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    throw awsProblem(error, choice, reached.endpoint ?? reached.region, configFileName(env));
  } finally {
    client.destroy();
  }
}
