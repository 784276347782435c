import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateHyperParameterTuningJobCommand,
  CreateModelCommand,
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  CreateProcessingJobCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';

const commands = {
  trainingJob: CreateTrainingJobCommand,
  tuningJob: CreateHyperParameterTuningJobCommand,
  model: CreateModelCommand,
  transformJob: CreateTransformJobCommand,
  processingJob: CreateProcessingJobCommand,
  endpointConfig: CreateEndpointConfigCommand,
  endpoint: CreateEndpointCommand,
  lifecycleConfig: CreateNotebookInstanceLifecycleConfigCommand,
  notebook: CreateNotebookInstanceCommand,
};

/** The kinds of which any client can make one. */
export type MadeKind = keyof typeof commands;

export type RequestOf<K extends MadeKind> = ConstructorParameters<(typeof commands)[K]>[0];

/** Makes a resource as any client makes it. */
export async function createResource<K extends MadeKind>(
  client: SageMakerClient,
  kind: K,
  request: RequestOf<K>,
): Promise<void> {
  // Which request a command takes is known by the kind alone.
  const Command = commands[kind] as unknown as new (request: RequestOf<K>) => Parameters<SageMakerClient['send']>[0];
  await client.send(new Command(request));
}
