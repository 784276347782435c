import assert from 'node:assert/strict';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';

interface Outcome {
  readonly status: string;
  readonly source: { readonly S3DataType: string; readonly S3DataDistributionType: string };
  readonly files: readonly string[];
}

describe('record sets of the SageMaker Python SDK', function () {
  this.timeout(180_000);

  it('train K-Means and PCA on one host and on two', async function () {
    const python = pythonOrSkip(this);
    const engine = await EngineProcess.start(undefined, ['--python', python]);
    try {
      const role = 'arn:aws:iam::000000000000:role/any';
      const answer = await servedJudge<Record<string, Outcome>>(
        python,
        'recordSetsJudge.py',
        { role },
        await exportsOf(engine),
      );
      assert.deepEqual(Object.keys(answer), ['kmeans 1', 'kmeans 2', 'pca 1', 'pca 2']);
      for (const { status, source, files } of Object.values(answer)) {
        assert.equal(status, 'Completed');
        assert.deepEqual(files, ['model_algo-1']);
        assert.equal(source.S3DataType, 'ManifestFile');
        assert.equal(source.S3DataDistributionType, 'ShardedByS3Key');
      }
    } finally {
      await engine.remove();
    }
  });
});
