import type { ServiceModel } from '../../src/serviceModel/serviceModel.ts';
import { RequestGenerator, type BrokenRequest } from './brokenRequests.ts';

const operation = 'CreateTrainingJob';
const tuningOperation = 'CreateHyperParameterTuningJob';

/** What something other than the model decides about; what members say to each other is no constraint of it. */
const decided = {
  S3Uri: 's3://sagemaker-us-east-1-000000000000/data',
  InstanceType: 'ml.m5.large',
  S3DataType: 'S3Prefix',
  EnableManagedSpotTraining: true,
  MaxRuntimeInSeconds: 3600,
  MaxWaitTimeInSeconds: 7200,
};

interface GeneratedRequests {
  readonly unbroken: Record<string, unknown>;
  readonly broken: BrokenRequest[];
}

/** A CreateTrainingJob request with every member that the API has, and one request for every way to break one constraint. */
export function generatedRequests(model: ServiceModel, seed: number): GeneratedRequests {
  const shape = model.inputOf(operation);
  const generator = new RequestGenerator(model, seed, {
    ...decided,
    // Nothing in the workbench runs this image.
    TrainingImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1',
  });
  const unbroken = generator.valid(shape);
  return { unbroken, broken: generator.broken(shape, unbroken) };
}

/** The same for built-in XGBoost on instances, of which the workbench knows more than the model says. */
export function generatedXgboostRequests(model: ServiceModel, seed: number): GeneratedRequests {
  const shape = model.inputOf(operation);
  const generator = new RequestGenerator(model, seed, {
    ...decided,
    TrainingImage: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
    HyperParameters: { num_round: '10', objective: 'binary:logistic', eval_metric: 'auc' },
    ChannelName: 'train',
    ContentType: 'text/csv',
  });
  const { ServerlessJobConfig: _other, AlgorithmSpecification: algorithm, ...rest } = generator.valid(shape);
  const { MetricDefinitions: _own, ...AlgorithmSpecification } = algorithm as Record<string, unknown>; // it has its own
  const unbroken = { ...rest, AlgorithmSpecification };
  return { unbroken, broken: generator.broken(shape, unbroken) };
}

/** A CreateHyperParameterTuningJob request of one job definition, likewise. */
export function generatedTuningRequests(model: ServiceModel, seed: number): GeneratedRequests {
  const shape = model.inputOf(tuningOperation);
  const range = { MinValue: '1', MaxValue: '9', ScalingType: 'Auto' };
  const generator = new RequestGenerator(model, seed, {
    ...decided,
    TrainingImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1',
    Strategy: 'Hyperband',
    HyperbandStrategyConfig: { MinResource: 1, MaxResource: 9 },
    TrainingJobEarlyStoppingType: 'Off',
    MetricName: 'loss',
    MetricDefinitions: [{ Name: 'loss', Regex: 'loss=(.*)' }],
    IntegerParameterRanges: [{ Name: 'depth', ...range }],
    ContinuousParameterRanges: [{ Name: 'rate', ...range }],
    CategoricalParameterRanges: [{ Name: 'kind', Values: ['a', 'b'] }],
  });
  const { TrainingJobDefinitions: _other, ...valid } = generator.valid(shape);
  // Each fixed value by itself: YAML would write one that is there twice as an alias.
  const unbroken = JSON.parse(JSON.stringify(valid)) as Record<string, unknown>;
  return { unbroken, broken: generator.broken(shape, unbroken) };
}
