import assert from 'node:assert/strict';
import {
  CreateHyperParameterTuningJobCommand,
  ListHyperParameterTuningJobsCommand,
  type CreateHyperParameterTuningJobRequest,
  type HyperParameterTuningJobConfig,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { useEngine } from '../support/engineFixture.ts';
import { ranges, tuningRequest, waitForTuning } from '../support/tuningRequests.ts';

type Request = CreateHyperParameterTuningJobRequest;
type Definition = NonNullable<Request['TrainingJobDefinition']>;

const limits = { MaxNumberOfTrainingJobs: 2, MaxParallelTrainingJobs: 2 };
const categories = (count: number, prefix = 'v') => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const categorical = (Name: string, Values: string[]) => ({ CategoricalParameterRanges: [{ Name, Values }] });
const continuous = (MinValue: string, MaxValue: string, ScalingType?: 'Logarithmic' | 'ReverseLogarithmic') => ({
  ContinuousParameterRanges: [{ Name: 'eta', MinValue, MaxValue, ...(ScalingType && { ScalingType }) }],
});
const integer = (MinValue: string, MaxValue: string, ScalingType?: 'Logarithmic' | 'ReverseLogarithmic') => ({
  IntegerParameterRanges: [{ Name: 'max_depth', MinValue, MaxValue, ...(ScalingType && { ScalingType }) }],
});
const config = (more: Partial<HyperParameterTuningJobConfig>): Request => tuningRequest('refused', more);
const over = (ParameterRanges: HyperParameterTuningJobConfig['ParameterRanges']): Request =>
  config({ ParameterRanges, ResourceLimits: limits });
function defined(more: Partial<Definition> & Record<string, unknown>, request = config({})): Request {
  return { ...request, TrainingJobDefinition: { ...request.TrainingJobDefinition, ...more } as Definition };
}
/** An algorithm of one's own with that many ranges. */
const own = (count: number): Request => {
  const all = categories(count).map((Name) => ({ Name, MinValue: '1', MaxValue: '9' }));
  return defined(
    {
      AlgorithmSpecification: {
        TrainingImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1',
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'validation:rmse', Regex: 'rmse=(.*)' }],
      },
    },
    over({ IntegerParameterRanges: all.slice(0, 20), ContinuousParameterRanges: all.slice(20) }),
  );
};
const several = (change: (definitions: Definition[]) => void): Request => {
  const { TrainingJobDefinition: single, HyperParameterTuningJobConfig: whole, ...request } = config({});
  const { HyperParameterTuningJobObjective: objective, ParameterRanges, ...rest } = whole ?? {};
  const definitions = ['one', 'two'].map(
    (DefinitionName) =>
      ({ ...single, DefinitionName, TuningObjective: objective, HyperParameterRanges: ParameterRanges }) as Definition,
  );
  change(definitions);
  return {
    ...request,
    HyperParameterTuningJobConfig: rest as HyperParameterTuningJobConfig,
    TrainingJobDefinitions: definitions,
  };
};

