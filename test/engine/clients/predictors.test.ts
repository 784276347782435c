import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { pythonOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';
import { tableCsv } from '../../support/trainingRequests.ts';

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly OriginalStatusCode?: number;
  readonly OriginalMessage?: string;
}
interface Described {
  readonly status: string;
  readonly config: string;
  readonly variants: Readonly<Record<string, readonly [number, number]>>;
}
interface Answer {
  readonly byShallow: readonly number[];
  readonly byDeep: readonly number[];
  readonly asJson: { readonly predictions: readonly { readonly score: number }[] };
  readonly byLibsvm: readonly number[];
  readonly tags: readonly object[];
  readonly refusals: readonly Refusal[];
  readonly updated: Described;
  readonly targeted: Readonly<Record<'Shallow' | 'Deep', readonly number[]>>;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly weighed: Described;
  readonly joined: string;
  readonly gone: readonly Refusal[];
  readonly configs: readonly string[];
}

describe("the SageMaker Python SDK's predictors with built-in XGBoost", function () {
  this.timeout(480_000); // the SDK looks every thirty seconds

  it('are deployed, asked, updated, compared, weighed and deleted', async function () {
    const python = pythonOrSkip(this);
    const engine = await EngineProcess.start(undefined, [], { PATH: '' }); // nothing but Node
    try {
      const tables = { train: tableCsv(200), validation: tableCsv(50, 7) };
      const files: Record<string, string> = {};
      for (const [name, text] of Object.entries(tables))
        await writeFile((files[name] = join(engine.stateDirectory, `${name}.csv`)), text);
      const labelled = tableCsv(40, 9)
        .trim()
        .split('\n')
        .map((line) => line.split(',').map(Number));
      const rows = labelled.map((row) => row.slice(1));
      const input = { ...files, rows, role: 'SageMakerWorkbenchLocal' };
      const answer = await servedJudge<Answer>(python, 'predictorsJudge.py', input, await exportsOf(engine));

      const missedBy = (prices: readonly number[]): number =>
        Math.sqrt(prices.reduce((sum, price, at) => sum + (price - (labelled[at]?.[0] ?? NaN)) ** 2, 0) / rows.length);
      assert.equal(answer.byShallow.length, rows.length);
      assert.equal(answer.byDeep.length, rows.length);
      assert.ok(missedBy(answer.byDeep) < missedBy(answer.byShallow) / 2);
      assertNear(answer.byLibsvm, answer.byShallow);
      assertNear(
        answer.asJson.predictions.map(({ score }) => score),
        answer.byShallow,
      );
      assert.deepEqual(answer.tags, [{ Key: 'Team', Value: 'pricing' }]);

      const [short, type, accept, variant, endpoint] = answer.refusals;
      assert.deepEqual([short?.code, short?.OriginalStatusCode], ['ModelError', 400]);
      assert.match(
        short?.message ?? '',
        /^Received client error \(400\) from primary with message "Unable to evaluate/,
      );
      assert.match(short?.message ?? '', /group=\/aws\/sagemaker\/Endpoints\/prices in account \d{12} for more/);
      assert.deepEqual([type?.code, type?.OriginalStatusCode], ['ModelError', 415]);
      assert.deepEqual([accept?.code, accept?.OriginalStatusCode], ['ModelError', 406]);
      assert.deepEqual([variant?.code, endpoint?.code], ['ValidationError', 'ValidationError']);
      assert.match(variant?.message ?? '', /Missing/);
      assert.match(endpoint?.message ?? '', /^Endpoint nowhere of account \d{12} not found\.$/);

      const { status, config, variants } = answer.updated;
      assert.equal(status, 'InService');
      assert.match(config, /^prices-\d{4}(-\d\d){5}-\d{3}$/);
      assert.deepEqual(variants, { AllTraffic: [1, 2] });
      assertNear(answer.targeted.Shallow, answer.byShallow);
      assertNear(answer.targeted.Deep, answer.byDeep);
      const { Shallow = 0, Deep = 0 } = answer.before;
      assert.equal(Shallow + Deep, 400);
      assert.ok(Math.abs(Shallow - 300) < 5 * Math.sqrt(400 * 0.75 * 0.25), `${Shallow} of 400`);
      assert.deepEqual(answer.after, { Deep: 40 });
      assert.deepEqual(answer.weighed.variants, { Shallow: [0, 1], Deep: [1, 2] });

      const lines = answer.joined.trim().split('\n');
      const joined = lines.map((line) => line.split(',').map(Number));
      assert.deepEqual(
        joined.map(([first]) => first),
        rows.map(([first]) => first),
      );
      assertNear(
        joined.map(([, price]) => price ?? NaN),
        answer.byDeep,
      );
      assert.match(answer.gone[0]?.message ?? '', /^Could not find endpoint ".*:endpoint\/prices"\.$/);
      assert.match(answer.gone[1]?.message ?? '', /^Could not find model ".*:model\/deep-model"\.$/);
      // Of the two, the one that was told to; and the one that the update left behind, as the SDK does.
      assert.deepEqual([...answer.configs].sort(), ['compared', 'prices']);
    } finally {
      await engine.remove();
    }
  });
});

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [at, value] of actual.entries()) assert.ok(Math.abs(value - (expected[at] ?? NaN)) < 1e-4, `row ${at}`);
}
