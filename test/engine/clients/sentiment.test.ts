import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { awsCommand, pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';

interface Answer {
  readonly shape: readonly [number, number];
  readonly fitted: string;
  readonly batchAccuracy: number;
  readonly endpointAccuracy: number;
  readonly furthest: number;
  readonly chunks: readonly { readonly rows: number; readonly seconds: number }[];
  /** Of a chunk's body. */
  readonly bytes: number;
  readonly refusal: string;
  readonly opinion: string;
}

/** As many reviews as the notebook trains on; fewer to validate and to test with, which it has 10,000 and 25,000 of. */
const sizes = { train: 15_000, validation: 2_000, test: 15_000 };
const largestBody = 6_291_456;

describe("the Udacity course's sentiment web app, on a bag of 5,000 words of made-up reviews", function () {
  this.timeout(1_200_000); // some three minutes on a quiet machine

  it('trains, transforms a batch, and answers chunks of 512 rows as the batch', async function () {
    const python = pythonOrSkip(this);
    const engine = await EngineProcess.start(undefined, ['--python', python]);
    try {
      const folder = await mkdtemp(join(engine.stateDirectory, 'sentiment-'));
      const input = { folder, aws: awsCommand, role: 'SageMakerWorkbenchLocal', sizes };
      const answer = await servedJudge<Answer>(python, 'sentimentJudge.py', input, await exportsOf(engine));
      assert.deepEqual(answer.shape, [sizes.train, 5000]);
      assert.match(answer.fitted, /\[0\]#011train-error:\S+#011validation-error:/);
      assert.match(answer.fitted, /Stopping\. Best iteration:/);
      // One review in ten says the opposite of its label.
      for (const accuracy of [answer.batchAccuracy, answer.endpointAccuracy])
        assert.ok(accuracy > 0.87 && accuracy < 0.93, `${accuracy}`);
      assert.ok(answer.furthest < 1e-6, `${answer.furthest}`);
      assert.equal(answer.chunks.length, 30);
      for (const { rows, seconds } of answer.chunks) {
        assert.equal(rows, 500);
        assert.ok(seconds < 30, `${seconds}`);
      }
      assert.ok(answer.bytes > 0.75 * largestBody && answer.bytes < largestBody, `${answer.bytes}`);
      assert.match(answer.refusal, /Invalid type for parameter Body/);
      assert.ok(Number(answer.opinion) < 0.4, answer.opinion);
    } finally {
      await engine.remove();
    }
  });
});
