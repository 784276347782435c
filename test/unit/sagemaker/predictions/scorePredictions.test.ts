import assert from 'node:assert/strict';
import type { LabelFacts } from '../../../../src/sagemaker/predictions/labelFacts.ts';
import { scorePredictions } from '../../../../src/sagemaker/predictions/scorePredictions.ts';

type Pairs = readonly (readonly [label: string | undefined, answer: string | undefined])[];

const judge = (pairs: Pairs, facts?: LabelFacts) =>
  scorePredictions(
    pairs.map(([label, answer]) => ({ label, answer })),
    facts,
  );
const score = (pairs: Pairs, facts?: LabelFacts) => judge(pairs, facts).scored;

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

  it('understand numbers that stand for texts in alphabetical order, where the model tells as many apart', () => {
    const found = score(
      [
        ['cat', '1.0'],
        ['bird', '0.0'],
        ['dog', '1.0'],
        ['cat', '1'],
      ],
      { count: 3 },
    );
    assert.ok(found?.score.kind === 'classes');
    assert.deepEqual(found.score.classes, ['bird', 'cat', 'dog']);
    assert.equal(found.score.accuracy, 0.75);
    assert.equal(found.score.logLoss, undefined);
    assert.match(found.score.decided, /'bird', 'cat', 'dog'/);
  });

  const species = ['setosa', 'versicolor', 'virginica'];
  const someRows: Pairs = [
    ['versicolor', '1'],
    ['virginica', '1'],
    ['versicolor', '1'],
  ];

  it('go by the classes of the training job, whichever of them the rows have', () => {
    for (const facts of [{ trained: species }, { trained: species, count: 3 }, { values: species, count: 3 }]) {
      const found = score(someRows, facts);
      assert.ok(found?.score.kind === 'classes');
      assert.equal(found.score.accuracy, 2 / 3);
      assert.deepEqual(
        [0, 1, 2].map((row) => found.verdicts.get(row)?.text),
        ['versicolor, right', 'versicolor, wrong', 'versicolor, right'],
      );
    }
    // Not alphabetical: the training job is the truth.
    const turned = score(someRows, { trained: ['virginica', 'versicolor', 'setosa'], values: species, count: 3 });
    assert.equal(turned?.score.kind === 'classes' && turned.score.accuracy, 2 / 3);
    const byPlace = score(someRows, { trained: ['versicolor', 'virginica', 'setosa'], values: species });
    assert.equal(byPlace?.score.kind === 'classes' && byPlace.score.accuracy, 1 / 3);
  });

  it('go by them for probabilities and for numbers that are named as classes too', () => {
    const wide = score(
      [
        ['versicolor', '0.1,0.8,0.1'],
        ['virginica', '[0.1,0.2,0.7]'],
      ],
      { trained: species },
    );
    assert.equal(wide?.score.kind === 'classes' && wide.score.accuracy, 1);
    const named = score(
      [
        ['versicolor', '{"score":0.8,"predicted_label":1}'],
        ['virginica', '{"score":0.8,"predicted_label":2.0}'],
      ],
      { trained: species },
    );
    assert.equal(named?.score.kind === 'classes' && named.score.accuracy, 1);
    const two = score(
      [
        ['yes', '0.9'],
        ['yes', '0.2'],
      ],
      { trained: ['no', 'yes'] },
    );
    assert.equal(two?.score.kind === 'classes' && two.score.accuracy, 0.5);
  });

  it('are none where it cannot be told which number stands for which text, and that is said', () => {
    const problemOf = (pairs: Pairs, facts?: LabelFacts): string => {
      const { scored, problem = '' } = judge(pairs, facts);
      assert.equal(scored, undefined);
      return problem;
    };
    assert.match(
      problemOf(someRows),
      /cannot be told \(the training job of the model, which would tell, is not known\)/,
    );
    assert.match(problemOf(someRows, { values: species }), /cannot be told/);
    assert.match(problemOf(someRows, { count: 3 }), /tells 3 classes apart, and these rows have 2/);
    const file = { values: ['versicolor', 'virginica'], count: 3 };
    assert.match(problemOf(someRows, file), /tells 3 classes apart, and the file has 2/);
    assert.match(
      problemOf(someRows, { trained: ['cat', 'dog'] }),
      /'versicolor' is none of the classes .* 'cat', 'dog'/,
    );
    assert.match(problemOf([['versicolor', '0.1,0.8,0.1']]), /tells 3 classes apart, and these rows have 1/);
  });

  it('take numbers for classes or amounts by the whole file and the training job', () => {
    const kind = (pairs: Pairs, facts?: LabelFacts) => score(pairs, facts)?.score.kind;
    const twoOfThree: Pairs = [
      ['1', '1'],
      ['2', '1'],
    ];
    assert.equal(kind(twoOfThree, { values: ['0', '1', '2'] }), 'classes');
    assert.equal(kind(twoOfThree, { count: 3 }), 'classes');
    // Data that *Train a Model…* numbered, for a model that it trained on texts.
    assert.equal(kind(twoOfThree, { trained: species }), 'classes');
    const few: Pairs = [
      ['0', '0'],
      ['1', '1'],
    ];
    assert.equal(kind(few), 'classes');
    assert.equal(kind(few, { values: ['0', '1', '50'] }), 'regression');
    assert.equal(kind(few, { count: 0 }), 'regression');
    assert.match(judge([['3', '2']], { count: 3 }).problem ?? '', /3 classes apart, numbered from 0/);
    assert.match(judge(few, { trained: ['0', '1', 'many'] }).problem ?? '', /called like numbers/);
    // A number among texts is a name.
    assert.equal(kind([['1', '0']], { values: ['1', 'many'], trained: ['1', 'many'] }), 'classes');
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
