import assert from 'node:assert/strict';
import type { DataMatrix } from '../../../../../src/engine/algorithms/xgboost/dataMatrix.ts';
import { decimalOfFloat, fiveDecimals, generalFormat } from '../../../../../src/engine/algorithms/xgboost/floatText.ts';
import { MersenneTwister } from '../../../../../src/engine/algorithms/xgboost/mersenneTwister.ts';
import { metricOf } from '../../../../../src/engine/algorithms/xgboost/metrics.ts';
import { randomSource } from '../../../../support/xgboostData.ts';

describe('Numbers as XGBoost writes them', () => {
  it('writes single precision with an exponent, and it reads back as the same number', () => {
    assert.equal(decimalOfFloat(1), '1E0');
    assert.equal(decimalOfFloat(0), '0E0');
    assert.equal(decimalOfFloat(-0.125), '-1.25E-1');
    assert.equal(decimalOfFloat(0.1), '1E-1');
    const random = randomSource(1);
    for (let count = 0; count < 10_000; count++) {
      const bits = new DataView(new ArrayBuffer(4));
      bits.setUint32(0, Math.floor(random() * 2 ** 32));
      const float = bits.getFloat32(0);
      if (Number.isFinite(float)) assert.equal(Math.fround(Number(decimalOfFloat(float))), float);
    }
  });

  it('formats metrics as C and Python do', () => {
    const cases: readonly [number, string, string][] = [
      [19.1093, '19.1093', '19.10930'],
      [12.941, '12.941', '12.94100'],
      [0.000012345678, '1.23457e-05', '0.00001'],
      [1234567, '1.23457e+06', '1234567.00000'],
      [999999.5, '1e+06', '999999.50000'],
      [100000, '100000', '100000.00000'],
      [0, '0', '0.00000'],
      [NaN, 'nan', 'nan'],
      [Infinity, 'inf', 'inf'],
    ];
    for (const [value, general, decimals] of cases) {
      assert.equal(generalFormat(value), general);
      assert.equal(fiveDecimals(value), decimals);
    }
  });

  it('draws the numbers that the C++ standard prescribes for mt19937', () => {
    const generator = new MersenneTwister(5489);
    let last = 0;
    for (let count = 0; count < 10_000; count++) last = generator.next();
    assert.equal(last, 4123659995);
  });
});

describe('Metrics', () => {
  const data = (labels: number[], weights?: number[]): DataMatrix => ({
    rows: labels.length,
    columns: 0,
    values: new Float32Array(),
    labels: Float32Array.from(labels),
    ...(weights && { weights: Float32Array.from(weights) }),
  });
  const score = (name: string, predictions: number[], of: DataMatrix): number =>
    metricOf(name)?.evaluate(Float32Array.from(predictions), of) ?? assert.fail(name);

  it('are those of their definitions', () => {
    assert.equal(score('rmse', [1, 5], data([1, 1])), Math.sqrt(8));
    assert.equal(score('mae', [1, 5], data([1, 1])), 2);
    assert.equal(score('mape', [1, 3], data([2, 2])), 0.5);
    assert.equal(score('error', [0.4, 0.6, 0.9], data([1, 1, 0])), 2 / 3);
    assert.equal(score('error@0.7', [0.4, 0.6, 0.9], data([1, 1, 0])), 1);
    assert.ok(Math.abs(score('logloss', [0.5, 0.5], data([0, 1])) - Math.LN2) < 1e-6);
    assert.ok(Math.abs(score('rmsle', [Math.E - 1], data([0])) - 1) < 1e-6);
  });

  it('weigh rows', () => {
    assert.equal(score('mae', [1, 5], data([1, 1], [3, 1])), 1);
  });

  it('count a tied pair as half in the area under the curve', () => {
    assert.equal(score('auc', [0.9, 0.8, 0.2], data([1, 1, 0])), 1);
    assert.equal(score('auc', [0.5, 0.5, 0.5], data([1, 0, 0])), 0.5);
    assert.equal(score('auc', [0.1, 0.9], data([1, 0])), 0);
    assert.ok(Number.isNaN(score('auc', [0.1, 0.9], data([1, 1]))));
  });

  it('are refused when this trainer does not compute them', () => {
    assert.equal(metricOf('f1'), undefined);
    assert.equal(metricOf('rmse@3'), undefined);
  });
});
