import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { workFolderVariable } from '../process/leftovers.ts';
import type { HostSpace, JobSpace } from '../runner.ts';
import { machineVariables } from './machineVariables.ts';

/** Where a job's own clients find this engine. */
export interface EngineAccess {
  readonly endpoint: string;
  readonly region: string;
  /** Of the SageMaker Python SDK. */
  readonly sdkConfig: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials, which say as which role. */
  readonly sessionToken?: string;
}

/** Where each host's `/opt/ml` stands, by the host's name: the built-in algorithms gather the hosts' shards at the first. */
const hostRootsVariable = 'SAGEMAKER_LOCAL_HOST_ROOTS';

/**
 * The variables that a training container starts with (contract, section 3), on top of what a program needs of this machine.
 * @param inherited - The engine's own environment.
 */
export function childEnvironment(
  job: JobSpace,
  access: EngineAccess,
  interpreter: string,
  inherited: NodeJS.ProcessEnv,
): Record<string, string> {
  const codeFolder = join(job.host.mlRoot, 'code');
  const asked = job.request.Environment ?? {};
  return {
    ...machineVariables(interpreter, inherited),
    TRAINING_JOB_NAME: job.request.TrainingJobName,
    TRAINING_JOB_ARN: job.arn,
    SAGEMAKER_BASE_DIR: job.host.mlRoot,
    ...engineVariables(job, access, inherited),
    ...asked,
    PYTHONPATH: [codeFolder, asked['PYTHONPATH'] ?? ''].filter((part) => part !== '').join(delimiter),
    [workFolderVariable]: job.host.folder,
    [hostRootsVariable]: JSON.stringify(Object.fromEntries(job.hosts.map(({ name, mlRoot }) => [name, mlRoot]))),
  };
}

/**
 * What leads the clients of a job's program to this engine, and nowhere else.
 * @param inherited - The engine's own environment.
 */
export function engineVariables(
  { hosts }: Pick<HostSpace, 'hosts'>,
  access: EngineAccess,
  inherited: NodeJS.ProcessEnv,
): Record<string, string> {
  const hostNames = hosts.map(({ name }) => name);
  const direct = [inherited['NO_PROXY'] ?? inherited['no_proxy'] ?? '', '127.0.0.1', ...hostNames]
    .filter((part) => part !== '')
    .join();
  return {
    AWS_REGION: access.region,
    AWS_DEFAULT_REGION: access.region,
    AWS_ENDPOINT_URL: access.endpoint,
    AWS_ENDPOINT_URL_S3: access.endpoint,
    S3_ENDPOINT_URL: access.endpoint,
    AWS_ACCESS_KEY_ID: access.accessKeyId,
    AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
    ...(access.sessionToken !== undefined && { AWS_SESSION_TOKEN: access.sessionToken }),
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_PROXY: direct, // neither the engine nor a host of the job is behind the user's proxy
    no_proxy: direct,
    // The user's own profiles must not lead a script to AWS.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    SAGEMAKER_USER_CONFIG_OVERRIDE: access.sdkConfig,
  };
}
