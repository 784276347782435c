import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';
import { tableCsv } from '../../support/trainingRequests.ts';

interface Answer {
  readonly bucket: string;
  readonly role: string;
  readonly expanded: string;
  readonly fitted: string;
  readonly again: string;
  readonly model: readonly [string, string];
  readonly hyperparameters: readonly [Record<string, unknown>, Record<string, unknown>];
  readonly environment: Record<string, string>;
  readonly tags: readonly object[];
  readonly metrics: readonly string[];
  readonly final: Record<string, number>;
  readonly failure: { readonly status: string; readonly allowed: readonly string[]; readonly message: string };
  readonly stopped: string;
}

describe("the SageMaker Python SDK's Estimator with built-in XGBoost", function () {
  this.timeout(480_000); // after a log, the SDK looks every thirty seconds; beside other work that is four minutes

  it('is followed, attached to, charted, refused with a reason, and stopped', async function () {
    const python = pythonOrSkip(this);
    const engine = await EngineProcess.start();
    try {
      const tables = { train: tableCsv(200), validation: tableCsv(50, 7), broken: 'price,rooms\n' + tableCsv(9) };
      const files: Record<string, string> = {};
      for (const [name, text] of Object.entries(tables))
        await writeFile((files[name] = join(engine.stateDirectory, `${name}.csv`)), text);
      const input = { ...files, role: 'SageMakerWorkbenchLocal' };
      const answer = await servedJudge<Answer>(python, 'estimatorJudge.py', input, await exportsOf(engine));
      assert.equal(answer.bucket, 'sagemaker-us-east-1-000000000000');
      assert.equal(answer.role, 'arn:aws:iam::000000000000:role/service-role/SageMakerWorkbenchLocal');
      assert.equal(answer.expanded, answer.role);
      for (const printed of [answer.fitted, answer.again]) {
        const rounds = [...printed.matchAll(/\[(\d+)\]#011train-rmse:\S+#011validation-rmse:\S+/g)];
        assert.deepEqual(
          rounds.map(([, round]) => Number(round)),
          Array.from({ length: 60 }, (_, round) => round),
        );
        const states = [...printed.matchAll(/^\S+ \S+ (\w+) - /gm)].map(([, status]) => status);
        assert.deepEqual([...new Set(states)].slice(-2), ['Uploading', 'Completed']);
      }
      assert.match(answer.fitted, /Training seconds: \d+\nBillable seconds: \d+\n$/);
      assert.equal(answer.model[0], answer.model[1]);
      assert.deepEqual(answer.hyperparameters[1], { objective: 'reg:squarederror', num_round: '60', seed: '2' });
      assert.deepEqual(answer.environment, { TEAM: 'pricing' });
      assert.deepEqual(answer.tags, [{ Key: 'Project', Value: 'boston' }]);
      assert.deepEqual(answer.metrics, ['train:rmse', 'validation:rmse']);
      assert.deepEqual(Object.keys(answer.final).sort(), answer.metrics);
      assert.equal(answer.failure.status, 'Failed');
      assert.deepEqual(answer.failure.allowed, ['Completed', 'Stopped']);
      assert.match(answer.failure.message, /^Error for Training job broken-.*: Failed\. Reason: ClientError: /);
      assert.equal(answer.stopped, 'Stopped');
    } finally {
      await engine.remove();
    }
  });
});
