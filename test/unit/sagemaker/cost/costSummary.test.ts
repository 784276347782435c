import assert from 'node:assert/strict';
import {
  billableOf,
  byTuningJob,
  instancesText,
  priceOf,
  type Billable,
} from '../../../../src/sagemaker/cost/billable.ts';
import { costSummary, costText, midnightBefore, spokenCost } from '../../../../src/sagemaker/cost/costSummary.ts';
import { IdleMemory } from '../../../../src/sagemaker/cost/idleMemory.ts';
import type { InstanceUse, Price } from '../../../../src/sagemaker/cost/price.ts';

const hour = 3_600_000;
const midnight = midnightBefore(new Date(2026, 10, 22, 12).getTime());
const now = midnight + 10 * hour;

/** A dollar an hour for each m5, nothing known of others. */
const prices = {
  hourly: (type: string, _use: InstanceUse, count = 1): Price =>
    type === 'ml.m5.large' ? { kind: 'known', usd: count } : { kind: 'unknown' },
};

function item(kind: Billable['kind'], more: Partial<Billable> = {}): Billable {
  const instances = [{ type: 'ml.m5.large', count: 1, use: 'Hosting' as const }];
  const times = { created: now - hour, modified: now - hour, since: now - hour };
  return { kind, name: kind, arn: `arn:${kind}`, status: 'InService', ...times, instances, ...more };
}

