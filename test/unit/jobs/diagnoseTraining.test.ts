import assert from 'node:assert/strict';
import { boston, Workspace } from './workspace.ts';

describe('what a definition asks of its training', () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  /** The codes of what is found, with the text that each marks. */
  async function marks(text: string): Promise<string[]> {
    const findings = await workspace.findings(text);
    return findings.map(({ code, start, end }) => `${code}: ${text.slice(start, end)}`);
  }
  const job = (image: string, rest: string, instance = 'ml.m5.large', hyperparameters = '') => `TrainingJobName: a
AlgorithmSpecification:
  TrainingImage: ${image}
  TrainingInputMode: File
${hyperparameters}InputDataConfig:
  - ChannelName: train
    DataSource:
      S3DataSource:
        S3DataType: S3Prefix
        S3Uri: s3://bucket/data
        S3DataDistributionType: FullyReplicated
ResourceConfig:
  InstanceType: ${instance}
  InstanceCount: 1
  VolumeSizeInGB: 30
StoppingCondition:
  MaxRuntimeInSeconds: 3600
${rest}`;
  const lda = 'HyperParameters: { num_topics: 3, feature_dim: 4, mini_batch_size: 5 }\n';
  const objects = 'HyperParameters: { num_classes: 2, num_training_samples: 100 }\n';

  it('goes with spot only when the waiting is bounded, and long enough', async () => {
    const spot = `${boston}EnableManagedSpotTraining: true\n`;
    const wait = (seconds: number) => `  MaxWaitTimeInSeconds: ${seconds}\n`;
    assert.deepEqual(await marks(spot), ['missing-max-wait: true']);
    assert.deepEqual(await marks(boston + wait(3600) + 'EnableManagedSpotTraining: true\n'), []);
    assert.deepEqual(await marks(boston + wait(3599) + 'EnableManagedSpotTraining: true\n'), [
      'max-wait-too-short: 3599',
    ]);
    assert.deepEqual(await marks(boston + wait(7200)), ['max-wait-without-spot: 7200']);
    assert.deepEqual(await marks(boston + wait(7200) + 'EnableManagedSpotTraining: false\n'), [
      'max-wait-without-spot: 7200',
    ]);
    assert.deepEqual(await marks(`${boston}${wait(7200)}EnableManagedSpotTrainin: true\n`), [
      'unknown-field: EnableManagedSpotTrainin',
    ]);
  });

  it('needs a processor that the algorithm trains on', async () => {
    const needsGpu = (instance: string) => job('semantic-segmentation:1', '', instance, objects);
    assert.ok((await marks(needsGpu('ml.m5.large'))).includes('wrong-processor: ml.m5.large'));
    assert.ok((await marks(needsGpu('ml.p3.2xlarge'))).every((mark) => !mark.startsWith('wrong-processor')));
    assert.ok((await marks(job('lda', '', 'ml.p3.2xlarge', lda))).includes('wrong-processor: ml.p3.2xlarge'));
    assert.ok((await marks(job('lda', '', 'ml.c5.xlarge', lda))).every((mark) => !mark.startsWith('wrong-processor')));
    const grouped = needsGpu('ml.m5.large').replace(
      /InstanceType: .*\n.*InstanceCount: 1\n/,
      'InstanceGroups:\n    - { InstanceGroupName: a, InstanceType: ml.p3.2xlarge, InstanceCount: 1 }\n    - { InstanceGroupName: b, InstanceType: ml.c5.xlarge, InstanceCount: 1 }\n',
    );
    const found = await marks(grouped);
    assert.ok(found.includes('wrong-processor: ml.c5.xlarge'), found.join());
    assert.ok(found.includes('not-parallel: 1'), found.join());
  });

  it('needs one instance where the algorithm trains on one', async () => {
    const two = job('lda', '', 'ml.c5.xlarge', lda).replace('InstanceCount: 1', 'InstanceCount: 2');
    assert.deepEqual(await marks(two), ['aws-only: lda', 'not-parallel: 2']);
    assert.deepEqual(await marks(boston.replace('InstanceCount: 1', 'InstanceCount: 2')), []);
  });

  it('needs an input mode that the algorithm reads', async () => {
    const ipInsights = 'HyperParameters: { num_entity_vectors: 100, vector_dim: 16 }\n';
    const pipe = job('ipinsights:1', '', 'ml.m5.large', ipInsights).replace('InputMode: File', 'InputMode: Pipe');
    const found = await marks(pipe);
    assert.ok(found.includes('wrong-input-mode: Pipe'), found.join());
    assert.deepEqual(await marks(boston.replace('InputMode: File', 'InputMode: Pipe')), []);
  });

  it('needs a script in a framework’s image', async () => {
    const pytorch = (rest: string) => job('pytorch:2.3', rest, 'ml.g5.xlarge');
    assert.deepEqual(await marks(pytorch('')), ['missing-entry-point: pytorch:2.3']);
    assert.deepEqual(await marks(pytorch('HyperParameters: { sagemaker_program: train.py }\n')), []);
    assert.deepEqual(await marks(pytorch('Environment: { SAGEMAKER_PROGRAM: train.py }\n')), []);
    await workspace.write('project/train.py', 'print()\n');
    assert.deepEqual(await marks(pytorch('EntryPoint: train.py\n')), []);
  });

  it('offers the fix for a hyperparameter’s name', async () => {
    const [finding] = await workspace.findings(boston.replace('eta:', 'etta:'));
    assert.equal(finding?.replacement, 'eta');
  });
});
