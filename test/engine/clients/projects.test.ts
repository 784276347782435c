import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { findTorch, pythonOrSkip, torchOrSkip } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';

interface Plagiarism {
  readonly accuracy: number;
  readonly dtype: string;
  readonly verdicts: { readonly verdicts: readonly string[]; readonly probabilities: readonly number[] };
  readonly expected: readonly string[];
  readonly batch: string;
  readonly explained: readonly string[];
  readonly refusals: readonly (readonly [code: string, status: number])[];
  /** Of the estimator's endpoint, and of the one with predict functions. */
  readonly logged: readonly [readonly string[], readonly string[]];
  readonly left: readonly number[];
}
interface Sentiment {
  readonly accuracy: number;
  readonly predicted: number;
  readonly reviewAccuracy: number;
  readonly furthest: number;
  readonly opinion: string;
  readonly log: readonly string[];
}
interface Prices {
  readonly prices: readonly number[];
  readonly plain: readonly number[];
  readonly explained: readonly { readonly price: number; readonly because: number }[];
}

const projects = resolve(import.meta.dirname, '../../fixtures/projects');

describe('projects with predict functions of their own', function () {
  this.timeout(480_000); // the SDK looks every thirty seconds
  let plagiarism: Promise<Plagiarism>;
  let prices: Promise<Prices>;
  let sentiment: Promise<Sentiment> | undefined;

  before(function () {
    const python = pythonOrSkip(this);
    const torch = findTorch();
    // At once: most of their time is the SDK's sleep.
    plagiarism = run<Plagiarism>('plagiarism', 'plagiarismJudge.py', python, python);
    prices = run<Prices>('prices', 'pricesJudge.py', python, python);
    if (torch !== undefined) sentiment = run<Sentiment>('sentiment', 'sentimentProjectJudge.py', python, torch);
    for (const each of [plagiarism, prices, sentiment]) each?.catch(() => undefined); // its own test tells
  });
  after(() => Promise.allSettled([plagiarism, prices, sentiment]));

  it('find copied answers with scikit-learn, as the Udacity course does', async () => {
    const answer = await plagiarism;
    assert.ok(answer.accuracy > 0.85, `${answer.accuracy}`);
    assert.equal(answer.dtype, 'float64'); // the labels' own, which the model learned and NPY keeps
    assert.deepEqual(answer.verdicts.verdicts, answer.expected);
    assert.ok(answer.verdicts.probabilities.every((each, at) => each > 0.5 === (answer.expected[at] === 'copied')));
    assert.deepEqual(answer.batch.trim().split(/\n+/), answer.expected);
    assert.deepEqual(answer.explained, answer.expected.slice(0, 5));
    const failed = ['ModelError', 500];
    assert.deepEqual(answer.refusals, [failed, failed]); // a type that the script does not know, and rows that are too short
    const [own, failing] = answer.logged;
    assert.ok(own.includes('Loading model.'), own.join('\n'));
    assert.ok(
      failing.some((line) => line.includes('ValueError: Nothing is known of application/xml.')),
      failing.join('\n'),
    );
    assert.deepEqual(answer.left, [0, 0, 0]); // endpoints, configurations, models
  });

  it('explain prices with XGBoost', async () => {
    const answer = await prices;
    assert.equal(answer.plain.length, 20);
    for (const [at, price] of answer.prices.entries()) {
      assert.ok(Math.abs((answer.plain[at] ?? NaN) - price) < 1, `${answer.plain[at]} for ${price}`);
      assert.ok(Math.abs((answer.explained[at]?.price ?? NaN) - (answer.plain[at] ?? NaN)) < 1e-3);
    }
    assert.ok(answer.explained.filter(({ because }) => because === 1).length >= 15);
  });

  it('read reviews with PyTorch, as the Udacity course does', async function () {
    torchOrSkip(this);
    const answer = await sentiment;
    assert.ok(answer !== undefined);
    assert.equal(answer.predicted, 1200);
    // One review in ten says the opposite of its label.
    for (const accuracy of [answer.accuracy, answer.reviewAccuracy])
      assert.ok(accuracy > 0.8 && accuracy < 0.97, `${accuracy}`);
    assert.equal(answer.furthest, 0);
    assert.equal(Number(answer.opinion), 1);
    assert.ok(answer.log.includes('Inferring sentiment of input data.'), answer.log.join('\n'));
  });
});

async function run<T>(project: string, script: string, python: string, interpreter: string): Promise<T> {
  const engine = await EngineProcess.start(undefined, ['--python', interpreter]);
  try {
    const folder = await mkdtemp(join(engine.stateDirectory, `${project}-`));
    const input = { project: join(projects, project), folder, role: 'SageMakerWorkbenchLocal' };
    return await servedJudge<T>(python, script, input, await exportsOf(engine));
  } finally {
    await engine.remove();
  }
}
