import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ProtocolError } from '../../../src/protocol/check.ts';
import { hostMessage, viewMessage, type HostMessage } from '../../../src/protocol/trainingJobPanel.ts';
import { MetricExtractor } from '../../../src/metrics/metricExtractor.ts';
import { MetricSeriesModel } from '../../../src/metrics/metricSeriesModel.ts';

function snapshot(): HostMessage {
  const model = new MetricSeriesModel(new MetricExtractor([{ Name: 'loss', Regex: 'loss=(\\S+)' }]));
  model.add(['3', 'nan', 'inf'].map((value) => ({ timestamp: 5, message: `loss=${value}` })));
  return {
    type: 'snapshot',
    job: {
      name: '<img src=x onerror=alert(1)>',
      arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/x',
      connection: 'Local',
      hyperparameters: [{ name: '__proto__', value: '1' }],
      channels: [{ name: 'train', source: 's3://bucket/train.csv', contentType: 'text/csv' }],
      image: 'xgboost:1.7-1',
      instanceType: 'ml.m5.large',
      instanceCount: 1,
      metricNames: ['loss'],
      metricProblems: [],
    },
    status: { status: 'InProgress', secondaryStatus: 'Training', now: 2, created: 1 },
    metrics: model.summaries(),
    groups: model.groups.flatMap((group) => model.buckets(group, { width: 100 }) ?? []),
    log: { total: 3, start: 0, lines: [{ timestamp: 5, message: 'loss=3' }] },
  };
}

describe('training job panel protocol', () => {
  it('passes what the model makes, NaN and infinities included', () => {
    assert.deepEqual(hostMessage(structuredClone(snapshot()), 'message'), snapshot());
  });

  it('passes every view message', () => {
    for (const message of [
      { type: 'ready', width: 640 },
      { type: 'requestSeries', group: 'rmse', width: 640 },
      { type: 'requestSeries', group: 'rmse', width: 640, from: 0, to: 10.5 },
      { type: 'requestLog', start: 0, count: 200 },
      { type: 'stop' },
    ]) {
      assert.deepEqual(viewMessage(message, 'message'), message);
    }
  });

  it('leaves out fields that nobody named', () => {
    assert.deepEqual(viewMessage({ type: 'stop', command: 'rm' }, 'message'), { type: 'stop' });
  });

  for (const [what, message, expected] of [
    ['nothing', undefined, 'message: expected an object, got undefined'],
    ['no object', 'stop', 'message: expected an object, got "stop"'],
    [
      'an unknown type',
      { type: 'eval' },
      'message.type: expected one of ready, requestSeries, requestLog, stop, got "eval"',
    ],
    ['an inherited type', { type: 'constructor' }, /^message\.type: expected one of/],
    ['a type that is inherited', Object.create({ type: 'stop' }), /^message\.type: expected one of/],
    [
      'too many lines',
      { type: 'requestLog', start: 0, count: 1e9 },
      /^message\.count: expected an integer from 1 to 1000/,
    ],
    ['a negative start', { type: 'requestLog', start: -1, count: 1 }, /^message\.start/],
    ['a width of NaN', { type: 'ready', width: NaN }, /^message\.width: .* got NaN$/],
    ['a huge width', { type: 'ready', width: 1e9 }, /^message\.width/],
    [
      'an infinite bound',
      { type: 'requestSeries', group: 'g', width: 1, from: Infinity },
      /^message\.from: expected a finite/,
    ],
    [
      'a null bound',
      { type: 'requestSeries', group: 'g', width: 1, to: null },
      'message.to: expected a finite number, got null',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => viewMessage(message, 'message'),
        (error) => {
          assert.ok(error instanceof ProtocolError);
          if (typeof expected === 'string') assert.equal(error.message, expected);
          else assert.match(error.message, expected);
          return true;
        },
      );
    });
  }

  it('names the place deep inside', () => {
    const broken = { ...snapshot(), log: { total: 1, start: 0, lines: [{ timestamp: 1, message: 7 }] } };
    assert.throws(
      () => hostMessage(broken, 'message'),
      /^ProtocolError: message\.log\.lines\[0\]\.message: expected text, got 7$/,
    );
  });
});
