import { AddTagsCommand, DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { createResource } from './createResource.ts';
import type { EngineProcess } from './engineProcess.ts';
import { bucket, endless, putTables, waitForStatus, xgboostRequest } from './trainingRequests.ts';
import { tuningRequest } from './tuningRequests.ts';
import { waitFor } from './waitFor.ts';

const role = 'arn:aws:iam::000000000000:role/service-role/test';
const modelArn = 'arn:aws:sagemaker:us-east-1:000000000000:model/prices-model';

/**
 * Some of everything on an engine, made as any client makes it: training jobs `prices` (Completed), `broken` (Failed) and `endless` (runs
 * until it is stopped), the tuning job `search`, the model `prices-model` of `prices`, behind two variants of the endpoint `prices-endpoint`,
 * the transform job `score`, the processing job `prepare`, the notebook instance `desk` with the lifecycle configuration `desk-setup`.
 */
export async function makeResources(engine: EngineProcess): Promise<void> {
  const client = new SageMakerClient(engine.clientConfiguration);
  await putTables(engine);
  await createResource(client, 'trainingJob', { ...xgboostRequest('prices'), Tags: [{ Key: 'team', Value: 'a' }] });
  await createResource(client, 'trainingJob', xgboostRequest('broken', { objective: 'reg:logistic' }));
  await createResource(client, 'tuningJob', tuningRequest('search'));
  await createResource(client, 'lifecycleConfig', {
    NotebookInstanceLifecycleConfigName: 'desk-setup',
    OnStart: [{ Content: Buffer.from('#!/bin/bash\necho ready\n').toString('base64') }],
  });
  const { ModelArtifacts } = await waitForStatus(client, 'prices', 'Completed');
  const { AlgorithmSpecification } = xgboostRequest('any');
  await createResource(client, 'model', {
    ModelName: 'prices-model',
    ExecutionRoleArn: role,
    PrimaryContainer: {
      Image: AlgorithmSpecification?.TrainingImage,
      ModelDataUrl: ModelArtifacts?.S3ModelArtifacts,
    },
  });
  await client.send(new AddTagsCommand({ ResourceArn: modelArn, Tags: [{ Key: 'team', Value: 'b' }] }));
  const variant = (VariantName: string, InitialVariantWeight: number) => ({
    VariantName,
    InitialVariantWeight,
    ModelName: 'prices-model',
    InstanceType: 'ml.m5.large' as const,
    InitialInstanceCount: 1,
  });
  await createResource(client, 'endpointConfig', {
    EndpointConfigName: 'prices-config',
    ProductionVariants: [variant('steady', 7), variant('fresh', 3)],
  });
  await createResource(client, 'endpoint', { EndpointName: 'prices-endpoint', EndpointConfigName: 'prices-config' });
  await createResource(client, 'transformJob', {
    TransformJobName: 'score',
    ModelName: 'prices-model',
    TransformInput: {
      ContentType: 'text/csv',
      SplitType: 'Line',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/data/validation.csv` } },
    },
    // Without the label.
    DataProcessing: { InputFilter: '$[1:]' },
    TransformOutput: { S3OutputPath: `s3://${bucket}/scores`, AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  });
  await createResource(client, 'processingJob', {
    ProcessingJobName: 'prepare',
    RoleArn: role,
    AppSpecification: {
      ImageUri: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
      ContainerEntrypoint: ['bash', '-c', 'echo prepared'],
    },
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 } },
  });
  await createResource(client, 'notebook', {
    NotebookInstanceName: 'desk',
    InstanceType: 'ml.t3.medium',
    RoleArn: role,
    LifecycleConfigName: 'desk-setup',
    DefaultCodeRepository: 'https://github.com/aws/amazon-sagemaker-examples.git',
  });
  await createResource(client, 'trainingJob', xgboostRequest('endless', endless));
  await waitFor(
    'the endpoint to be in service',
    async () => {
      const { EndpointStatus } = await client.send(new DescribeEndpointCommand({ EndpointName: 'prices-endpoint' }));
      return EndpointStatus === 'InService' ? true : undefined;
    },
    60_000,
  );
  client.destroy();
}
