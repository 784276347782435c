import { CreateModelCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { EngineProcess } from './engineProcess.ts';

/** Makes models `<prefix>-0` and on: what costs an engine nothing. */
export async function makeModels(
  { clientConfiguration, announcement }: EngineProcess,
  count: number,
  prefix = 'model',
) {
  const client = new SageMakerClient(clientConfiguration);
  const { accountId, region } = announcement;
  for (let at = 0; at < count; at++)
    await client.send(
      new CreateModelCommand({
        ModelName: `${prefix}-${at}`,
        ExecutionRoleArn: `arn:aws:iam::${accountId}:role/service-role/SageMakerWorkbenchLocal`,
        PrimaryContainer: { Image: `${accountId}.dkr.ecr.${region}.amazonaws.com/own:1` },
      }),
    );
  client.destroy();
}
