import assert from 'node:assert/strict';
import type { AlgorithmSpec } from '../../../src/catalog/algorithm.ts';
import { kMeans } from '../../../src/catalog/algorithms/kMeans.ts';
import { pca } from '../../../src/catalog/algorithms/pca.ts';
import { xgboost } from '../../../src/catalog/algorithms/xgboost.ts';
import { canonicalHyperparameters, validateHyperparameters } from '../../../src/catalog/hyperparameters.ts';

const right = { num_round: '10', objective: 'reg:squarederror' };

describe('Hyperparameters of XGBoost', () => {
  it('are right when they follow the documentation', () => {
    const all = {
      ...right,
      eta: '0.2',
      max_depth: ' 5 ',
      subsample: '1',
      updater: 'grow_colmaker,prune',
      eval_metric: 'rmse,mae',
      early_stopping_rounds: '5',
      min_child_weight: '1e1',
      seed: '-3',
    };
    assert.deepEqual(validateHyperparameters(xgboost, all), []);
    assert.deepEqual(
      validateHyperparameters(xgboost, {
        ...right,
        objective: 'multi:softprob',
        num_class: '3',
        eval_metric: 'mlogloss',
      }),
      [],
    );
  });

  for (const [values, name, message] of [
    [{ objective: 'reg:linear' }, 'num_round', /^num_round is required by XGBoost: /],
    [
      { ...right, max_dept: '3' },
      'max_dept',
      /^XGBoost has no hyperparameter 'max_dept'\. Did you mean 'max_depth'\?$/,
    ],
    [{ ...right, 'Learning-Rate': '3' }, 'Learning-Rate', /Did you mean 'learning_rate'\?$/],
    [{ ...right, epochs: '3' }, 'epochs', /^XGBoost has no hyperparameter 'epochs'\.$/],
    [{ ...right, constructor: '3' }, 'constructor', /no hyperparameter/],
    [{ ...right, max_depth: 'deep' }, 'max_depth', /^max_depth must be a whole number, but is 'deep'\.$/],
    [{ ...right, max_depth: '5.0' }, 'max_depth', /whole number/],
    [{ ...right, max_depth: '-1' }, 'max_depth', /^max_depth must be at least 0, but is -1\.$/],
    [{ ...right, eta: '' }, 'eta', /must be a number/],
    [{ ...right, eta: 'nan' }, 'eta', /must be a number/],
    [{ ...right, eta: '0x1' }, 'eta', /must be a number, but is '0x1'/],
    [{ ...right, lambda: '1_0' }, 'lambda', /must be a number, but is '1_0'/],
    [{ ...right, max_bin: '0' }, 'max_bin', /at least 2/],
    [{ num_round: '1', objective: 'binary:logistic', base_score: '1' }, 'base_score', /between 0 and 1/],
    [{ ...right, updater: 'grow_colmaker,grow_histmaker' }, 'updater', /one that grows trees/],
    [{ ...right, updater: 'shotgun' }, 'updater', /for booster gblinear/],
    [{ ...right, booster: 'gblinear', updater: 'prune' }, 'updater', /shotgun or coord_descent, but updater is prune/],
    [{ ...right, process_type: 'update', updater: 'grow_colmaker' }, 'updater', /refresh and prune only/],
    [{ ...right, eta: '1.5' }, 'eta', /^eta must be at least 0 and at most 1, but is 1\.5\.$/],
    [{ ...right, subsample: '0' }, 'subsample', /^subsample must be greater than 0 and at most 1, but is 0\.$/],
    [{ ...right, sketch_eps: '1' }, 'sketch_eps', /less than 1/],
    [{ ...right, objective: 'reg:squarederr' }, 'objective', /Did you mean 'reg:squarederror'\?$/],
    [{ ...right, booster: 'forest' }, 'booster', /Use 'gbtree', 'gblinear' or 'dart'\.$/],
    [{ ...right, updater: 'prune,grow' }, 'updater', /cannot be 'grow'/],
    [{ ...right, eta: '0.1', learning_rate: '0.1' }, 'learning_rate', /two names of one hyperparameter/],
    [{ ...right, objective: 'multi:softmax' }, 'num_class', /num_class is required/],
    [{ ...right, num_class: '3' }, 'num_class', /only, not with reg:squarederror/],
    [{ ...right, eval_metric: 'rmse,accurate' }, 'eval_metric', /no metric 'accurate'/],
    [{ ...right, eval_metric: 'rmse@3' }, 'eval_metric', /cannot have a threshold/],
    [{ ...right, eval_metric: 'error@half' }, 'eval_metric', /needs a number/],
    [{ ...right, eval_metric: 'auc' }, 'eval_metric', /for binary: and rank: objectives/],
    [{ ...right, eval_metric: 'aft-nloglik' }, 'eval_metric', /survival:aft/],
    [{ num_round: '1', eval_metric: 'rmse' }, 'objective', /refuses eval_metric without objective/],
    [{ ...right, monotone_constraints: '(1,0)' }, 'monotone_constraints', /tree_method 'exact' or 'hist'/],
    [{ ...right, interaction_constraints: '[[1,2]]' }, 'interaction_constraints', /'exact', 'hist' or 'approx'/],
    [{ ...right, _tuning_objective_metric: 'train:rmse' }, '_tuning_objective_metric', /Did you mean|Use /],
  ] as const) {
    it(`are refused: ${JSON.stringify(values)}`, () => {
      const problems = validateHyperparameters(xgboost, values);
      assert.deepEqual(
        problems.map((problem) => problem.name),
        [name],
      );
      assert.match(problems[0]?.message ?? '', message);
    });
  }

  it('have a depth without limit only where trees are not exact', () => {
    const problemsOf = (values: Record<string, string>, imageTag?: string) =>
      validateHyperparameters(xgboost, { ...right, max_depth: '0', ...values }, imageTag).map(({ name }) => name);
    assert.deepEqual(problemsOf({ tree_method: 'exact' }), ['max_depth']);
    assert.deepEqual(problemsOf({}, '1.7-1'), ['max_depth']);
    assert.deepEqual(problemsOf({}, '0.90-2'), ['max_depth']);
    assert.deepEqual(problemsOf({}, '3.0-5'), []);
    assert.deepEqual(problemsOf({ tree_method: 'hist' }, '1.7-1'), []);
    assert.deepEqual(problemsOf({ booster: 'gblinear' }, '1.7-1'), []);
  });

  it('have constraints in the syntax that the container reads', () => {
    const problemsOf = (values: Record<string, string>) =>
      validateHyperparameters(xgboost, { ...right, tree_method: 'hist', ...values }, '1.7-1').map(({ name }) => name);
    for (const monotone_constraints of ['(1,0,-1)', '( 1, 0 )', '(1,)', '(0,1,)'])
      assert.deepEqual(problemsOf({ monotone_constraints }), [], monotone_constraints);
    for (const monotone_constraints of ['(1)', '()', '(2,0)', '(1,0', '[1,0]', '(1,,0)', '1', '(1.0,0)', 'up'])
      assert.deepEqual(problemsOf({ monotone_constraints }), ['monotone_constraints'], monotone_constraints);
    for (const interaction_constraints of ['[[1,2],[3,4]]', '[[1]]', '[]'])
      assert.deepEqual(problemsOf({ interaction_constraints }), [], interaction_constraints);
    for (const interaction_constraints of ['[[0,1]]', '[1,2]', '[[1,2]', '[["a"]]', '[[1.5]]', '{}', 'a'])
      assert.deepEqual(problemsOf({ interaction_constraints }), ['interaction_constraints'], interaction_constraints);
  });

  it('are those of the image’s version', () => {
    const problemsOf = (values: Record<string, string>, imageTag?: string) =>
      validateHyperparameters(xgboost, { ...right, ...values }, imageTag).map(({ name }) => name);
    const hist = { tree_method: 'hist' };
    for (const [values, name, before, from] of [
      [{ num_parallel_tree: '2' }, 'num_parallel_tree', '0.90-1', '0.90-2'],
      [{ ...hist, monotone_constraints: '(1,0)' }, 'monotone_constraints', '0.90-2', '1.0-1'],
      [{ ...hist, interaction_constraints: '[[1,2]]' }, 'interaction_constraints', '0.90-2', '1.0-1'],
      [{ objective: 'reg:squaredlogerror' }, 'objective', '0.90-2', '1.0-1'],
      [{ tree_method: 'gpu_hist' }, 'tree_method', '1.0-1', '1.2-1'],
      [{ predictor: 'auto' }, 'predictor', '1.0-1', '1.2-1'],
      [{ eval_metric: 'rmse,r2' }, 'eval_metric', '1', '1.2-1'],
      [{ objective: 'binary:logistic', eval_metric: 'f1_binary' }, 'eval_metric', '1.2-1', '1.2-2'],
      [{ _tuning_objective_metric: 'validation:mape' }, '_tuning_objective_metric', '1.2-2', '1.3-1'],
      [{ use_dask_gpu_training: 'false' }, 'use_dask_gpu_training', '1.3-1', '1.5-1'],
      [{ objective: 'reg:absoluteerror' }, 'objective', '1.5-1', '1.7-1'],
    ] as const) {
      assert.deepEqual(problemsOf(values, before), [name], `${name} ${before}`);
      for (const tag of [from, '3.0-5', undefined]) assert.deepEqual(problemsOf(values, tag), [], `${name} ${tag}`);
    }
    for (const tag of ['1', '0.90-2', '1.0-1', undefined]) assert.deepEqual(problemsOf({ silent: '1' }, tag), [], tag);
    for (const tag of ['1.2-1', '1.7-1']) assert.deepEqual(problemsOf({ silent: '1' }, tag), ['silent'], tag);
  });

  it("have what only the images before 1.7 take, and the images' own lists", () => {
    const problemsOf = (values: Record<string, string>, imageTag?: string) =>
      validateHyperparameters(xgboost, { ...right, ...values }, imageTag).map(({ name }) => name);
    for (const [name, value] of [
      ['single_precision_histogram', 'true'],
      ['updater', 'grow_local_histmaker,prune'],
    ] as const) {
      for (const tag of ['1.5-1', '1.2-1', undefined])
        assert.deepEqual(problemsOf({ [name]: value }, tag), [], `${name} ${tag}`);
      for (const tag of ['1.7-1', '3.0-5'])
        assert.deepEqual(problemsOf({ [name]: value }, tag), [name], `${name} ${tag}`);
    }
  });

  it('have one name each', () => {
    const names = xgboost.hyperparameters.flatMap((each) => [each.name, ...(each.aliases ?? [])]);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(canonicalHyperparameters(xgboost, { reg_alpha: ' 1 ', eta: '2' }), { alpha: '1', eta: '2' });
  });

  it('have defaults that are right by their own rules', () => {
    for (const { name, default: value } of xgboost.hyperparameters) {
      if (value !== undefined) assert.deepEqual(validateHyperparameters(xgboost, { ...right, [name]: value }), []);
    }
  });
});

