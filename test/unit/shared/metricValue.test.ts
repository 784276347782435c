import assert from 'node:assert/strict';
import { formatMetricShortly } from '../../../src/shared/metricValue.ts';

describe('a metric in a row', () => {
  it('has four significant digits, and never fewer than the whole number has', () =>
    assert.deepEqual(
      [2.72526, 0.127864, 97.5432, 1, 0, -0.000123456, 9999.6, 123_456.7, 0.00001234, NaN].map(formatMetricShortly),
      ['2.725', '0.1279', '97.54', '1', '0', '-0.0001235', '10000', '123457', '1.234e-5', 'NaN'],
    ));
});
