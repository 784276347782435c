import assert from 'node:assert/strict';
import type { Connection } from '../../../../src/sagemaker/connection.ts';
import { deploySummary } from '../../../../src/sagemaker/deploy/deploySummary.ts';
import { hostingInstances } from '../../../../src/sagemaker/deploy/hostingInstances.ts';
import { partsText, removedText } from '../../../../src/sagemaker/deploy/partsText.ts';

const local: Connection = {
  id: 'local:000000000000:us-east-1',
  kind: 'local',
  label: 'local',
  accountId: '000000000000',
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
};
const aws: Connection = {
  ...local,
  id: 'aws:123456789012:eu-west-1',
  kind: 'aws',
  label: 'work',
  accountId: '123456789012',
  region: 'eu-west-1',
};
const plan = {
  model: { ModelName: 'm', PrimaryContainer: { Image: 'image' }, ExecutionRoleArn: 'role' },
  config: {
    EndpointConfigName: 'c',
    ProductionVariants: [
      { VariantName: 'A', ModelName: 'm', InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 2 },
    ],
  },
  endpoint: { EndpointName: 'e', EndpointConfigName: 'c' },
};
const price = '2 × ml.m5.large: $0.23 an hour, $5.52 a day';

describe('deploySummary', () => {
  it('says where, what it costs, what is made and what is copied', () => {
    const move = { bytes: 2048, from: local, packsCode: true };
    const { question, facts } = deploySummary({ connection: aws, plan, from: 'training job boston', price, move });
    assert.equal(question, 'Deploy the training job boston as the endpoint e?');
    assert.deepEqual(facts, [
      'Account: 123456789012 (work)',
      'Region: eu-west-1',
      `Cost: ${price}; billed until it is deleted`,
      'Copies first: 2.0 KB from local to work, with its script packed into the model',
      'Creates the model: m',
      'Image: image',
      'Creates the configuration: c',
      'Variant: A',
      'Role: role',
    ]);
  });

  it('knows no bill here, and tells an endpoint that is not of AWS', () => {
    const here = deploySummary({
      connection: local,
      plan: { config: plan.config, endpoint: plan.endpoint },
      from: 'model m',
      price,
    });
    assert.deepEqual(here.facts, [
      'Place: this machine',
      'Instances: 2, no bill',
      'Model: m',
      'Creates the configuration: c',
      'Variant: A',
    ]);
    const there = deploySummary({ connection: { ...aws, redirectedTo: 'http://x' }, plan, from: 'model m', price });
    assert.ok(there.facts.includes("Endpoint: http://x (not AWS's own)"));
  });
});

describe('words for parts', () => {
  const part = (kind: 'model' | 'endpoint', name: string) => ({ kind, name });
  it('name what was deleted and what was not, with the reason', () => {
    assert.equal(partsText([part('model', 'm')]), 'the model m');
    const removed = [part('endpoint', 'e')];
    assert.equal(removedText({ removed, failed: [] }), 'Deleted the endpoint e.');
    assert.equal(
      removedText({ removed, failed: [{ part: part('model', 'm'), reason: 'Not allowed.' }] }),
      'Deleted the endpoint e. Still there: the model m (Not allowed).',
    );
    assert.equal(
      removedText({ removed: [], failed: [{ part: part('model', 'm'), reason: 'cancelled' }] }),
      'Still there: the model m (cancelled).',
    );
  });
});

describe('hostingInstances', () => {
  const typesFor = async (image: string): Promise<string[]> =>
    (await hostingInstances(image, 'eu-west-1')).map(({ type }) => type);

  it('are those that the image runs on, what is proposed first', async () => {
    const sklearn = await typesFor('141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3');
    assert.ok(sklearn.indexOf('ml.m5.large') < sklearn.indexOf('ml.c4.large'));
    assert.ok(!sklearn.some((type) => /^ml\.([gp]\d|inf|c7g|m6g)/.test(type)));
    const torch = await typesFor('763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.3.0-gpu-py311');
    assert.ok(torch.includes('ml.g5.xlarge') && !torch.includes('ml.c7g.large'));
  });

  it("are all of them for an image of one's own", async () => {
    const own = await typesFor('123456789012.dkr.ecr.eu-west-1.amazonaws.com/churn:latest');
    assert.ok(own.includes('ml.c7g.large') && own.includes('ml.inf2.xlarge'));
    assert.equal(new Set(own).size, own.length);
  });
});
