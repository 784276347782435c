import { sdkConfigPath, type EngineCredentials } from './engineFiles.ts';
import { platform } from './platform.ts';

/** Lines for a shell of this platform after which boto3, the AWS CLI and the SageMaker SDK talk to the engine at `endpoint`. */
export function exportLines(
  endpoint: string,
  { accessKeyId, secretAccessKey }: EngineCredentials,
  region: string,
  stateDirectory: string,
): string {
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Without a default bucket the SageMaker SDK asks STS at AWS's own address for the account, whatever AWS_ENDPOINT_URL says.
    SAGEMAKER_USER_CONFIG_OVERRIDE: sdkConfigPath(stateDirectory),
  };
  return Object.entries(variables)
    .map(([name, value]) => `${platform.exportLine(name, value)}\n`)
    .join('');
}
