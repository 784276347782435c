import type { CreateTrainingJobCommand, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { addWish } from '../../sagemaker/wishHeaders.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import type { JsonObject } from '../definitionReader.ts';
import { creationOf, type CreatableKind } from './creation.ts';

/** The kinds of which a request can be sent once more, under a new name. */
export const retriedKinds = ['trainingJob', 'tuningJob', 'transformJob', 'processingJob'] as const;
export type RetriedKind = (typeof retriedKinds)[number];

const sdk = {
  training: () => import('../../sagemaker/sdk/sagemakerSdk.ts'),
  tuning: () => import('../../sagemaker/sdk/tuningSdk.ts'),
  transform: () => import('../../sagemaker/sdk/transformSdk.ts'),
  processing: () => import('../../sagemaker/sdk/processingSdk.ts'),
  labeling: () => import('../../sagemaker/sdk/labelingSdk.ts'),
  autoMl: () => import('../../sagemaker/sdk/autoMlSdk.ts'),
  model: () => import('../../sagemaker/sdk/modelSdk.ts'),
  endpoint: () => import('../../sagemaker/sdk/endpointSdk.ts'),
  notebook: () => import('../../sagemaker/sdk/notebookSdk.ts'),
};

/** The SDK's command that creates a resource of each kind, as the request asks for it. */
const commands = {
  trainingJob: async () => (await sdk.training()).CreateTrainingJobCommand,
  tuningJob: async () => (await sdk.tuning()).CreateHyperParameterTuningJobCommand,
  transformJob: async () => (await sdk.transform()).CreateTransformJobCommand,
  processingJob: async () => (await sdk.processing()).CreateProcessingJobCommand,
  labelingJob: async () => (await sdk.labeling()).CreateLabelingJobCommand,
  autoMlJob: async (request: JsonObject) => {
    const { CreateAutoMLJobCommand, CreateAutoMLJobV2Command } = await sdk.autoMl();
    const { operation } = creationOf('autoMlJob', request);
    return operation === 'CreateAutoMLJob' ? CreateAutoMLJobCommand : CreateAutoMLJobV2Command;
  },
  model: async () => (await sdk.model()).CreateModelCommand,
  endpoint: async () => (await sdk.endpoint()).CreateEndpointCommand,
  endpointConfig: async () => (await sdk.endpoint()).CreateEndpointConfigCommand,
  notebook: async () => (await sdk.notebook()).CreateNotebookInstanceCommand,
  lifecycleConfig: async () => (await sdk.notebook()).CreateNotebookInstanceLifecycleConfigCommand,
} satisfies Record<CreatableKind, unknown>;

/**
 * Creates a resource from a request: one that was read of another, or of a file.
 * @param request - In the shape of the kind's Create operation.
 * @param wish - How the local engine is to run it; other places are never told.
 */
export async function createAgain(
  clients: SdkClients,
  kind: CreatableKind,
  request: JsonObject,
  wish?: RunnerWish,
): Promise<void> {
  const [Command, client] = await Promise.all([commands[kind](request), clients.sagemaker()]);
  // Which request which command takes is known by the kind alone.
  const command = new (Command as typeof CreateTrainingJobCommand)(request as unknown as CreateTrainingJobRequest);
  addWish(command, clients.connection, wish);
  await client.send(command);
}
