import { sdkConfigPath, type EngineIdentity } from '../../shared/node/engineFiles.ts';
import { writeFileAtomic } from '../store/atomicFile.ts';

/**
 * Writes the defaults with which the SageMaker Python SDK 2.x stays on this machine (sagemaker/config/config_schema.py): the bucket that it
 * would else ask STS for, and no telemetry, which it sends to AWS.
 */
export async function writeSdkConfig(stateDirectory: string, { region, accountId }: EngineIdentity): Promise<void> {
  const lines = [
    "SchemaVersion: '1.0'",
    'SageMaker:',
    '  PythonSDK:',
    '    Modules:',
    '      TelemetryOptOut: true',
    '      Session:',
    `        DefaultS3Bucket: sagemaker-${region}-${accountId}`,
  ];
  await writeFileAtomic(sdkConfigPath(stateDirectory), `${lines.join('\n')}\n`);
}
