import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MetricExtractor, parseMetricValue, stepOf } from '../../../src/metrics/metricExtractor.ts';
import { fromPythonRegex } from '../../../src/metrics/pythonRegex.ts';
import { requiredLiteral } from '../../../src/metrics/requiredLiteral.ts';

const xgboost = ['train', 'validation'].map((data) => ({
  Name: `${data}:rmse`,
  Regex: `.*\\[[0-9]+\\].*#011${data}-rmse:(\\S+)`,
}));

describe('MetricExtractor', () => {
  const extractor = new MetricExtractor(xgboost);
  const round = [
    { name: 'train:rmse', value: 19.1093 },
    { name: 'validation:rmse', value: 19.6121 },
  ];

  it('reads the same metrics from a TAB and from #011', () => {
    assert.deepEqual(extractor.extract('[0]\ttrain-rmse:19.1093\tvalidation-rmse:19.6121\n'), round);
    assert.deepEqual(extractor.extract('[0]#011train-rmse:19.1093#011validation-rmse:19.6121'), round);
  });

  it('reads a pattern that is written with \\t', () => {
    const tab = new MetricExtractor([{ Name: 'rmse', Regex: '\\ttrain-rmse:(\\S+)' }]);
    assert.deepEqual(tab.extract('[0]#011train-rmse:1'), [{ name: 'rmse', value: 1 }]);
  });

  it('finds nothing in other lines', () => {
    assert.deepEqual(extractor.extract('INFO:sagemaker-containers:train-rmse:19'), []);
    assert.deepEqual(extractor.extract(''), []);
  });

  it('lists definitions that cannot be used and keeps the others', () => {
    const mixed = new MetricExtractor([
      { Name: 'open', Regex: 'loss: (' },
      { Name: 'bare', Regex: 'loss: \\d+' },
      { Name: 'verbose', Regex: '(?x) loss: (\\d+)' },
      { Name: 'good', Regex: 'loss: (\\d+)' },
    ]);
    assert.deepEqual(mixed.extract('loss: 3'), [{ name: 'good', value: 3 }]);
    assert.deepEqual(
      mixed.problems.map(({ name }) => name),
      ['open', 'bare', 'verbose'],
    );
    assert.match(mixed.problems[1]?.message ?? '', /^The regex of metric "bare" captures nothing: put parentheses/);
  });

  it('records only what is a number', () => {
    const loss = new MetricExtractor([{ Name: 'loss', Regex: 'loss=(\\S+)' }]);
    assert.deepEqual(loss.extract('loss=abc'), []);
    assert.deepEqual(loss.extract('loss=-inf'), [{ name: 'loss', value: -Infinity }]);
    assert.deepEqual(loss.extract('loss=nan'), [{ name: 'loss', value: NaN }]);
  });

  it('agrees with the plain regex on every line, whatever its cheap first look says', () => {
    const patterns = [
      'a(b)?c=(\\d)',
      '(?i)LOSS=(\\d)',
      'x*y+z?=(\\d)',
      '(?:l1|l2)=(\\d)|p=(\\d)',
      '\\bk{2}\\.=(\\d)',
      '(q)\\1=(\\d)',
    ];
    const lines = ['abc=1', 'ac=2', 'loss=3', 'y=4', 'yyz=5', 'l2=6', 'p=7', 'kk.=8', 'qq=9', 'xyz'];
    for (const Regex of patterns) {
      const { source, flags } = fromPythonRegex(Regex);
      const one = new MetricExtractor([{ Name: 'm', Regex }]);
      for (const line of lines) {
        const expected = parseMetricValue(new RegExp(source, flags).exec(line)?.[1]);
        assert.deepEqual(
          one.extract(line),
          expected === undefined ? [] : [{ name: 'm', value: expected }],
          `${Regex} on ${line}`,
        );
      }
    }
  });
});

describe('fromPythonRegex', () => {
  for (const [python, line, expected] of [
    ['(?P<value>\\d+) again (?P=value)', 'now 12 again 12', '12'],
    ['(?i)LOSS: (\\d+)', 'loss: 3', '3'],
    ['\\Aloss: (\\d+)\\Z', 'loss: 3', '3'],
    ['loss(?# the word): (\\d+)', 'loss: 3', '3'],
    ['loss: ([]0-9]+)', 'loss: 3]', '3]'],
    ['loss: ([^]0-9]+)', 'loss: ab]', 'ab'],
    ['lo{,2}ss: (\\d+)', 'loss: 3', '3'],
    ['\\#011loss: (\\d+)', '\tloss: 3', '3'],
    ['[#011]loss: (\\d+)', '\tloss: 3', '3'],
    ['\\\\A(\\d+)', '\\A3', '3'],
  ] as const) {
    it(`translates ${python}`, () => {
      const { source, flags } = fromPythonRegex(python);
      assert.equal(new RegExp(source, flags).exec(line)?.[1], expected);
    });
  }
});

describe('requiredLiteral', () => {
  for (const [pattern, expected] of [
    ['.*\\[[0-9]+\\].*\\tvalidation-rmse:(\\S+)', '\tvalidation-rmse:'],
    ['loss: (\\d+)', 'loss: '],
    ['abc?d', 'ab'],
    ['a|b', ''],
    ['(abc)d', 'd'],
    ['(?<name>a)\\k<name>=', '='],
    ['\\x41\\u0042', ''],
    ['(?i)x', 'x'],
  ] as const) {
    it(`of ${pattern} is ${JSON.stringify(expected)}`, () => assert.equal(requiredLiteral(pattern), expected));
  }
});

describe('stepOf', () => {
  for (const [line, expected] of [
    ['[12]\ttrain-rmse:1', 12],
    ['[12]#011train-rmse:1', 12],
    ['[2018-10-10:12:00:01:INFO] [3] loss', 3],
    ['[12:00:01] loss', undefined],
    ['loss [4]', undefined],
    ['[99999999999999999999]', undefined],
    ['['.repeat(100_000), undefined],
  ] as const) {
    it(`of ${line.slice(0, 40)} is ${expected}`, () => assert.equal(stepOf(line), expected));
  }
});