describe('what has cost today', () => {
  const all = { asOf: now };
  const sum = (...items: Billable[]) => costSummary(items, prices, { now, midnight });

  it('counts from midnight, to the end of what is over', () => {
    const { hourly, today } = sum(
      item('endpoint', { since: midnight - 100 * hour }),
      item('trainingJob', { since: midnight - hour, until: midnight + hour / 2 }),
      item('processingJob', { since: midnight - 3 * hour, until: midnight - hour }),
      item('notebook', { since: now - 2 * hour }),
    );
    assert.equal(hourly, 2);
    assert.equal(today, 10 + 0.5 + 2);
  });

  it('counts a tuning job by its training jobs alone', () => {
    const jobs = [
      item('tuningJob', { instances: [], arn: 'arn:t' }),
      item('trainingJob', { arn: 'a', tuningJobArn: 'arn:t' }),
      item('trainingJob', { arn: 'b', tuningJobArn: 'arn:t' }),
      item('trainingJob', { arn: 'c', tuningJobArn: 'arn:over' }),
    ];
    assert.equal(sum(...jobs).hourly, 3);
    const [tuning, alone, ...rest] = byTuningJob(jobs);
    assert.deepEqual([tuning?.instances.length, alone?.arn, rest.length], [2, 'c', 0]);
  });

  it('never passes what is unknown over in silence', () => {
    const unknown = item('endpoint', { arn: 'x', instances: [{ type: 'ml.z9.large', count: 1, use: 'Hosting' }] });
    const spot = item('trainingJob', {
      arn: 's',
      instances: [{ type: 'ml.m5.large', count: 1, use: 'Training', isSpot: true }],
    });
    assert.equal(costText(sum(item('endpoint'), unknown, spot), all), '≈ $1.00/h + 2 unknown · ≥ $1.00 today');
    assert.equal(costText(sum(unknown), all), '1 running, price unknown');
    assert.match(
      spokenCost(sum(item('endpoint'), unknown), all),
      /about \$1\.00 an hour, and 1 whose price is unknown/,
    );
    const mixed = { instances: [...item('endpoint').instances, ...unknown.instances] };
    assert.deepEqual(priceOf(mixed, prices), { kind: 'unknown' }, 'half a price is none');
  });

  it('is said to be a part until all is counted, and old when it is', () => {
    const one = sum(item('endpoint'));
    assert.equal(costText(one, { isCounting: true }), '≥ $1.00/h · ≥ $1.00 today · counting…');
    assert.equal(costText(sum(), { isCounting: true }), 'counting…');
    assert.equal(costText(one, { ...all, missing: ['notebook instances'] }), '≥ $1.00/h · ≥ $1.00 today');
    assert.equal(costText(one, { ...all, age: 2 * hour, isCounting: true }), '≈ $1.00/h · 2 h 0 min ago · counting…');
    assert.equal(
      spokenCost(one, { isCounting: true }),
      'still counting what runs; so far at least $1.00 an hour; at least $1.00 today',
    );
    const old = 'what runs costs about $1.00 an hour, as of 2 h 0 min ago';
    assert.equal(spokenCost(one, { ...all, age: 2 * hour }), old);
    assert.equal(spokenCost(one, { ...all, age: 2 * hour, isCounting: true }), `counting again; ${old}`);
    const asked = { hourly: (): Price => ({ kind: 'asking' }) };
    const asking = costSummary([item('endpoint'), item('notebook')], asked, { now, midnight });
    assert.equal(costText(asking, all), undefined, 'no price is there yet');
  });

  it('is spoken in the first seconds as what is being done, and names no amount before there is one', () => {
    const counting = { isCounting: true };
    assert.equal(spokenCost(sum(), counting), 'still counting what runs; nothing found so far');
    const spoken = (kind: 'asking' | 'unknown', count: object, ...items: Billable[]): string =>
      spokenCost(costSummary(items, { hourly: () => ({ kind }) }, { now, midnight }), count);
    const two = [item('endpoint'), item('notebook')];
    assert.equal(spoken('asking', counting, ...two), 'still counting what runs; 2 found so far, price not known yet');
    assert.equal(spoken('asking', all, ...two), '2 running, price not known yet');
    assert.equal(spoken('unknown', all, ...two), '2 running, price unknown');
    assert.equal(spokenCost(sum(item('endpoint')), all), 'what runs costs about $1.00 an hour; at least $1.00 today');
  });

  it('says nothing where nothing runs and nothing has cost today', () => {
    assert.equal(costText(sum(), all), undefined);
    assert.equal(costText(sum(item('trainingJob', { since: now - 1_000, until: now })), all), undefined);
    assert.equal(costText(sum(item('trainingJob', { since: midnight - hour, until: midnight })), all), undefined);
  });

  it('stays when nothing runs any more', () => {
    const over = sum(item('trainingJob', { until: now - hour / 2 }));
    assert.equal(costText(over, all), '≥ $0.50 today');
    assert.equal(costText(over, { ...all, age: 2 * hour }), '≥ $0.50 today · 2 h 0 min ago');
    assert.equal(spokenCost(over, all), 'nothing runs that costs money; at least $0.50 today');
    const old = 'nothing runs that costs money, as of 2 h 0 min ago; at least $0.50 today';
    assert.equal(spokenCost(over, { ...all, age: 2 * hour }), old);
    assert.equal(spokenCost(sum(), all), 'nothing runs that costs money');
  });

  it('never says that nothing runs before all was counted, and says what could not be', () => {
    const over = sum(item('trainingJob', { until: now - hour / 2 }));
    const failure = 'AWS had an error of its own (HTTP 500).';
    const none = /nothing runs that costs money/;
    assert.equal(costText(over, { isCounting: true }), '≥ $0.50 today · counting…');
    assert.equal(
      spokenCost(over, { isCounting: true }),
      'still counting what runs; nothing found so far; at least $0.50 today',
    );
    assert.equal(costText(over, { failure }), '≥ $0.50 today · not all counted');
    assert.doesNotMatch(spokenCost(over, { failure }), none);
    assert.match(spokenCost(over, { failure }), /today; not all could be counted$/);
    assert.equal(costText(sum(), { failure }), 'not all counted');
    assert.equal(
      spokenCost(sum(), { failure }),
      'nothing that costs money was found running; not all could be counted',
    );
    assert.equal(costText(sum(item('endpoint')), { failure }), '≥ $1.00/h · ≥ $1.00 today');
    const denied = { ...all, missing: ['endpoints'] };
    assert.equal(costText(over, denied), '≥ $0.50 today · not all counted');
    assert.doesNotMatch(spokenCost(over, denied), none);
    assert.match(spokenCost(over, denied), /not counted, because they could not be listed: endpoints$/);
    assert.equal(costText(over, { ...all, failure }), '≥ $0.50 today', 'it was counted before');
  });

  it('tells of what runs while its price is asked for', () => {
    const some = {
      hourly: (_: string, use: InstanceUse): Price => ({ kind: use === 'Training' ? 'known' : 'asking', usd: 2 }),
    };
    const job = item('trainingJob', {
      instances: [{ type: 'ml.m5.large', count: 1, use: 'Training' }],
      until: now - hour / 2,
    });
    const two = [item('endpoint'), item('endpoint', { arn: 'arn:two' })];
    const summary = costSummary([job, ...two], some, { now, midnight });
    assert.equal(costText(summary, all), '2 running, price not known yet · ≥ $1.00 today');
    assert.equal(spokenCost(summary, all), '2 running, price not known yet; at least $1.00 today');
  });

  it('counts nothing of what waits, and shows it last, after what goes on until somebody ends it and the jobs', () => {
    const dear = [{ type: 'ml.m5.large', count: 9, use: 'Training' as const }];
    const waiting = item('processingJob', { instances: dear, arn: 'w', name: 'later', isWaiting: true });
    const odd = { type: 'ml.z9.large', count: 1, use: 'Training' as const };
    const summary = sum(
      waiting,
      item('transformJob', { instances: [odd], arn: 'o', isWaiting: true }),
      item('processingJob', { instances: dear }),
      item('endpoint'),
      item('notebook', { instances: [...dear, ...dear] }),
    );
    assert.deepEqual(
      summary.rows.map(({ item: { name }, today }) => [name, today]),
      [
        ['notebook', 18],
        ['endpoint', 1],
        ['processingJob', 9],
        ['later', 0],
        ['transformJob', 0],
      ],
    );
    assert.equal(costText(summary, all), '≈ $28.00/h · ≥ $28.00 today');
    assert.equal(costText(sum(waiting), all), undefined);
    const asking = { hourly: (): Price => ({ kind: 'asking' }) };
    assert.equal(costText(costSummary([waiting], asking, { now, midnight }), all), undefined);
  });

  it('is a tuning job’s with the training jobs that run; where all of them wait, it waits', () => {
    const tuning = item('tuningJob', { instances: [], arn: 'arn:t' });
    const [runs, waits] = ['a', 'b'].map((arn) => item('trainingJob', { arn, tuningJobArn: 'arn:t' }));
    assert.ok(runs && waits);
    const [half] = byTuningJob([tuning, runs, { ...waits, isWaiting: true }]);
    assert.deepEqual([half?.instances.length, half?.isWaiting], [1, undefined]);
    const [none] = byTuningJob([tuning, { ...waits, isWaiting: true }]);
    assert.deepEqual([none?.instances.length, none?.isWaiting], [1, true]);
  });
});