describe('What holds between hyperparameters', () => {
  const messages = (spec: AlgorithmSpec, values: Record<string, string>, tag?: string): string[] =>
    validateHyperparameters(spec, values, tag).map(({ message }) => message);

  it('K-Means measures what its guide lists', () => {
    const job = { k: '2', feature_dim: '3' };
    for (const eval_metrics of ['["msd"]', '["ssd"]', '["msd", "ssd"]', '[ "ssd","msd" ]'])
      assert.deepEqual(messages(kMeans, { ...job, eval_metrics }), []);
    for (const eval_metrics of ['msd', '[]', '["mse"]', '["msd"', '["msd" "ssd"]'])
      assert.match(
        messages(kMeans, { ...job, eval_metrics }).join(),
        /^eval_metrics is .* and K-Means takes \["msd"\]/,
      );
  });

  it('PCA finds no more components than there are columns', () => {
    const job = { feature_dim: '3', mini_batch_size: '10' };
    assert.deepEqual(messages(pca, { ...job, num_components: '3' }), []);
    assert.match(messages(pca, { ...job, num_components: '4' }).join(), /^num_components is 4, and 3 columns/);
  });

  it('XGBoost cross-validates from image 1.2-2 on', () => {
    const job = { num_round: '3', _kfold: '5' };
    for (const tag of ['1.2-2', '1.3-1', '1.7-1', '3.0-5', undefined])
      assert.deepEqual(messages(xgboost, job, tag), []);
    for (const tag of ['1', '0.90-2', '1.0-1', '1.2-1'])
      assert.match(messages(xgboost, job, tag).join(), /^_kfold began with image version 1\.2-2/);
  });
});

