import assert from 'node:assert/strict';
import { withDecimals, writeJson } from '../../../../src/engine/server/decimal.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';

describe('an answer with decimal numbers', () => {
  const text = async (operation: string, answer: unknown): Promise<string> => {
    const decimals = (await loadServiceModel()).decimalsOf(operation);
    assert.ok(decimals);
    return writeJson(withDecimals(answer, decimals));
  };

  it('has a point in whole numbers where the model says float, and nowhere else', async () => {
    const answer = {
      FinalMetricDataList: [
        { MetricName: 'loss', Value: 4 },
        { MetricName: '4', Value: -0.5 },
      ],
      BillableTimeInSeconds: 4,
      HyperParameters: { Value: '4' },
    };
    assert.equal(
      await text('DescribeTrainingJob', answer),
      '{"FinalMetricDataList":[{"MetricName":"loss","Value":4.0},{"MetricName":"4","Value":-0.5}],"BillableTimeInSeconds":4,"HyperParameters":{"Value":"4"}}',
    );
  });

  it('keeps numbers of any size, and what is no number or not there', async () => {
    const list = [1e21, -3, 0, 1e-7, Number.MAX_SAFE_INTEGER].map((Value) => ({ Value }));
    const written = await text('DescribeTrainingJob', { FinalMetricDataList: list });
    assert.deepEqual(JSON.parse(written), { FinalMetricDataList: list });
    assert.match(written, /\{"Value":-3\.0\},\{"Value":0\.0\}/);
    assert.equal(await text('DescribeTrainingJob', { FinalMetricDataList: null }), '{"FinalMetricDataList":null}');
    assert.equal(await text('DescribeTrainingJob', {}), '{}');
  });

  it('goes through lists of structures in lists', async () => {
    const job = { TrainingJob: { FinalMetricDataList: [{ Value: 2 }], Tags: [{ Key: 'Value', Value: '2' }] } };
    assert.equal(
      await text('Search', { Results: [job] }),
      '{"Results":[{"TrainingJob":{"FinalMetricDataList":[{"Value":2.0}],"Tags":[{"Key":"Value","Value":"2"}]}}]}',
    );
  });
});
