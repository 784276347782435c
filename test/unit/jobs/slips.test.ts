import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parseDefinition } from '../../../src/jobs/definition.ts';
import { awsOnly } from '../../../src/jobs/diagnoseAlgorithm.ts';
import { checkDefinition } from '../../../src/jobs/submitTo.ts';
import { boston, Workspace } from './workspace.ts';

describe('a slip in a definition', () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  interface Expected {
    readonly marked: string;
    readonly message: RegExp;
    readonly replacement?: string;
    readonly severity?: string;
  }

  async function assertOne(text: string, { marked, message, replacement, severity = 'error' }: Expected) {
    const all = await workspace.findings(text);
    const findings = all.filter(({ code }) => severity === 'information' || code !== awsOnly);
    assert.equal(findings.length, 1, findings.map((one) => one.message).join(' '));
    const [finding] = findings;
    assert.ok(finding);
    assert.equal(text.slice(finding.start, finding.end), marked);
    assert.match(finding.message, message);
    assert.equal(finding.replacement, replacement);
    assert.equal(finding.severity, severity);
  }

  const images: [image: string, message: RegExp, replacement?: string][] = [
    ['XGBoost:1.7-1', /lower case, without spaces\. Did you mean xgboost:1\.7-1\?/, 'xgboost:1.7-1'],
    ['"a b"', /^'a b' cannot be an image: give a short name/],
    ['"xgboost:"', /^'xgboost:' cannot be an image/],
    ['Mine/tool:1:2', /cannot be an image/],
    ['https://registry.example/image', /cannot be an image/],
  ];
  for (const [image, message, replacement] of images) {
    it(`is an image called ${image}`, async () => {
      const expected = { marked: image, message, ...(replacement && { replacement }) };
      await assertOne(boston.replace('xgboost:1.7-1', image), expected);
    });
  }

  it('is not an image of any registry', async () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    for (const image of [
      'localhost:5000/a/b__c.d-e:Tag_1.0',
      'Registry.example:443/team/image',
      'docker.io/library/python',
      `team/image@${digest}`,
      `team/image:1@${digest}`,
      '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1',
    ])
      assert.deepEqual(await workspace.findings(boston.replace('xgboost:1.7-1', image)), [], image);
  });

  it('is none where an algorithm runs on AWS only; that is said, and refused where it is run locally', async () => {
    const text = boston
      .replace('xgboost:1.7-1', 'knn')
      .replace(/objective: .*\n.*\n.*\n/, 'k: 3\n  sample_size: 9\n  predictor_type: regressor\n  feature_dim: 2\n')
      .replace('ChannelName: validation', 'ChannelName: test');
    await assertOne(text, {
      marked: 'knn',
      message:
        /^The built-in algorithm knn does not run on the local engine, which has xgboost, .* run this job on AWS\.$/,
      severity: 'information',
    });
    const file = {
      text,
      path: join(workspace.root, 'project', 'knn.training-job.yaml'),
      workspaceRoot: workspace.root,
    };
    await checkDefinition(file);
    await assert.rejects(checkDefinition(file, 'local'), /^UserError: knn.training-job.yaml line 3: The built-in/);
    await checkDefinition({ ...file, text: boston }, 'local');
  });

  it('is a metric with two letters swapped', () =>
    assertOne(boston.replace('eta: 0.10', 'eval_metric: rsme'), {
      marked: 'rsme',
      message: /^eval_metric has no metric 'rsme'\. Did you mean 'rmse'\?$/,
    }));

  it('is a channel that begins as one does that is not there', async () => {
    for (const name of ['validate', 'valid', 'val']) {
      const text = boston.replace('ChannelName: validation', `ChannelName: ${name}`);
      const expected = { marked: name, message: /Did you mean validation\?$/, replacement: 'validation' };
      await assertOne(text, { ...expected, severity: 'warning' });
    }
    await assertOne(boston.replace('ChannelName: validation', 'ChannelName: train_more'), {
      marked: 'train_more',
      message: /^XGBoost does not read a channel 'train_more', only train, validation[^?]*$/,
      severity: 'warning',
    });
  });

  it('is an S3 URI without one of its slashes', async () => {
    for (const text of ['s3:/bucket/data', 's3:bucket/data', 's3//bucket/data', 'S3:/bucket/data']) {
      const expected = { marked: text, message: /looks like an s3:\/\/ URI/, replacement: 's3://bucket/data' };
      await assertOne(boston.replace('data/train.csv', text), expected);
    }
  });

  it('is Random Cut Forest without its distribution', async () => {
    const forest = `TrainingJobName: a
AlgorithmSpecification: { TrainingImage: randomcutforest, TrainingInputMode: File }
HyperParameters: { feature_dim: 2 }
InputDataConfig:
  - ChannelName: train
    DataSource:
      S3DataSource: { S3DataType: S3Prefix, S3Uri: s3://bucket/data }
ResourceConfig: { InstanceType: ml.m5.large, InstanceCount: 1, VolumeSizeInGB: 30 }
StoppingCondition: { MaxRuntimeInSeconds: 3600 }
`;
    const message = /takes its train channel ShardedByS3Key only.*add S3DataDistributionType/;
    await assertOne(forest, { marked: 'S3DataSource', message, severity: 'warning' });
    const told = forest.replace('S3Prefix,', 'S3Prefix, S3DataDistributionType: ShardedByS3Key,');
    const codes = (await workspace.findings(told)).map(({ code }) => code);
    assert.deepEqual(codes, [awsOnly]);
  });

  it('names both bounds, zero too', async () => {
    const text = boston.replace('InstanceCount: 1', 'InstanceCount: 1\n  KeepAlivePeriodInSeconds: -1');
    await assertOne(text, { marked: '-1', message: /^KeepAlivePeriodInSeconds must be 0 to 21600, but is -1\.$/ });
  });

  const json: [text: string, marked: string, message: RegExp][] = [
    ['{\n  "a": 1,\n}', ',', /nothing follows this comma; remove it\.$/],
    ['{"a": [1, ]}', ',', /nothing follows this comma; remove it\.$/],
    ['{\n  // hi\n  "a": 1}', '// hi', /JSON has no comments; remove this one\.$/],
    ['{"a": [1, /* x */ 2]}', '/* x */', /JSON has no comments/],
    ['# hi\n{"a": 1}', '# hi', /JSON has no comments/],
    ["{'a': 1}", "'", /double quotes instead of single ones\.$/],
    ['', '', /the file is empty; begin with \{ and \}\.$/],
  ];
  for (const [text, marked, message] of json) {
    it(`is JSON like ${JSON.stringify(text)}`, () => {
      const [finding, ...others] = parseDefinition(text, { path: '/a.training-job.json' }).findings;
      assert.ok(finding && others.length === 0);
      assert.equal(text.slice(finding.start, finding.end), marked);
      assert.match(finding.message, message);
    });
  }

  it('is marked on its own line only', async () => {
    await assertOne('Train\nInstan\n', { marked: 'Train', message: /lists fields of the API/ });
    const text = boston.replace('ResourceConfig:', 'Resou\nResourceConfig:');
    await assertOne(text, { marked: 'Resou', message: /name of the field, a colon and a space/ });
  });
});
