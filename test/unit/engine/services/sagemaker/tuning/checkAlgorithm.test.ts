import assert from 'node:assert/strict';
import { checkAlgorithm } from '../../../../../../src/engine/services/sagemaker/tuning/checkAlgorithm.ts';
import type { ParameterRanges } from '../../../../../../src/engine/services/sagemaker/tuning/tuningJobRequest.ts';

const integer = (Name: string): ParameterRanges => ({
  IntegerParameterRanges: [{ Name, MinValue: '2', MaxValue: '9' }],
});

/** Checks a definition for an image of the catalog. */
const check = (
  image: string,
  MetricName: string,
  ranges: ParameterRanges,
  StaticHyperParameters: Record<string, string>,
  ...channels: string[]
) =>
  checkAlgorithm({
    definition: {
      AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
      StaticHyperParameters,
      InputDataConfig: channels.map((ChannelName) => ({
        ChannelName,
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/data' } },
      })),
      RoleArn: 'arn:aws:iam::000000000000:role/any',
      OutputDataConfig: { S3OutputPath: 's3://bucket/output' },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
    },
    objective: { Type: 'Minimize', MetricName },
    ranges,
  });

const xgboost = 'xgboost:1.7-1';
const refused = (message: RegExp) => ({ name: 'AwsError', message });

describe('the definition of a tuning job of a built-in algorithm', () => {
  it('may search what the algorithm requires', async () => {
    await check(xgboost, 'validation:rmse', integer('num_round'), {}, 'train', 'validation');
    await assert.rejects(
      check(xgboost, 'validation:rmse', integer('max_depth'), {}, 'train', 'validation'),
      refused(/num_round is required/),
    );
  });

  it('gives one hyperparameter one name', () =>
    assert.rejects(
      check(
        xgboost,
        'validation:rmse',
        { ContinuousParameterRanges: [{ Name: 'eta', MinValue: '0.1', MaxValue: '0.5' }] },
        { num_round: '2', learning_rate: '0.1' },
        'train',
        'validation',
      ),
      refused(/two names of one hyperparameter/),
    ));

  it('has the channels that the algorithm and the objective need', async () => {
    const statics = { num_round: '2' };
    await check(xgboost, 'validation:rmse', integer('max_depth'), statics, 'train', 'validation');
    await assert.rejects(
      check(xgboost, 'validation:rmse', integer('max_depth'), statics, 'train'),
      refused(/'validation:rmse' is measured on the channel 'validation'/),
    );
    await assert.rejects(
      check(xgboost, 'validation:rmse', integer('max_depth'), statics, 'validation'),
      refused(/needs a channel 'train'/),
    );
    const dimensions = { feature_dim: '2', k: '3' };
    await check('kmeans', 'test:msd', integer('extra_center_factor'), dimensions, 'train', 'test');
    await assert.rejects(
      check('kmeans', 'test:msd', integer('extra_center_factor'), dimensions, 'train'),
      refused(/measured on the channel 'test'/),
    );
    await assert.rejects(
      check(
        'linear-learner',
        'test:objective_loss',
        integer('mini_batch_size'),
        { predictor_type: 'regressor' },
        'train',
      ),
      refused(/measured on the channel 'test'/),
    );
  });

  it('needs no validation channel where folds of train are measured', () =>
    check(xgboost, 'validation:rmse', integer('max_depth'), { num_round: '2', _kfold: '3' }, 'train'));

  it('searches every value that the hyperparameter takes, however it is written, and no other', async () => {
    const over = (Name: string, ...Values: string[]) => ({ CategoricalParameterRanges: [{ Name, Values }] });
    const search = (ranges: ParameterRanges) =>
      check(
        'linear-learner',
        'validation:objective_loss',
        ranges,
        { predictor_type: 'regressor' },
        'train',
        'validation',
      );
    await search(over('use_bias', 'True', 'False'));
    await search(over('l1', 'auto', '0.1'));
    await assert.rejects(search(over('use_bias', 'true', 'perhaps')), refused(/use_bias cannot be 'perhaps'/));
    await assert.rejects(search(over('l1', '0.1', '-1')), refused(/l1 must be at least 0, but is -1/));
  });

  it('has an objective that the training jobs take, of those that they log', async () => {
    const rejection = await check(xgboost, 'train:rmse', integer('max_depth'), { num_round: '2' }, 'train').then(
      () => assert.fail('It was taken.'),
      (error: Error) => error.message,
    );
    assert.match(rejection, /'train:rmse' is not one that can be tuned for with XGBoost/);
    assert.match(rejection, /which has .*validation:rmse/);
    assert.doesNotMatch(rejection, /, train:/);
  });
});
