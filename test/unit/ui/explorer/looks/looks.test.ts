import assert from 'node:assert/strict';
import type { Price } from '../../../../../src/sagemaker/cost/price.ts';
import type { EndpointEntry } from '../../../../../src/sagemaker/resources/kinds/endpointKind.ts';
import type { TrainingJobEntry } from '../../../../../src/sagemaker/resources/kinds/trainingJobKind.ts';
import { kindIds } from '../../../../../src/sagemaker/resources/resourceKind.ts';
import type { ResourceEntry } from '../../../../../src/sagemaker/resources/resourceEntry.ts';
import type { TuningJobEntry } from '../../../../../src/sagemaker/tuningJobEntry.ts';
import { barOf, shareOf, variantLook } from '../../../../../src/ui/explorer/looks/endpointLooks.ts';
import { iconOf } from '../../../../../src/ui/explorer/looks/icons.ts';
import { lookOf } from '../../../../../src/ui/explorer/looks/lookOf.ts';
import { ageText, instancesText, staleText } from '../../../../../src/ui/explorer/looks/texts.ts';

const now = new Date(2026, 10, 22, 12, 0).getTime();
const hour = 3_600_000;
const context = (price: Price) => ({ now, price: () => price });
const dollar = context({ kind: 'known', usd: 1 });
const unknown = context({ kind: 'unknown' });
const free = context({ kind: 'free' });

const entry = (more: Partial<ResourceEntry>): ResourceEntry => ({
  name: 'one',
  arn: 'arn:one',
  status: 'Completed',
  created: now - 48 * hour,
  ...more,
});
const job = (more: Partial<TrainingJobEntry>): TrainingJobEntry => ({ ...entry({}), secondaryStatus: '', ...more });
const dayOf = ({ created }: ResourceEntry): string => new Date(created).toLocaleDateString();
const factOf = (facts: readonly (readonly [string, string | undefined])[], name: string): string | undefined =>
  facts.find(([key]) => key === name)?.[1];

describe('what stands above rows that are old', () => {
  it('tells their age and why, as far as both are known', () => {
    assert.equal(staleText('3 min', undefined), 'Not up to date, 3 min old.');
    assert.equal(
      staleText('3 min', 'the service answered with an error (500)'),
      'Not up to date, 3 min old: the service answered with an error (500).',
    );
    assert.equal(staleText(undefined, 'AWS cannot be reached'), 'Not up to date: AWS cannot be reached.');
  });
});

