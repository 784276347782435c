import assert from 'node:assert/strict';
import { train } from '../../../../../src/engine/algorithms/xgboost/boosting.ts';
import type { DataMatrix } from '../../../../../src/engine/algorithms/xgboost/dataMatrix.ts';
import { imageVersion } from '../../../../../src/engine/algorithms/xgboost/imageVersion.ts';
import { predict, type XgboostModel } from '../../../../../src/engine/algorithms/xgboost/model.ts';
import { readParameters } from '../../../../../src/engine/algorithms/xgboost/parameters.ts';

const matrix: DataMatrix = {
  rows: 6,
  columns: 2,
  values: Float32Array.from([1, 5, 2, 5, 3, 5, NaN, 5, 4, 5, NaN, 5]),
  labels: Float32Array.from([0, 0, 0, 9, 9, 9]),
};

function fit(hyperparameters: Record<string, string>): XgboostModel {
  const parameters = readParameters({ num_round: '1', ...hyperparameters }, imageVersion('1.7-1'), false);
  return train(parameters, [{ name: 'train', data: matrix }], {
    stopRequested: () => false,
    afterRound: () => undefined,
  }).model;
}

describe('A booster of one stump', () => {
  const exact = { eta: '1', lambda: '0', base_score: '0', max_depth: '1' };

  it('splits halfway and sends missing values where they fit', () => {
    const model = fit(exact);
    assert.deepEqual([...predict(model, matrix.values)], [0, 0, 0, 9, 9, 9]);
    assert.equal(model.trees[0]?.value[0], 3.5);
    assert.equal(model.trees[0]?.defaultLeft[0], 0);
    assert.deepEqual([...predict(model, Float32Array.from([3.4, 5, 3.5, 5, NaN, NaN]))], [0, 9, 9]);
  });

  it('is a single leaf when no split brings gamma', () => {
    const model = fit({ ...exact, gamma: '1000' });
    assert.equal(model.trees[0]?.left.length, 1);
    assert.deepEqual([...predict(model, Float32Array.from([1, 5]))], [4.5]);
  });

  it('answers with a probability when it is logistic', () => {
    const half = { ...matrix, labels: Float32Array.from([0, 0, 0, 1, 1, 1]) };
    const parameters = readParameters(
      { num_round: '20', objective: 'binary:logistic', min_child_weight: '0' },
      imageVersion('1.7-1'),
      false,
    );
    const { model } = train(parameters, [{ name: 'train', data: half }], {
      stopRequested: () => false,
      afterRound: () => undefined,
    });
    const predictions = predict(model, matrix.values);
    for (const [row, label] of half.labels.entries()) assert.ok(Math.abs((predictions[row] ?? NaN) - label) < 0.1);
  });
});

describe('A booster of several classes', () => {
  const values = Float32Array.from([1, 2, 3, 7, 8, 9]);
  const data: DataMatrix = { rows: 6, columns: 1, values, labels: Float32Array.from([0, 1, 1, 2, 2, 2]) };

  function softmax(objective: string, rows: Float32Array): Float32Array {
    const parameters = readParameters(
      { num_round: '30', objective, num_class: '3', min_child_weight: '0', tree_method: 'hist' },
      imageVersion('1.7-1'),
      false,
    );
    const { model } = train(parameters, [{ name: 'train', data }], {
      stopRequested: () => false,
      afterRound: () => undefined,
    });
    assert.equal(model.trees.length, 90);
    return predict(model, rows);
  }

  it('answers with the class when it is multi:softmax', () => {
    assert.deepEqual([...softmax('multi:softmax', values)], [0, 1, 1, 2, 2, 2]);
  });

  it('answers with the probability of every class when it is multi:softprob', () => {
    const predictions = softmax('multi:softprob', Float32Array.from([1, 9]));
    assert.equal(predictions.length, 6);
    for (const start of [0, 3]) {
      const row = predictions.subarray(start, start + 3);
      assert.ok(Math.abs(row.reduce((sum, share) => sum + share) - 1) < 1e-6);
    }
    assert.ok((predictions[0] ?? 0) > 0.9 && (predictions[5] ?? 0) > 0.9, predictions.join(' '));
  });
});