describe('Metrics of XGBoost', () => {
  const read = (name: string, line: string): string | undefined => {
    const metric = xgboost.metrics.find((each) => each.name === name) ?? assert.fail(name);
    return new RegExp(metric.regex).exec(line)?.[1];
  };

  it('are read from a log line, as CloudWatch and as plain stdout show it', () => {
    for (const tab of ['#011', '\t']) {
      const line = `[12]${tab}train-rmse:19.1093${tab}train-mae:1e-05${tab}validation-rmse:3.5${tab}validation-mae:2`;
      assert.equal(read('train:rmse', line), '19.1093');
      assert.equal(read('train:mae', line), '1e-05');
      assert.equal(read('validation:rmse', line), '3.5');
      assert.equal(read('validation:mae', line), '2');
      assert.equal(read('validation:rmsle', line), undefined);
    }
    assert.equal(read('train:rmse', 'a train-rmse:3 of no round'), undefined);
  });

  it('are those of both datasets, with a goal each', () => {
    assert.equal(xgboost.metrics.length, 66);
    const goal = (name: string): string | undefined => xgboost.metrics.find((each) => each.name === name)?.goal;
    assert.equal(goal('validation:auc'), 'Maximize');
    assert.equal(goal('validation:rmse'), 'Minimize');
  });
});