describe('the look of a row', () => {
  it('of a training job that runs tells for how long and how much, its metric and on what; what it does, where that is not training', () => {
    const running = job({
      status: 'InProgress',
      secondaryStatus: 'Training',
      started: now - 90_000,
      metric: { name: 'validation:rmse', value: 2.5 },
      instanceType: 'ml.m5.large',
      instanceCount: 2,
    });
    const look = lookOf('trainingJob', running, dollar);
    assert.equal(look.description, '1 min 30 s · $1.00/h · 2.5 rmse · 2 × ml.m5.large');
    assert.equal(
      look.spoken,
      `Training, 1 min 30 s, 2.5 validation:rmse, 2 × ml.m5.large, $1.00/h, created ${dayOf(running)}`,
    );
    assert.equal(factOf(look.facts, 'Price'), '$1.00 an hour');
  });

  it('of one that runs tells no time that it would have to take back when it is known when it began', () => {
    const listed = job({ status: 'InProgress', secondaryStatus: 'Training', created: now - hour });
    assert.equal(lookOf('trainingJob', listed, free).description, 'Training');
    const known = { ...listed, started: now - 60_000, instanceType: 'ml.m5.large' };
    assert.equal(lookOf('trainingJob', known, free).description, '1 min 0 s · ml.m5.large');
    const pending = { ...listed, secondaryStatus: 'Pending' };
    assert.equal(lookOf('trainingJob', pending, free).description, 'waiting · Pending');
    const loading = { ...known, secondaryStatus: 'Downloading' };
    assert.match(lookOf('trainingJob', loading, free).description, / · Downloading · /);
    const transform = entry({ status: 'InProgress', created: now - hour });
    assert.equal(lookOf('transformJob', transform, free).description, '');
    assert.match(lookOf('labelingJob', transform, free).description, /^waiting/);
  });

  it('of one that has ended tells no time either before it is known when it began', () => {
    const listed = job({ ended: now - 47 * hour });
    const day = new Date(listed.created).toLocaleDateString();
    assert.equal(lookOf('trainingJob', listed, free).description, day);
    assert.equal(factOf(lookOf('transformJob', listed, free).facts, 'Elapsed'), undefined);
    const known = { ...listed, started: now - 47 * hour - 5_000, instanceType: 'ml.m5.large' };
    assert.equal(lookOf('trainingJob', known, free).description, `5.0 s · ${day}`);
    const neverBegan = { ...listed, status: 'Failed', instanceType: 'ml.m5.large' };
    assert.match(lookOf('trainingJob', neverBegan, free).description, /^Failed · 1\.0 h /);
    assert.match(lookOf('labelingJob', listed, free).description, /^1\.0 h /, 'of which nothing more is told');
  });

  it('says of a price that nobody knows nothing in the row, and that it is unknown where it is pointed at', () => {
    const running = job({ status: 'InProgress', secondaryStatus: 'Training', instanceType: 'ml.m5.large' });
    const look = lookOf('trainingJob', running, unknown);
    assert.doesNotMatch(look.description, /\$|price/);
    assert.equal(factOf(look.facts, 'Price'), 'price unknown');
    assert.equal(factOf(lookOf('trainingJob', running, free).facts, 'Price'), 'no bill');
  });

  it('begins with how a job ended where that is not well', () => {
    const times = { started: now - hour, ended: now - hour + 5_000 };
    const failed = lookOf('trainingJob', job({ ...times, status: 'Failed', failureReason: 'No data.' }), free);
    assert.match(failed.description, /^Failed · 5\.0 s · /);
    assert.equal(factOf(failed.facts, 'Why'), 'No data.');
    assert.match(lookOf('processingJob', entry({ ...times, status: 'Stopped' }), free).description, /^Stopped · /);
    assert.match(lookOf('trainingJob', job(times), free).description, /^5\.0 s · /);
  });

  it('of one that has ended is short, so that metric and time are in it where names are long; who listens or points has all of it', () => {
    const ended = job({
      metric: { name: 'validation:mlogloss', value: 0.127864 },
      started: now - hour,
      ended: now - hour + 147_000,
      instanceType: 'ml.m5.large',
    });
    const look = lookOf('trainingJob', ended, free);
    assert.equal(look.description, `0.1279 mlogloss · 2.5 min · ${dayOf(ended)}`);
    assert.equal(look.spoken, `Completed, 2 min 27 s, 0.127864 validation:mlogloss, created ${dayOf(ended)}`);
    assert.deepEqual(
      ['Metric', 'Elapsed'].map((name) => factOf(look.facts, name)),
      ['0.127864 validation:mlogloss', '2 min 27 s'],
    );
  });

  it('of every kind says aloud when it was created, where it shows that', () => {
    const tuning = { ...entry({}), jobs: { ended: 1, failed: 0, most: 1 } } as TuningJobEntry;
    for (const [kind, one] of [
      ['trainingJob', job({ ended: now })],
      ['tuningJob', tuning],
      ['transformJob', entry({ ended: now })],
      ['labelingJob', entry({ ended: now })],
      ['model', entry({ status: '' })],
      ['endpointConfig', entry({ status: '' })],
      ['endpoint', entry({ status: 'InService' })],
    ] as const) {
      const { description, spoken } = lookOf(kind, one, free);
      assert.ok(description.endsWith(dayOf(one)), kind);
      assert.ok(spoken.endsWith(`created ${dayOf(one)}`), `${kind}: ${spoken}`);
    }
  });

  it('of a tuning job begins with what it found, of one that runs with how far it is', () => {
    const tuning: TuningJobEntry = {
      ...entry({}),
      strategy: 'Bayesian',
      jobs: { ended: 6, failed: 1, most: 6 },
      best: { jobName: 'best-one', metric: 'validation:rmse', value: 0.12753 },
    };
    const ended = lookOf('tuningJob', tuning, free);
    assert.match(ended.description, /^best 0\.1275 rmse · 6 jobs · 1 failed · /);
    assert.match(ended.spoken, /best 0\.12753 validation:rmse/, 'who listens has room for all of it');
    const running = { ...tuning, status: 'InProgress', jobs: { ended: 2, failed: 0, most: 6 } };
    assert.equal(lookOf('tuningJob', running, free).description, '2 of 6 · best 0.1275 rmse');
  });

  it('of an endpoint in service tells its instances and what all its variants cost', () => {
    const variant = { model: 'm', instanceType: 'ml.m5.large', instanceCount: 1, weight: 1 };
    const endpoint: EndpointEntry = {
      ...entry({ status: 'InService' }),
      variants: [
        { name: 'a', ...variant },
        { name: 'b', ...variant },
      ],
    };
    assert.match(lookOf('endpoint', endpoint, dollar).description, /^2 variants · \$2\.00\/h · /);
    const one = { ...endpoint, variants: [{ name: 'a', ...variant }] };
    assert.match(lookOf('endpoint', one, unknown).description, /^ml\.m5\.large · /);
    assert.equal(lookOf('endpoint', { ...one, status: 'Creating' }, free).description, 'Creating · ml.m5.large');
    const failed = lookOf('endpoint', { ...one, status: 'Failed', failureReason: 'No image.' }, dollar);
    assert.doesNotMatch(failed.description, /\$/, 'what failed is not paid for');
  });

  it('of a variant tells its share of the requests, as a bar and in words', () => {
    const steady = { name: 'steady', model: 'm1', instanceType: 'ml.m5.large', instanceCount: 1, weight: 7 };
    const fresh = { name: 'fresh', model: 'm2', weight: 3 };
    const look = variantLook(steady, [steady, fresh], free);
    assert.equal(look.description, '▰▰▰▰▱ 70 % · m1 · ml.m5.large');
    assert.equal(look.spoken, '70 % of requests, model m1, ml.m5.large');
    assert.equal(variantLook(fresh, [steady, fresh], free).description, '▰▰▱▱▱ 30 % · m2 · serverless');
    assert.equal(variantLook(steady, [steady], free).description, 'm1 · ml.m5.large', 'all there is needs no share');
    assert.equal(shareOf({ name: 'a', weight: 0 }, [{ name: 'a', weight: 0 }]), undefined);
    assert.equal(barOf(0.001), '▰▱▱▱▱', 'what gets anything has a mark');
    assert.equal(barOf(0), '▱▱▱▱▱');
  });

  it('of a notebook instance tells its type, and its price while it is in service', () => {
    const notebook = { ...entry({ status: 'InService' }), instanceType: 'ml.t3.medium', repositories: [] };
    assert.match(lookOf('notebook', notebook, dollar).description, /^ml\.t3\.medium · \$1\.00\/h · /);
    assert.equal(lookOf('notebook', { ...notebook, status: 'Stopped' }, dollar).description, 'Stopped · ml.t3.medium');
  });

  it('of a model tells its image without the registry', () => {
    const registry = '683313688378.dkr.ecr.us-east-1.amazonaws.com';
    const model = { ...entry({ status: '' }), image: `${registry}/sagemaker-xgboost:1.7-1` };
    assert.match(lookOf('model', model, free).description, /^sagemaker-xgboost:1\.7-1 · /);
    const digest = { ...model, image: `${registry}/own@sha256:0123456789abcdef0123456789abcdef` };
    assert.match(lookOf('model', digest, free).description, /^own@0123456789ab · /);
  });

  it('tells every kind from every other, and every state from every other, by its icon', () => {
    assert.equal(new Set(kindIds.map((id) => iconOf(id, 'ready').id)).size, kindIds.length);
    const states = ['running', 'completed', 'failed', 'stopped', 'ready'] as const;
    assert.equal(new Set(states.map((state) => iconOf('trainingJob', state).color)).size, states.length);
  });

  it('counts instances only where there are several, and ages in the unit that says enough', () => {
    assert.deepEqual(
      [instancesText('ml.m5.large', 1), instancesText('ml.m5.large', 3), instancesText(undefined, 3)],
      ['ml.m5.large', '3 × ml.m5.large', undefined],
    );
    assert.deepEqual([10_000, 3 * 60_000, 5 * hour, 72 * hour].map(ageText), [
      'less than a minute',
      '3 min',
      '5 h',
      '3 days',
    ]);
  });
});
