import assert from 'node:assert/strict';
import type { DescribeEndpointConfigOutput, DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { updatePlan } from '../../../../src/sagemaker/endpoints/updatePlan.ts';

const now = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const tags = [
  { Key: 'team', Value: 'ml' },
  { Key: 'aws:cloudformation:stack', Value: 'own' },
];
const endpoint = { EndpointName: 'boston', EndpointConfigName: 'old' } as DescribeEndpointOutput;
const config = {
  EndpointConfigName: 'old',
  $metadata: {},
  EndpointConfigArn: 'arn',
  CreationTime: new Date(0),
  KmsKeyId: 'key',
  ProductionVariants: [
    { VariantName: 'A', ModelName: 'm1', InstanceType: 'ml.m5.large', InitialInstanceCount: 1, VolumeSizeInGB: 9 },
    { VariantName: 'B', ModelName: 'm2', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } },
  ],
} as unknown as DescribeEndpointConfigOutput;

describe('updatePlan', () => {
  it('changes one variant and nothing else, and keeps weights and counts that were set since', () => {
    const plan = updatePlan(endpoint, config, { variant: 'A', model: 'm3' }, { now, tags });
    assert.deepEqual(plan.config, {
      EndpointConfigName: 'boston-2026-01-02-03-04-05-006',
      KmsKeyId: 'key',
      Tags: [{ Key: 'team', Value: 'ml' }],
      ProductionVariants: [{ ...config.ProductionVariants?.[0], ModelName: 'm3' }, config.ProductionVariants?.[1]],
    });
    assert.deepEqual(plan.update, {
      EndpointName: 'boston',
      EndpointConfigName: plan.config.EndpointConfigName,
      RetainAllVariantProperties: true,
    });
  });

  it('means the instance count that it sets, and rolls out as the last time', () => {
    const last = { ...endpoint, LastDeploymentConfig: { AutoRollbackConfiguration: {} } };
    const { config: made, update } = updatePlan(last, config, { variant: 'A', instanceCount: 3 }, { now });
    assert.equal(made.ProductionVariants?.[0]?.InitialInstanceCount, 3);
    assert.deepEqual(update.ExcludeRetainedVariantProperties, [{ VariantPropertyType: 'DesiredInstanceCount' }]);
    assert.equal(update.RetainDeploymentConfig, true);
  });

  it('refuses instances of a serverless variant', () =>
    assert.throws(() => updatePlan(endpoint, config, { variant: 'B', instanceCount: 2 }, { now }), /is serverless/));
});