describe('what is billed of a list', () => {
  const entry = { name: 'x', arn: 'arn:x', created: 1, modified: 5, repositories: [], secondaryStatus: '' };
  const notebook = { ...entry, instanceType: 'ml.t3.medium' };

  it('is a notebook instance since its last start, and none that is stopped', () => {
    assert.deepEqual(billableOf('notebook', { ...notebook, status: 'InService' })?.since, 5);
    for (const status of ['Stopped', 'Stopping', 'Failed', 'Deleting'])
      assert.equal(billableOf('notebook', { ...notebook, status }), undefined, status);
  });

  it('is an endpoint by the instances that it has, and no serverless one', () => {
    const variants = [
      { name: 'a', instanceType: 'ml.m5.large', instanceCount: 2 },
      { name: 'b', instanceType: 'ml.g5.xlarge', instanceCount: 1 },
    ];
    const found = billableOf('endpoint', { ...entry, status: 'Updating', variants });
    assert.equal(found && instancesText(found), 'ml.m5.large × 2 + ml.g5.xlarge');
    assert.equal(billableOf('endpoint', { ...entry, status: 'InService', variants: [{ name: 'a' }] }), undefined);
    assert.equal(billableOf('endpoint', { ...entry, status: 'Failed', variants }), undefined);
  });

  it('is a job from its first instance to its end, and none that never had one', () => {
    const job = { ...entry, instanceType: 'ml.m5.large', instanceCount: 3, started: 2 };
    const over = billableOf('transformJob', { ...job, status: 'Completed', ended: 4 });
    assert.deepEqual([over?.since, over?.until], [2, 4]);
    const { started: _started, ...waiting } = job;
    assert.equal(billableOf('transformJob', { ...waiting, status: 'Stopped', ended: 4 }), undefined);
    assert.equal(billableOf('transformJob', { ...job, status: 'InProgress' })?.until, undefined);
    assert.equal(billableOf('transformJob', { ...job, status: 'InProgress' })?.isWaiting, undefined);
    assert.equal(billableOf('transformJob', { ...waiting, status: 'InProgress' })?.isWaiting, true);
    assert.equal(billableOf('autoMlJob', { ...waiting, status: 'InProgress' })?.isWaiting, undefined, 'nobody tells');
  });
});

describe('what was told of idle resources', () => {
  const stored = new Map<string, unknown>();
  const memory = new IdleMemory({
    get: (key) => stored.get(key),
    update: async (key, value) => void stored.set(key, value),
  });
  const endpoint = item('endpoint', { config: 'one' });

  it('is told once a day, and not at all of what is to be kept, until that changes', async () => {
    assert.ok(memory.isToBeTold(endpoint, now));
    await memory.told(endpoint, now);
    assert.ok(!memory.isToBeTold(endpoint, now + 23 * hour));
    assert.ok(memory.isToBeTold(endpoint, now + 25 * hour));
    await memory.keep(endpoint);
    assert.ok(!memory.isToBeTold(endpoint, now + 1_000 * hour));
    assert.ok(memory.isToBeTold({ ...endpoint, modified: endpoint.modified + 1 }, now));
    assert.ok(memory.isToBeTold({ ...endpoint, config: 'two' }, now));
  });

  it('does not grow for ever', async () => {
    for (let i = 0; i < 250; i++) await memory.told(item('endpoint', { arn: `arn:${i}` }), now);
    assert.equal(Object.keys(stored.get('sagemakerWorkbench.idle') as object).length, 200);
  });
});
