import assert from 'node:assert/strict';
import { EngineProcess, exportsOf } from '../support/engineProcess.ts';
import { goldenDirectoryOrSkip } from '../support/golden.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';

interface Answer {
  readonly seconds: number;
  readonly status: string;
  readonly counters: Record<string, number>;
  readonly best: string;
  readonly bestValue: number;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly frameBest: string;
  readonly model: string;
  readonly hyperparameters: Record<string, string>;
  readonly attached: { readonly best: string; readonly ranges: readonly { readonly Name: string }[] };
  readonly warm: { readonly status: string; readonly overall: string; readonly value: number };
  readonly transfer: string;
  readonly grid: number;
  readonly several: readonly [string, string];
  readonly severalBest: string;
  readonly stopped: string;
  readonly refused: readonly [string, string];
}

describe("the SageMaker Python SDK's HyperparameterTuner", function () {
  this.timeout(400_000); // the SDK looks every five seconds

  it('fits, waits, finds the best, attaches, starts warm and stops, with nothing but the endpoint changed', async function () {
    const python = pythonOrSkip(this);
    const data = goldenDirectoryOrSkip(this);
    const engine = await EngineProcess.start();
    try {
      const exported = await exportsOf(engine);
      const role = 'arn:aws:iam::000000000000:role/any';
      const answer = await servedJudge<Answer>(python, 'tuningJudge.py', { data, role }, exported);
      assert.equal(answer.status, 'Completed');
      assert.deepEqual(answer.counters, {
        Completed: 20,
        InProgress: 0,
        RetryableError: 0,
        NonRetryableError: 0,
        Stopped: 0,
      });
      // The untuned model of the golden run ends at 3.27.
      assert.ok(answer.bestValue > 2 && answer.bestValue < 3.6, `${answer.bestValue}`);
      assert.equal(answer.rows, 20);
      for (const column of ['FinalObjectiveValue', 'TrainingElapsedTimeSeconds', 'TrainingJobName', 'eta', 'max_depth'])
        assert.ok(answer.columns.includes(column), column);
      assert.equal(answer.frameBest, answer.best);
      assert.equal(answer.attached.best, answer.best);
      assert.deepEqual(
        answer.attached.ranges.map(({ Name }) => Name),
        ['eta', 'gamma', 'subsample'],
      );
      assert.ok(answer.model.endsWith(`/${answer.best}/output/model.tar.gz`), answer.model);
      assert.equal(answer.hyperparameters['_tuning_objective_metric'], 'validation:rmse');
      assert.equal(answer.warm.status, 'Completed');
      assert.ok(answer.warm.value <= answer.bestValue, 'the parent counts');
      assert.equal(answer.transfer, 'Completed');
      assert.equal(answer.grid, 4);
      assert.deepEqual(answer.several, ['Completed', answer.severalBest]);
      assert.equal(answer.stopped, 'Stopped');
      assert.match(answer.refused[1], /ValidationException.*MaxParallelTrainingJobs is 11/);
    } finally {
      await engine.remove();
    }
  });
});
