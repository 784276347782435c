import assert from 'node:assert/strict';
import { scorePredictions } from '../../../../src/sagemaker/predictions/scorePredictions.ts';

const score = (pairs: readonly (readonly [label: string | undefined, answer: string | undefined])[]) =>
  scorePredictions(pairs.map(([label, answer]) => ({ label, answer })));

describe('scores of predictions', () => {
  // scikit-learn 1.x: mean_squared_error, mean_absolute_error, r2_score of [3, -0.5, 2, 7] and [2.5, 0.0, 2, 8] (its documentation's example).
  it('are rmse, mae and R² of amounts', () => {
    const found = score([
      ['3', '2.5'],
      ['-0.5', '0.0'],
      ['2', '2'],
      ['7', '8'],
    ]);
    assert.ok(found?.score.kind === 'regression');
    assert.equal(found.score.rmse, Math.sqrt(0.375));
    assert.equal(found.score.mae, 0.5);
    assert.ok(Math.abs(found.score.r2 - 0.9486081370449679) < 1e-15);
    assert.deepEqual([...(found.pairs?.predicted ?? [])], [2.5, 0, 2, 8]);
    assert.equal(found.verdicts.get(3)?.text, '+1');
  });

  // scikit-learn's log_loss(["spam", "ham", "ham", "spam"], …) example: 0.21616…
  it('are accuracy and log loss of probabilities', () => {
    const found = score([
      ['1', '0.9'],
      ['0', '0.1'],
      ['0', '0.2'],
      ['1', '0.65'],
    ]);
    assert.ok(found?.score.kind === 'classes');
    assert.ok(Math.abs((found.score.logLoss ?? 0) - 0.21616187468057912) < 1e-12);
    assert.equal(found.score.accuracy, 1);
    assert.match(found.score.decided, /probability of 1/);
  });

  it('take the highest of the scores of several classes', () => {
    const found = score([
      ['0', '[0.7,0.2,0.1]'],
      ['2', '0.2,0.5,0.3'],
      ['1.0', '[[0.1,0.8,0.1]]'],
    ]);
    assert.ok(found?.score.kind === 'classes');
    assert.deepEqual(found.score.classes, ['0', '1', '2']);
    assert.deepEqual(found.score.confusion, [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]);
    assert.ok(Math.abs((found.score.logLoss ?? 0) + (Math.log(0.7) + Math.log(0.3) + Math.log(0.8)) / 3) < 1e-12);
    assert.equal(found.verdicts.get(1)?.text, '1, wrong');
  });

  it('understand numbers that stand for texts in alphabetical order', () => {
    const found = score([
      ['cat', '1.0'],
      ['bird', '0.0'],
      ['dog', '1.0'],
      ['cat', '1'],
    ]);
    assert.ok(found?.score.kind === 'classes');
    assert.deepEqual(found.score.classes, ['bird', 'cat', 'dog']);
    assert.equal(found.score.accuracy, 0.75);
    assert.equal(found.score.logLoss, undefined);
    assert.match(found.score.decided, /'bird', 'cat', 'dog'/);
  });

  it('understand what linear learner and k-NN answer', () => {
    const found = score([
      ['1', '{"score":0.8,"predicted_label":1}'],
      ['0', '{"score":0.7,"predicted_label":1.0}'],
    ]);
    assert.ok(found?.score.kind === 'classes');
    assert.equal(found.score.accuracy, 0.5);
    const amounts = score([['10.5', '{"score":10.0}']]);
    assert.ok(amounts?.score.kind === 'regression');
    assert.equal(amounts.score.mae, 0.5);
    assert.ok(Number.isNaN(amounts.score.r2));
  });

  it('take whole numbers from 0 for classes, and others for amounts', () => {
    const numbered = score([
      ['0', '0'],
      ['1', '2.0'],
      ['2', '2.0'],
    ]);
    assert.ok(numbered?.score.kind === 'classes');
    assert.equal(
      score([
        ['3', '0'],
        ['5', '2.0'],
      ])?.score.kind,
      'regression',
    );
  });

  it('leave out rows without a label or a usable answer', () => {
    const found = score([
      ['1.5', '2'],
      [undefined, '3'],
      ['4', undefined],
      ['5', 'nan'],
      ['', '1'],
    ]);
    assert.equal(found?.score.rows, 1);
    assert.equal(score([[undefined, '1']]), undefined);
    assert.equal(score([['a', '{"x":1}']]), undefined);
  });

  it('say nothing where answers are of different kinds', () => {
    assert.equal(
      score([
        ['1', '1.5'],
        ['0', '[1,2]'],
      ]),
      undefined,
    );
    assert.equal(
      score([
        ['1', '[0.1,0.9]'],
        ['7', '[0.1,0.9]'],
      ]),
      undefined,
    );
  });
});
