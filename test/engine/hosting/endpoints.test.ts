import assert from 'node:assert/strict';
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  ListEndpointsCommand,
  UpdateEndpointCommand,
  type DeploymentConfig,
  type ProductionVariant,
  type TrafficRoutingConfig,
  type DescribeEndpointOutput,
} from '@aws-sdk/client-sagemaker';
import { useEngine } from '../../support/engineFixture.ts';
import { Endpoints } from '../../support/endpoints.ts';
import { bucket } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';
import { waitFor } from '../../support/waitFor.ts';

const arnOf = (name: string): string => `arn:aws:sagemaker:us-east-1:000000000000:endpoint/${name}`;

function blueGreen(routing: Partial<TrafficRoutingConfig>, more: object = {}): DeploymentConfig {
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'CANARY', WaitIntervalInSeconds: 0, ...routing },
      ...more,
    },
  };
}

const tenPercent = { CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 } } as const;

describe('Endpoints', function () {
  this.timeout(60_000);
  let endpoints: Endpoints;
  let s3: S3Client;
  useEngine(async ({ engine, ...given }) => {
    s3 = given.s3;
    endpoints = new Endpoints(engine, { runner: 'in-process' });
    const models = new TransformJobs(engine, { runner: 'in-process' });
    await models.model('boosted');
    await models.model('fleeting');
    await models.put('broken/model.tar.gz', 'no archive');
    await models.createModel('broken', { ModelDataUrl: `s3://${bucket}/broken/model.tar.gz` });
    models.close();
    await endpoints.config('one', { only: { ModelName: 'boosted' } });
    await endpoints.config('three', {
      only: { ModelName: 'boosted', InitialInstanceCount: 3, InitialVariantWeight: 2 },
    });
    await endpoints.config('broken', { only: { ModelName: 'broken' } });
  });
  after(() => endpoints.close());

  async function created(name: string, config: string): Promise<void> {
    await endpoints.create(name, config);
    const { EndpointStatus, FailureReason } = await endpoints.settled(name);
    assert.equal(EndpointStatus, 'InService', FailureReason);
  }

  async function deleted(name: string): Promise<void> {
    await endpoints.client.send(new DeleteEndpointCommand({ EndpointName: name }));
    await waitFor(`${name} to be gone`, () =>
      endpoints.describe(name).then(
        () => undefined,
        (error: Error) => error.message,
      ),
    );
  }

  it('say while they are created what is coming, and then what is there', async () => {
    await endpoints.create('life', 'three');
    const coming = await endpoints.describe('life');
    assert.equal(coming.EndpointStatus, 'Creating');
    assert.equal(coming.ProductionVariants, undefined);
    assert.equal(coming.PendingDeploymentSummary?.EndpointConfigName, 'three');
    const [pending] = coming.PendingDeploymentSummary?.ProductionVariants ?? [];
    assert.deepEqual([pending?.VariantName, pending?.DesiredInstanceCount, pending?.DesiredWeight], ['only', 3, 2]);
    const there = await endpoints.settled('life');
    const [variant] = there.ProductionVariants ?? [];
    assert.deepEqual(
      [there.EndpointStatus, there.PendingDeploymentSummary, variant?.CurrentInstanceCount, variant?.CurrentWeight],
      ['InService', undefined, 3, 2],
    );
    assert.match((await endpoints.invoke('life')).text, /^\d/);
    await deleted('life');
    await assert.rejects(endpoints.invoke('life'), {
      name: 'ValidationError',
      message: /life of account 000000000000 not found/,
    });
  });

  it('say when their images were settled: with the update that deployed them, whatever was changed since', async () => {
    const resolved = ({ ProductionVariants: variants = [] }: DescribeEndpointOutput): number =>
      Number(variants[0]?.DeployedImages?.[0]?.ResolutionTime);
    await created('dated', 'one');
    const first = await endpoints.describe('dated');
    const updated = Date.now();
    await endpoints.update('dated', 'three');
    const during = await endpoints.describe('dated');
    assert.equal(during.EndpointStatus, 'Updating');
    assert.equal(resolved(during), resolved(first));
    const second = await endpoints.settled('dated');
    assert.ok(resolved(second) >= updated && resolved(second) < Number(second.LastModifiedTime));
    await endpoints.adjust('dated', { VariantName: 'only', DesiredWeight: 5 });
    assert.equal(resolved(await endpoints.settled('dated')), resolved(second));
    await deleted('dated');
  });

  it('go on when their configuration, model and artifact are deleted', async () => {
    await endpoints.config('gone', { only: { ModelName: 'fleeting' } });
    await created('orphan', 'gone');
    await endpoints.client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'gone' }));
    await endpoints.client.send(new DeleteModelCommand({ ModelName: 'fleeting' }));
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'output/fleeting/output/model.tar.gz' }));
    assert.match((await endpoints.invoke('orphan')).text, /^\d/);
    assert.equal((await endpoints.describe('orphan')).EndpointConfigName, 'gone');
    await endpoints.adjust('orphan', { VariantName: 'only', DesiredInstanceCount: 2 });
    const { ProductionVariants = [] } = await endpoints.settled('orphan');
    assert.equal(ProductionVariants[0]?.CurrentInstanceCount, 2);
    await deleted('orphan');
  });

  it('that cannot be served are Failed, say why, and can be deleted only', async () => {
    await endpoints.create('hopeless', 'broken');
    const { EndpointStatus, FailureReason = '' } = await endpoints.settled('hopeless');
    assert.equal(EndpointStatus, 'Failed');
    assert.match(FailureReason, /^Production variant only: .*broken\/model\.tar\.gz/);
    await assert.rejects(endpoints.update('hopeless', 'one'), {
      name: 'ValidationException',
      message: /failed endpoint/,
    });
    await assert.rejects(endpoints.invoke('hopeless'), { name: 'ValidationError' });
    await deleted('hopeless');
  });

  it('have one change at a time, whoever is quicker', async () => {
    await created('busy', 'one');
    const inProgress = {
      name: 'ValidationException',
      message: `Cannot update in-progress endpoint "${arnOf('busy')}".`,
    };
    const update = () => endpoints.update('busy', 'three', blueGreen(tenPercent, { TerminationWaitInSeconds: 2 }));
    const outcomes = await Promise.allSettled([update(), update()]);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
    assert.deepEqual(
      refused.map(({ name, message }) => ({ name, message })),
      [inProgress],
    );
    await assert.rejects(endpoints.update('busy', 'one'), inProgress);
    await assert.rejects(endpoints.adjust('busy', { VariantName: 'only', DesiredWeight: 1 }), inProgress);
    await assert.rejects(endpoints.client.send(new DeleteEndpointCommand({ EndpointName: 'busy' })), inProgress);
    await endpoints.settled('busy');
    await deleted('busy');
  });

  it('are updated by a canary, which Describe follows', async () => {
    await created('canary', 'one');
    await endpoints.update(
      'canary',
      'three',
      blueGreen(
        { CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 2 },
        { TerminationWaitInSeconds: 1 },
      ),
    );
    const baking = await waitFor('the canary to be watched', async () => {
      const { PendingDeploymentSummary: summary, ...endpoint } = await endpoints.describe('canary');
      const [variant] = summary?.ProductionVariants ?? [];
      return variant?.VariantStatus?.[0]?.Status === 'Baking' ? endpoint : undefined;
    });
    assert.deepEqual([baking.EndpointStatus, baking.EndpointConfigName], ['Updating', 'one']);
    const { EndpointConfigName, LastDeploymentConfig, FailureReason } = await endpoints.settled('canary');
    assert.deepEqual([EndpointConfigName, FailureReason], ['three', undefined]);
    assert.equal(LastDeploymentConfig?.BlueGreenUpdatePolicy?.TerminationWaitInSeconds, 1);
    await deleted('canary');
  });

  it('keep the weights and instance counts of their variants, where an update asks for it', async () => {
    await created('kept', 'three');
    await endpoints.adjust('kept', { VariantName: 'only', DesiredWeight: 7, DesiredInstanceCount: 2 });
    await endpoints.settled('kept');
    const update = async (excluded: ('DesiredWeight' | 'DesiredInstanceCount')[]) => {
      await endpoints.client.send(
        new UpdateEndpointCommand({
          EndpointName: 'kept',
          EndpointConfigName: 'three',
          RetainAllVariantProperties: true,
          ExcludeRetainedVariantProperties: excluded.map((VariantPropertyType) => ({ VariantPropertyType })),
        }),
      );
      const [variant] = (await endpoints.settled('kept')).ProductionVariants ?? [];
      return [variant?.CurrentWeight, variant?.CurrentInstanceCount];
    };
    assert.deepEqual(await update([]), [7, 2]);
    assert.deepEqual(await update(['DesiredInstanceCount']), [7, 3]);
    assert.deepEqual(await update(['DesiredWeight']), [2, 3]);
    await endpoints.update('kept', 'one');
    const [variant] = (await endpoints.settled('kept')).ProductionVariants ?? [];
    assert.deepEqual([variant?.CurrentWeight, variant?.CurrentInstanceCount], [1, 1]);
    await deleted('kept');
  });

  it('refuse by name what the engine does not serve, and in SageMaker’s words what is not there', async () => {
    await created('asked', 'one');
    const update = (deployment: DeploymentConfig) => endpoints.update('asked', 'three', deployment);
    const size = (Value: number, Type: 'INSTANCE_COUNT' | 'CAPACITY_PERCENT') => ({ CanarySize: { Type, Value } });
    const refusals: [() => Promise<unknown>, RegExp][] = [
      [() => update(blueGreen({ Type: 'LINEAR' })), /no linear deployments .*LINEAR/],
      [
        () =>
          update({
            RollingUpdatePolicy: { MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 1 },
          }),
        /no rolling deployments/,
      ],
      [
        () => update({ AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'a' }] } }),
        /no roll-backs by CloudWatch alarms/,
      ],
      [() => update(blueGreen({})), /CANARY needs a CanarySize/],
      [() => update(blueGreen(size(51, 'CAPACITY_PERCENT'))), /CanarySize must be at most 50%/],
      [() => update(blueGreen(size(2, 'INSTANCE_COUNT'))), /CanarySize must be at most 50%/],
      [
        () => update(blueGreen(tenPercent, { TerminationWaitInSeconds: 600, MaximumExecutionTimeoutInSeconds: 600 })),
        /must be larger than/,
      ],
      [
        () => endpoints.update('asked', 'missing'),
        /^Could not find endpoint configuration "arn:aws:sagemaker:us-east-1:000000000000:endpoint-config\/missing"\.$/,
      ],
      [
        () => endpoints.update('missing', 'one'),
        /^Could not find endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint\/missing"\.$/,
      ],
      [() => endpoints.create('asked', 'one'), /^Cannot create already existing endpoint "arn/],
      [
        () => endpoints.adjust('asked', { VariantName: 'other', DesiredWeight: 1 }),
        /The variant name\(s\) "other" is\/are not present within endpoint/,
      ],
      [() => endpoints.adjust('asked', { VariantName: 'only', DesiredInstanceCount: 0 }), /at least one instance/],
      [() => endpoints.adjust('asked', { VariantName: 'only', DesiredInstanceCount: 21 }), /at most 20/],
      [
        () => endpoints.adjust('asked', { VariantName: 'only', ServerlessUpdateConfig: { MaxConcurrency: 5 } }),
        /does not serve serverless variants today \(ServerlessUpdateConfig of variant 'only'\)/,
      ],
      [
        () =>
          endpoints.client.send(
            new CreateEndpointCommand({
              EndpointName: 'linear',
              EndpointConfigName: 'one',
              DeploymentConfig: blueGreen({ Type: 'LINEAR' }),
            }),
          ),
        /no linear deployments/,
      ],
    ];
    for (const [ask, message] of refusals) await assert.rejects(ask(), { name: 'ValidationException', message });
    assert.equal((await endpoints.describe('asked')).EndpointStatus, 'InService');
    await deleted('asked');
  });

  it('refuse configurations of what the engine does not serve, by name', async () => {
    const variant = {
      VariantName: 'only',
      ModelName: 'boosted',
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
    } as const;
    const config = (member: object, ...ProductionVariants: ProductionVariant[]) =>
      endpoints.client.send(
        new CreateEndpointConfigCommand({ EndpointConfigName: 'refused', ProductionVariants, ...member }),
      );
    const refusals: [Promise<unknown>, RegExp][] = [
      [
        config({ AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://a/b' } } }, variant),
        /AsyncInferenceConfig/,
      ],
      [config({ ShadowProductionVariants: [variant] }, variant), /shadow variants/],
      [
        config(
          {
            DataCaptureConfig: {
              EnableCapture: true,
              InitialSamplingPercentage: 5,
              DestinationS3Uri: 's3://a/b',
              CaptureOptions: [{ CaptureMode: 'Input' }],
            },
          },
          variant,
        ),
        /data capture/,
      ],
      [
        config(
          {},
          { VariantName: 'only', ModelName: 'boosted', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 1 } },
        ),
        /serverless/,
      ],
      [config({}, variant, variant), /'only' is there twice/],
      [config({}, { ...variant, InitialInstanceCount: 21 }), /at most 20/],
      [
        config({}, { ...variant, ModelName: 'missing' }),
        /^Could not find model "arn:aws:sagemaker:us-east-1:000000000000:model\/missing"\.$/,
      ],
    ];
    for (const [asked, message] of refusals) await assert.rejects(asked, { name: 'ValidationException', message });
  });

  it('are listed by name, status and time', async () => {
    await created('listed-a', 'one');
    await created('listed-b', 'one');
    const list = async (input: object) => {
      const { Endpoints: found = [] } = await endpoints.client.send(new ListEndpointsCommand(input));
      return found.map(({ EndpointName }) => EndpointName);
    };
    assert.deepEqual(await list({ NameContains: 'listed' }), ['listed-b', 'listed-a']);
    assert.deepEqual(await list({ NameContains: 'listed', SortBy: 'Name', SortOrder: 'Ascending', MaxResults: 1 }), [
      'listed-a',
    ]);
    assert.deepEqual(await list({ NameContains: 'listed', StatusEquals: 'Failed' }), []);
    await deleted('listed-a');
    await deleted('listed-b');
  });
});
