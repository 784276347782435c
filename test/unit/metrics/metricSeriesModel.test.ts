import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { MetricExtractor } from '../../../src/metrics/metricExtractor.ts';
import { goalOf, parseMetricName } from '../../../src/metrics/metricName.ts';
import { MetricSeriesModel } from '../../../src/metrics/metricSeriesModel.ts';

function model(): MetricSeriesModel {
  return new MetricSeriesModel(
    new MetricExtractor(
      ['train', 'validation'].map((data) => ({
        Name: `${data}:rmse`,
        Regex: `.*\\[[0-9]+\\].*#011${data}-rmse:(\\S+)`,
      })),
    ),
  );
}

const event = (message: string, timestamp = 0): { timestamp: number; message: string } => ({ timestamp, message });

describe('MetricSeriesModel', () => {
  it('holds a whole log, its last value and its best', () => {
    const job = model();
    const lines = Array.from({ length: 300 }, (_, step) =>
      event(`[${step}]\ttrain-rmse:${300 - step}\tvalidation-rmse:${Math.abs(step - 200) + 1}`, 1000 + step),
    );
    job.add(lines.slice(0, 7));
    job.add(lines.slice(7));
    assert.deepEqual(job.groups, ['rmse']);
    assert.deepEqual(job.summaries(), [
      { name: 'train:rmse', count: 300, latest: Float64Array.of(299, 1), best: { step: 299, value: 1 } },
      { name: 'validation:rmse', count: 300, latest: Float64Array.of(299, 100), best: { step: 200, value: 1 } },
    ]);
    assert.deepEqual([...(job.get('train:rmse')?.timestamps.slice(298) ?? [])], [1298, 1299]);
  });

  it('fires once per batch, with the groups that grew, and not for other lines', () => {
    const job = model();
    const fired: string[][] = [];
    job.onDidChange((groups) => fired.push([...groups]));
    job.add([event('hello')]);
    job.add([event('[0]\ttrain-rmse:1'), event('[1]\ttrain-rmse:1')]);
    assert.deepEqual(fired, [['rmse']]);
  });

  it('keeps NaN, infinities and repeated steps as they are', () => {
    const job = model();
    job.add(['5', 'nan', 'inf', '4'].map((value, at) => event(`[${[0, 1, 1, 0][at]}]\ttrain-rmse:${value}`)));
    const series = job.get('train:rmse');
    assert.deepEqual([...(series?.values ?? [])], [5, NaN, Infinity, 4]);
    assert.deepEqual([...(series?.steps ?? [])], [0, 1, 1, 0]);
    assert.equal(series?.isSorted, false);
    assert.deepEqual(job.summaries()[0]?.best, { step: 0, value: 4 });
  });

  it('counts where a line has no step', () => {
    const job = new MetricSeriesModel(new MetricExtractor([{ Name: 'loss', Regex: 'loss=(\\S+)' }]));
    job.add([event('loss=3'), event('loss=2')]);
    assert.deepEqual([...(job.get('loss')?.steps ?? [])], [0, 1]);
  });

  it('buckets a group over one window', () => {
    const job = model();
    job.add([event('[0]\ttrain-rmse:5'), event('[9]\ttrain-rmse:1\tvalidation-rmse:2')]);
    const whole = job.buckets('rmse', { width: 10 });
    assert.deepEqual([whole?.from, whole?.to, whole?.zoomed], [0, 9, false]);
    assert.deepEqual(
      whole?.series.map(({ name, column }) => [name, ...column]),
      [
        ['train:rmse', 0, 9],
        ['validation:rmse', 9],
      ],
    );
    assert.deepEqual([...(job.buckets('rmse', { from: 5, to: 20, width: 10 })?.series[0]?.last ?? [])], [1]);
    assert.equal(job.buckets('auc', { width: 10 }), undefined);
  });

  it('reads the whole log of a job that the real service ran', function () {
    const golden = new URL('../../../../shared/data/boston/training-log.csv', import.meta.url);
    if (!existsSync(golden)) this.skip();
    const rows = readFileSync(golden, 'utf8').trim().split('\n').slice(1);
    const job = model();
    job.add(
      rows
        .map((row) => row.split(','))
        .map(([at, train, valid]) => event(`[${at}]#011train-rmse:${train}#011validation-rmse:${valid}`)),
    );
    assert.deepEqual(job.summaries()[1], {
      name: 'validation:rmse',
      count: 31,
      latest: Float64Array.of(30, 3.3088),
      best: { step: 20, value: 3.27001 },
    });
  });
});

describe('metric names', () => {
  for (const [name, group, role] of [
    ['train:rmse', 'rmse', 'train'],
    ['validation:rmse', 'rmse', 'validation'],
    ['val_loss', 'loss', 'validation'],
    ['test:map@5', 'map@5', 'test'],
    ['loss', 'loss', 'other'],
    ['constructor:x', 'constructor:x', 'other'],
    ['__proto__', '__proto__', 'other'],
  ] as const) {
    it(`${name} is ${role} of ${group}`, () => assert.deepEqual(parseMetricName(name), { group, role }));
  }

  for (const [name, goal] of [
    ['validation:rmse', 'Minimize'],
    ['validation:auc', 'Maximize'],
    ['train:merror', 'Minimize'],
    ['validation:f1_macro', 'Maximize'],
    ['validation:interval-regression-accuracy', 'Minimize'],
    ['val_loss', 'Minimize'],
    ['test:accuracy', 'Maximize'],
    ['throughput', undefined],
  ] as const) {
    it(`${name}: ${goal}`, () => assert.equal(goalOf(name), goal));
  }
});