/** What is refused, and a part of the sentence. */
const rules: Record<string, [Request, RegExp]> = {
  'no definition': [{ ...config({}), TrainingJobDefinition: undefined }, /either TrainingJobDefinition or/],
  'both kinds of definitions': [
    { ...config({}), TrainingJobDefinitions: several(() => undefined).TrainingJobDefinitions },
    /and not both/,
  ],
  'no objective': [config({ HyperParameterTuningJobObjective: undefined }), /needs HyperParameterTuningJobObjective/],
  'no ranges': [config({ ParameterRanges: undefined }), /and ParameterRanges/],
  'empty ranges': [over({}), /At least one hyperparameter range/],
  'a definition without a name': [several(([one]) => delete one?.DefinitionName), /needs DefinitionName/],
  'definitions of one name': [several(([one]) => Object.assign(one ?? {}, { DefinitionName: 'two' })), /must differ/],
  'definitions of two directions': [
    several(([one]) =>
      Object.assign(one ?? {}, { TuningObjective: { Type: 'Maximize', MetricName: 'validation:rmse' } }),
    ),
    /same Type/,
  ],
  '31 hyperparameters': [own(31), /can search 30 hyperparameters, but 31/],
  '31 values': [over(categorical('tree_method', categories(31))), /Member must have length less than or equal to 30/],
  'a range twice': [
    over({ ...continuous('0', '1'), CategoricalParameterRanges: [{ Name: 'eta', Values: ['0.1'] }] }),
    /two ranges/,
  ],
  'a range of a static one': [
    defined({ StaticHyperParameters: { eta: '0.1', num_round: '3' } }),
    /range and a static value/,
  ],
  'a value twice': [over(categorical('booster', ['dart', 'dart'])), /must differ/],
  'a bound that is no number': [over(continuous('low', '1')), /MinValue of the continuous hyperparameter 'eta'/],
  'a hexadecimal bound': [over(continuous('0x1', '9')), /MinValue .* must be a number, but is '0x1'/],
  'a bound with a blank': [over(continuous(' 0', '1')), /MinValue .* must be a number, but is ' 0'/],
  'an integer bound with a blank': [over(integer('1', '8 ')), /MaxValue .* must be a whole number, but is '8 '/],
  'an integer bound with a point': [over(integer('1', '2.5')), /must be a whole number/],
  'bounds the wrong way round': [over(continuous('0.5', '0.1')), /MinValue must be less than its MaxValue/],
  'equal bounds': [over(continuous('0.5', '0.5')), /MinValue must be less than its MaxValue/],
  'Logarithmic from 0': [over(continuous('0', '1', 'Logarithmic')), /only values greater than 0/],
  'ReverseLogarithmic up to 1': [over(continuous('0', '1', 'ReverseLogarithmic')), /0 <= x < 1/],
  'ReverseLogarithmic integers': [over(integer('0', '1', 'ReverseLogarithmic')), /cannot have ReverseLogarithmic/],
  'outside of what the algorithm takes': [over(continuous('0', '2')), /its values must be at least 0 and at most 1/],
  'a hyperparameter that is not there': [over(categorical('colour', ['red', 'blue'])), /no hyperparameter 'colour'/],
  'one that cannot be tuned': [
    over({ IntegerParameterRanges: [{ Name: 'nthread', MinValue: '1', MaxValue: '4' }] }),
    /cannot be tuned/,
  ],
  'too few combinations': [
    config({ ParameterRanges: integer('2', '4'), ResourceLimits: { ...limits, MaxNumberOfTrainingJobs: 10 } }),
    /You don't have enough combinations .* \[3\.0\] must be equal or greater than the value of MaxNumberOfJobs, \[10\]/,
  ],
  'a grid of numbers': [config({ Strategy: 'Grid' }), /CategoricalParameterRanges only/],
  'a grid with another number of jobs': [
    config({
      Strategy: 'Grid',
      ParameterRanges: categorical('booster', ['gbtree', 'dart']),
      ResourceLimits: { ...limits, MaxNumberOfTrainingJobs: 3 },
    }),
    /which are 2/,
  ],
  'a grid too large': [
    defined(
      own(1).TrainingJobDefinition as Definition & Record<string, unknown>,
      config({
        Strategy: 'Grid',
        ParameterRanges: { CategoricalParameterRanges: ['a', 'b'].map((Name) => ({ Name, Values: categories(30) })) },
        ResourceLimits: { MaxParallelTrainingJobs: 2 },
      }),
    ),
    /900 combinations/,
  ],
  'Hyperband with early stopping': [
    config({
      Strategy: 'Hyperband',
      TrainingJobEarlyStoppingType: 'Auto',
      StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: 9 } },
    }),
    /must be Off/,
  ],
  'Hyperband without resources': [config({ Strategy: 'Hyperband' }), /needs MaxResource/],
  'Hyperband with too much': [
    config({ Strategy: 'Hyperband', StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 20_001 } } }),
    /20000 at most/,
  ],
  'Hyperband the wrong way round': [
    config({ Strategy: 'Hyperband', StrategyConfig: { HyperbandStrategyConfig: { MinResource: 9, MaxResource: 3 } } }),
    /MinResource .* must be less/,
  ],
  "Hyperband's configuration elsewhere": [
    config({ StrategyConfig: { HyperbandStrategyConfig: { MaxResource: 9 } } }),
    /goes with the Hyperband strategy only/,
  ],
  '11 in parallel': [
    config({ ResourceLimits: { MaxParallelTrainingJobs: 11, MaxNumberOfTrainingJobs: 20 } }),
    /MaxParallelTrainingJobs is 11; .* 10/,
  ],
  '751 jobs': [
    config({ ResourceLimits: { MaxParallelTrainingJobs: 1, MaxNumberOfTrainingJobs: 751 } }),
    /MaxNumberOfTrainingJobs is 751; .* 750/,
  ],
  'no end': [config({ ResourceLimits: { MaxParallelTrainingJobs: 1 } }), /it would not end/],
  'an objective that the algorithm has not': [
    config({ HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'validation:loss' } }),
    /'validation:loss' is not one of XGBoost/,
  ],
  'an objective that no metric defines': [
    defined({ AlgorithmSpecification: { TrainingImage: 'mine', TrainingInputMode: 'File' } }),
    /^A metric is required for this hyperparameter tuning job objective\. Provide a metric/,
  ],
  'metric definitions of a built-in algorithm': [
    defined({
      AlgorithmSpecification: {
        ...config({}).TrainingJobDefinition?.AlgorithmSpecification,
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'validation:rmse', Regex: '(.*)' }],
      },
    }),
    /^You can't override the metric definitions for Amazon SageMaker algorithms/,
  ],
  'no resources': [defined({ ResourceConfig: undefined }), /either ResourceConfig or/],
  'no instance': [
    defined({ ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 0, VolumeSizeInGB: 5 } }),
    /InstanceCount is 0/,
  ],
  'a hyperparameter that is required and missing': [
    defined({ StaticHyperParameters: { objective: 'reg:squarederror' } }),
    /num_round is required by XGBoost/,
  ],
  'a static value that is wrong, and a name that is unknown': [
    defined({ StaticHyperParameters: { num_round: 'abc', foo: '1' } }),
    /num_round must be a whole number, but is 'abc'\. XGBoost has no hyperparameter 'foo'/,
  ],
  'an objective on a channel that is not there': [
    defined({ InputDataConfig: config({}).TrainingJobDefinition?.InputDataConfig?.slice(0, 1) }),
    /'validation:rmse' is measured on the channel 'validation', which InputDataConfig does not have/,
  ],
  'an objective that training jobs refuse': [
    config({ HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'train:rmse' } }),
    /^The objective metric 'train:rmse' is not one that can be tuned for/,
  ],
  'data that are not there': [
    defined({
      InputDataConfig: ['train', 'validation'].map((ChannelName) => ({
        ChannelName,
        DataSource: {
          S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://sagemaker-us-east-1-000000000000/none' },
        },
      })),
    }),
    /^No S3 objects found under S3 URL/,
  ],
  Autotune: [{ ...config({}), Autotune: { Mode: 'Enabled' } }, /Autotune is not available/],
  'an automatic range': [over({ AutoParameters: [{ Name: 'eta', ValueHint: '0.1' }] }), /Autotune is not available/],
  'a tag twice': [
    {
      ...config({}),
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    },
    /given twice/,
  ],
  'a name too long': [{ ...config({}), HyperParameterTuningJobName: 'a'.repeat(33) }, /less than or equal to 32/],
  'six parents': [
    {
      ...config({}),
      WarmStartConfig: {
        WarmStartType: 'TransferLearning',
        ParentHyperParameterTuningJobs: categories(6).map((HyperParameterTuningJobName) => ({
          HyperParameterTuningJobName,
        })),
      },
    },
    /length less than or equal to 5/,
  ],
  'a parent that is not there': [
    {
      ...config({}),
      WarmStartConfig: {
        WarmStartType: 'TransferLearning',
        ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: 'nobody' }],
      },
    },
    /parent tuning job 'nobody' of the warm start does not exist/,
  ],
};

describe('the rules of tuning jobs', function () {
  this.timeout(60_000);
  let client: SageMakerClient;
  useEngine((given) => ({ client } = given));

  for (const [name, [request, message]] of Object.entries(rules)) {
    it(`${name} is refused, and nothing is stored`, async () => {
      await assert.rejects(client.send(new CreateHyperParameterTuningJobCommand(request)), {
        name: 'ValidationException',
        message,
      });
      const { HyperParameterTuningJobSummaries: jobs } = await client.send(new ListHyperParameterTuningJobsCommand({}));
      assert.deepEqual(jobs, []);
    });
  }

  it('a name is taken in any case', async () => {
    const one = { ResourceLimits: { MaxNumberOfTrainingJobs: 1, MaxParallelTrainingJobs: 1 }, ParameterRanges: ranges };
    await client.send(new CreateHyperParameterTuningJobCommand(tuningRequest('Taken', one)));
    await assert.rejects(client.send(new CreateHyperParameterTuningJobCommand(tuningRequest('taken', one))), {
      name: 'ResourceInUse',
      message: 'A hyperparameter tuning job with the name, taken, already exists. Choose a different name.',
    });
    await waitForTuning(client, 'Taken', 'Completed');
  });
});
