import assert from 'node:assert/strict';
import {
  AddTagsCommand,
  CreateCodeRepositoryCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  CreateTransformJobCommand,
  SageMakerClient,
  type Tag,
} from '@aws-sdk/client-sagemaker';
import { EngineProcess } from '../support/engineProcess.ts';

const arn = 'arn:aws:sagemaker:us-east-1:000000000000:model/any';

/** What takes tags, beside the jobs and notebook instances, whose own tests have it. */
const makers: [what: string, make: (client: SageMakerClient, Tags: Tag[]) => Promise<unknown>][] = [
  ['models', (client, Tags) => client.send(new CreateModelCommand({ ModelName: 'any', Tags }))],
  [
    'endpoint configurations',
    (client, Tags) =>
      client.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName: 'any',
          ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'any' }],
          Tags,
        }),
      ),
  ],
  [
    'endpoints',
    (client, Tags) => client.send(new CreateEndpointCommand({ EndpointName: 'any', EndpointConfigName: 'any', Tags })),
  ],
  [
    'transform jobs',
    (client, Tags) =>
      client.send(
        new CreateTransformJobCommand({
          TransformJobName: 'any',
          ModelName: 'any',
          TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://any/x' } } },
          TransformOutput: { S3OutputPath: 's3://any/y' },
          TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
          Tags,
        }),
      ),
  ],
  [
    'lifecycle configurations',
    (client, Tags) =>
      client.send(
        new CreateNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: 'any', Tags }),
      ),
  ],
  [
    'code repositories',
    (client, Tags) =>
      client.send(
        new CreateCodeRepositoryCommand({
          CodeRepositoryName: 'any',
          GitConfig: { RepositoryUrl: 'https://github.com/any/any' },
          Tags,
        }),
      ),
  ],
  ['AddTags', (client, Tags) => client.send(new AddTagsCommand({ ResourceArn: arn, Tags }))],
];

describe('tags that AWS refuses', () => {
  let engine: EngineProcess;
  let client: SageMakerClient;
  before(async () => {
    engine = await EngineProcess.start();
    client = new SageMakerClient(engine.clientConfiguration);
  });
  after(async () => {
    client.destroy();
    await engine.remove();
  });

  for (const [what, make] of makers)
    it(`are refused for ${what}`, async () => {
      for (const [tags, message] of [
        [[{ Key: 'aws:x', Value: '' }], "The tag key 'aws:x' is reserved: keys must not begin with aws:."],
        [['1', '2'].map((Value) => ({ Key: 'a', Value })), "The tag key 'a' is given twice."],
      ] as [Tag[], string][])
        await assert.rejects(make(client, tags), { name: 'ValidationException', message });
    });
});
