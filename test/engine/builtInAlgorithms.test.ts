import assert from 'node:assert/strict';
import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { algorithmNames, findAlgorithm } from '../../src/catalog/algorithms/registry.ts';
import { knownShortImages, resolveImage } from '../../src/catalog/images.ts';
import { localAlgorithms } from '../../src/catalog/localAlgorithms.ts';
import { useScriptJobs } from '../support/engineFixture.ts';
import { clusteredRows, csvOf } from '../support/rowsData.ts';
import type { ScriptJobs } from '../support/scriptJobs.ts';
import { bucket, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

describe('built-in algorithms through the engine', function () {
  this.timeout(120_000);
  let jobs: ScriptJobs;
  useScriptJobs(async (given) => {
    ({ jobs } = given);
    const rows = clusteredRows(1, { count: 600, clusters: 3, columns: 4, spread: 1 });
    await jobs.upload('rows/a.csv', csvOf(rows.slice(0, 300)));
    await jobs.upload('rows/b.csv', csvOf(rows.slice(300)));
  });

  const requestOf = (
    name: string,
    algorithm: string,
    more: Partial<CreateTrainingJobRequest>,
  ): CreateTrainingJobRequest => ({
    ...xgboostRequest(name),
    AlgorithmSpecification: { TrainingImage: imageOf(algorithm), TrainingInputMode: 'File' },
    ...more,
  });
  const channel = (ChannelName: string, distribution: 'FullyReplicated' | 'ShardedByS3Key') => ({
    ChannelName,
    ContentType: 'text/csv;label_size=0',
    DataSource: {
      S3DataSource: {
        S3DataType: 'S3Prefix' as const,
        S3Uri: `s3://${bucket}/rows/`,
        S3DataDistributionType: distribution,
      },
    },
  });

  it('runs those that it has once their hyperparameters are right, and names each of the others', async () => {
    assert.equal(algorithmNames.length, 17);
    for (const algorithm of algorithmNames)
      await jobs.create(requestOf(`no-${algorithm}`, algorithm, { HyperParameters: { nonsense: '1' } }));
    for (const algorithm of algorithmNames) {
      const { FailureReason = '' } = await jobs.ended(`no-${algorithm}`);
      const title = (await findAlgorithm(algorithm))?.title ?? '';
      if (Object.hasOwn(localAlgorithms, algorithm))
        assert.ok(FailureReason.startsWith(`ClientError: ${title} has no hyperparameter 'nonsense'`), FailureReason);
      else
        assert.ok(
          FailureReason.startsWith(
            `ClientError: The built-in algorithm ${algorithm} does not run on the local engine`,
          ) && FailureReason.endsWith('run this job on AWS.'),
          FailureReason,
        );
    }
  });

  it('runs K-Means on the shards of two hosts, with the metrics that a job declares', async () => {
    const request = requestOf('clusters', 'kmeans', {
      HyperParameters: { k: '3', feature_dim: '4', eval_metrics: '["msd","ssd"]' },
      InputDataConfig: [channel('train', 'ShardedByS3Key'), channel('test', 'FullyReplicated')],
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2, VolumeSizeInGB: 5 },
    });
    await jobs.create(request);
    const job = await jobs.ended('clusters');
    const log = await jobs.log('clusters');
    assert.equal(job.TrainingJobStatus, 'Completed', `${job.FailureReason}\n${log.join('\n')}`);
    const metrics: Record<string, number | undefined> = {};
    for (const { MetricName = '', Value } of job.FinalMetricDataList ?? []) metrics[MetricName] = Value;
    assert.deepEqual(Object.keys(metrics).sort(), [
      'test:msd',
      'test:ssd',
      'train:msd',
      'train:progress',
      'train:throughput',
    ]);
    assert.ok(
      Math.abs((metrics['test:ssd'] ?? 0) / 600 / (metrics['train:msd'] ?? 1) - 1) < 1e-5,
      'test is all of train',
    );
    assert.deepEqual(Object.keys(await jobs.archived('clusters', 'model.tar.gz')), ['model_algo-1']);
    assert.match(log[0] ?? '', /^Local engine: python runner, built-in K-Means with numpy 1\.26\.4 in Python 3/);
    assert.ok((await jobs.log('clusters', 'algo-2')).some((line) => line.includes('this host waits for it')));
  });

  it('runs PCA on a stream', async () => {
    const request = requestOf('components', 'pca', {
      AlgorithmSpecification: { TrainingImage: imageOf('pca'), TrainingInputMode: 'Pipe' },
      HyperParameters: { num_components: '2', feature_dim: '4', mini_batch_size: '100' },
      InputDataConfig: [channel('train', 'FullyReplicated')],
    });
    await jobs.create(request);
    const job = await jobs.ended('components');
    const log = await jobs.log('components');
    assert.equal(job.TrainingJobStatus, 'Completed', `${job.FailureReason}\n${log.join('\n')}`);
    assert.ok(
      log.some((line) => line.includes('"Total Records Seen": {"sum": 600.0')),
      log.join('\n'),
    );
    assert.deepEqual(Object.keys(await jobs.archived('components', 'model.tar.gz')), ['model_algo-1']);
  });

  it('ends K-Means at once when it is stopped', async () => {
    const request = requestOf('endless', 'kmeans', {
      HyperParameters: { k: '3', feature_dim: '4', epochs: '1000000' },
      InputDataConfig: [channel('train', 'FullyReplicated')],
    });
    await jobs.create(request);
    await waitFor('K-Means to train', async () =>
      (await jobs.log('endless')).find((line) => line.includes('% of epochs')),
    );
    await jobs.stop('endless');
    const asked = Date.now();
    assert.equal((await jobs.ended('endless')).TrainingJobStatus, 'Stopped');
    assert.ok(Date.now() - asked < 15_000);
  });
});

/** The service's own address of an algorithm's newest image. */
function imageOf(algorithm: string): string {
  const [name = '', tag] =
    knownShortImages()
      .findLast((image) => image.split(':')[0] === algorithm)
      ?.split(':') ?? [];
  const place = { region: 'us-east-1', instanceType: 'ml.m5.large' };
  const resolved = resolveImage(tag === undefined ? { name } : { name, tag }, place);
  assert.ok(resolved.ok, algorithm);
  return resolved.uri;
}
