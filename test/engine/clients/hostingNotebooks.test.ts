import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { awsCommand, pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';

/** The notebook's scatter plot in numbers. */
interface Compared {
  readonly waited: string;
  readonly rows: readonly [number, number];
  readonly rmse: number;
  readonly naive: number;
  readonly correlation: number;
}
interface Deployed extends Compared {
  readonly text: string;
}
interface Asked {
  readonly variant: string;
  readonly contentType: string;
  readonly result: string;
}
interface Updated {
  readonly xgb: Asked;
  readonly linear: Asked;
  readonly either: readonly Asked[];
  readonly described: readonly DescribeEndpointOutput[];
  readonly configs: readonly string[];
  readonly labels: readonly number[];
}
interface Answers {
  readonly DeployHigh: Deployed & { readonly left: readonly number[] };
  readonly DeployLow: Deployed & { readonly variant: string; readonly contentType: string };
  readonly TransformHigh: Compared;
  readonly TransformLow: Compared;
  readonly Update: Updated;
}
type Notebook = keyof Answers;

const boston = resolve(import.meta.dirname, '../../../examples/boston/boston.csv');

describe("the Udacity course's Boston Housing notebooks that deploy, transform and update", function () {
  this.timeout(480_000); // the SDK looks every thirty seconds
  const runs: { [N in Notebook]?: Promise<Answers[N]> } = {};
  const engines: EngineProcess[] = [];

  before(async function () {
    const python = pythonOrSkip(this);
    // Linear Learner wants a Python; the first deploy must not.
    engines.push(
      await EngineProcess.start(undefined, [], { PATH: '' }),
      await EngineProcess.start(undefined, [], { PATH: '' }),
      await EngineProcess.start(undefined, ['--python', python]),
    );
    // The low level names its job by the second: two notebooks at once need an engine each.
    const [node, secondNode, withPython] = await Promise.all(engines.map(exportsOf));
    const start = async <N extends Notebook>(notebook: N, env: Record<string, string> = {}): Promise<Answers[N]> => {
      const folder = await mkdtemp(join(engines[0]?.stateDirectory ?? '', 'notebook-'));
      const input = { boston, folder, aws: awsCommand, role: 'SageMakerWorkbenchLocal' };
      return servedJudge<Answers[N]>(python, `notebook${notebook}Judge.py`, input, env);
    };
    // All at once: most of their time is the SDK's sleep.
    runs.DeployHigh = start('DeployHigh', node);
    runs.DeployLow = start('DeployLow', node);
    runs.TransformHigh = start('TransformHigh', node);
    runs.TransformLow = start('TransformLow', secondNode);
    runs.Update = start('Update', withPython);
    for (const run of Object.values(runs)) run.catch(() => undefined); // its own test tells
  });
  after(async () => {
    await Promise.allSettled(Object.values(runs));
    await Promise.all(engines.map((engine) => engine.remove()));
  });

  it('deploy at the high level', async () => {
    const answer = await ended(runs.DeployHigh);
    assertLearned(answer);
    assert.match(answer.waited, /^-*!$/);
    assert.match(answer.text, commaSeparated);
    assert.deepEqual(answer.left, [0]); // the SDK deletes the configuration with the endpoint
  });

  it('deploy at the low level', async () => {
    const answer = await ended(runs.DeployLow);
    assertLearned(answer);
    assert.match(answer.waited, /^-*!$/);
    assert.match(answer.text, commaSeparated);
    assert.equal(answer.variant, 'AllTraffic');
    assert.match(answer.contentType, /^text\/csv/);
  });

  it('transform a batch at the high level', async () => {
    const answer = await ended(runs.TransformHigh);
    assertLearned(answer);
    assert.match(answer.waited, /MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD/);
  });

  it('transform a batch at the low level', async () => {
    const answer = await ended(runs.TransformLow);
    assertLearned(answer);
    assert.match(answer.waited, /^\.*!\n$/);
  });

  it('update an endpoint of an XGBoost and a Linear Learner variant', async () => {
    const { xgb, linear, either, described, configs, labels } = await ended(runs.Update);
    assert.equal(xgb.variant, 'XGB-Model');
    assert.match(xgb.contentType, /^text\/csv/);
    assert.match(xgb.result, /^\d+\.\d+$/);
    assert.equal(linear.variant, 'Linear-Model');
    assert.equal(linear.contentType, 'application/json');
    const { predictions } = JSON.parse(linear.result) as { predictions: { score: number }[] };
    assert.deepEqual(Object.keys(predictions[0] ?? {}), ['score']);
    assert.equal(predictions.length, 1);
    for (const [at, { variant, result }] of either.entries()) {
      const label = labels[at === 0 ? 0 : at - 1] ?? NaN; // the first row is asked about twice
      const price = variant === 'XGB-Model' ? Number(result) : scoreOf(result);
      assert.ok(Math.abs(price - label) < 25, `${variant}: ${price} for ${label}`);
      if (at < 2) assert.equal(result, (variant === 'XGB-Model' ? xgb : linear).result);
    }
    const states = described.map((endpoint) => [
      endpoint.EndpointStatus,
      endpoint.EndpointConfigName,
      endpoint.ProductionVariants?.map(({ VariantName, CurrentWeight, CurrentInstanceCount }) => [
        VariantName,
        CurrentWeight,
        CurrentInstanceCount,
      ]),
    ]);
    const both = [
      ['Linear-Model', 1, 1],
      ['XGB-Model', 1, 1],
    ];
    assert.deepEqual(states, [
      ['InService', configs[0], both],
      ['Updating', configs[0], both],
      ['InService', configs[1], [['Linear-Model', 1, 1]]],
    ]);
    for (const { DeployedImages: [image] = [] } of described[0]?.ProductionVariants ?? [])
      assert.match(image?.SpecifiedImage ?? '', /(xgboost|linear-learner):1$/);
  });
});

const commaSeparated = /^(\d+\.\d+,)+\d+\.\d+$/; // as image 1 answers, which `np.fromstring(…, sep=',')` reads
const scoreOf = (json: string): number =>
  (JSON.parse(json) as { predictions: { score: number }[] }).predictions[0]?.score ?? NaN;

function ended<T>(run: Promise<T> | undefined): Promise<T> {
  assert.ok(run);
  return run;
}

function assertLearned({ rows, rmse, naive, correlation }: Compared): void {
  assert.deepEqual(rows, [167, 167]); // a third of 506
  assert.ok(rmse < naive / 1.5, `${rmse} beside ${naive}`);
  assert.ok(correlation > 0.8, `${correlation}`);
}
