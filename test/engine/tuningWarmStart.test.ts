import assert from 'node:assert/strict';
import {
  CreateHyperParameterTuningJobCommand,
  type CreateHyperParameterTuningJobRequest,
  type DescribeHyperParameterTuningJobResponse,
  type HyperParameterTrainingJobSummary,
  type HyperParameterTuningJobWarmStartType,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { useEngine } from '../support/engineFixture.ts';
import { objectiveOf, ranges, runTuning, tuningRequest } from '../support/tuningRequests.ts';

const limits = (MaxNumberOfTrainingJobs: number, MaxParallelTrainingJobs = 2) => ({
  MaxNumberOfTrainingJobs,
  MaxParallelTrainingJobs,
});

describe('warm start of tuning jobs', function () {
  this.timeout(300_000);
  let client: SageMakerClient;
  useEngine((given) => ({ client } = given));
  const tune = (request: CreateHyperParameterTuningJobRequest) => runTuning(client, request);
  const warm = (
    name: string,
    WarmStartType: HyperParameterTuningJobWarmStartType,
    change: (request: CreateHyperParameterTuningJobRequest) => CreateHyperParameterTuningJobRequest = (same) => same,
  ) =>
    change({
      ...tuningRequest(name, { Strategy: 'Bayesian', ResourceLimits: limits(2, 1) }),
      WarmStartConfig: { WarmStartType, ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: 'parent' }] },
    });
  const withStatics =
    (statics: Record<string, string>) =>
    (request: CreateHyperParameterTuningJobRequest): CreateHyperParameterTuningJobRequest => ({
      ...request,
      TrainingJobDefinition: {
        ...request.TrainingJobDefinition,
        StaticHyperParameters: { ...request.TrainingJobDefinition?.StaticHyperParameters, ...statics },
      } as CreateHyperParameterTuningJobRequest['TrainingJobDefinition'],
    });
  let parent: DescribeHyperParameterTuningJobResponse;

  before(async () => {
    parent = (await tune(tuningRequest('parent', { Strategy: 'Bayesian', RandomSeed: 4, ResourceLimits: limits(8) })))
      .job;
  });

  it('of identical data knows the best of all tuning jobs', async () => {
    const { job } = await tune(warm('identical', 'IdenticalDataAndAlgorithm'));
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.TrainingJobStatusCounters?.Completed, 2);
    const own = objectiveOf(job.BestTrainingJob);
    const before = objectiveOf(parent.BestTrainingJob);
    assert.equal(objectiveOf(job.OverallBestTrainingJob), Math.min(own, before));
    assert.equal(job.OverallBestTrainingJob?.TuningJobName, own < before ? 'identical' : 'parent');
  });

  it('of transfer learning has no overall best', async () => {
    const { job } = await tune(warm('transfer', 'TransferLearning', withStatics({ num_round: '25' })));
    assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
    assert.equal(job.OverallBestTrainingJob, undefined);
    assert.equal(job.WarmStartConfig?.WarmStartType, 'TransferLearning');
  });

  it('makes a tunable hyperparameter static', async () => {
    const request = warm('fixed', 'IdenticalDataAndAlgorithm', withStatics({ subsample: '0.9' }));
    const { ContinuousParameterRanges, ...others } = ranges;
    const ParameterRanges = { ...others, ContinuousParameterRanges: ContinuousParameterRanges.slice(0, 1) };
    const { job } = await tune({
      ...request,
      HyperParameterTuningJobConfig: { ...request.HyperParameterTuningJobConfig, ParameterRanges } as never,
    });
    assert.equal(job.TrainingJobStatusCounters?.Completed, 2, job.FailureReason);
  });

  describe('over a few combinations', () => {
    const depths = { IntegerParameterRanges: [{ Name: 'max_depth', MinValue: '1', MaxValue: '4' }] };
    /** All four depths with a static number of rounds, after a parent. */
    const withRounds = (name: string, num_round: string, parentName: string) => ({
      ...tuningRequest(name, { ParameterRanges: depths, ResourceLimits: limits(4) }, { num_round }),
      WarmStartConfig: {
        WarmStartType: 'IdenticalDataAndAlgorithm' as const,
        ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: parentName }],
      },
    });
    const depthsOf = (trials: HyperParameterTrainingJobSummary[]) =>
      trials.map(({ TunedHyperParameters: values }) => values?.['max_depth']).sort();

    before(async () => {
      const request = tuningRequest('all-eight', {
        ParameterRanges: {
          IntegerParameterRanges: [
            ...depths.IntegerParameterRanges,
            { Name: 'num_round', MinValue: '1', MaxValue: '2' },
          ],
        },
        ResourceLimits: limits(8),
      });
      delete request.TrainingJobDefinition?.StaticHyperParameters?.['num_round'];
      assert.equal((await tune(request)).trials.length, 8);
    });

    it('takes no point for tried whose static value the parents never had', async () => {
      for (const [name, rounds, parentName] of [
        ['five', '5', 'all-eight'],
        ['six', '6', 'five'],
      ] as const) {
        const { job, trials } = await tune(withRounds(name, rounds, parentName));
        assert.equal(job.TrainingJobStatusCounters?.Completed, 4, name);
        assert.deepEqual(depthsOf(trials), ['1', '2', '3', '4']);
      }
    });

    it('is refused where the parents have tried all of them, tuned or static', async () => {
      await assert.rejects(client.send(new CreateHyperParameterTuningJobCommand(withRounds('no', '2', 'all-eight'))), {
        name: 'ValidationException',
        message:
          /^You don't have enough combinations of hyperparameter ranges\. .*'all-eight'.* Provide additional ranges\.$/,
      });
    });
  });

  const refusals: Record<string, [CreateHyperParameterTuningJobRequest, RegExp]> = {
    'another objective': [
      warm('no', 'TransferLearning', (request) => ({
        ...request,
        HyperParameterTuningJobConfig: {
          ...request.HyperParameterTuningJobConfig,
          HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'validation:mae' },
        } as never,
      })),
      /must be that of its parents/,
    ],
    'one hyperparameter more': [
      warm('no', 'TransferLearning', withStatics({ gamma: '1' })),
      /^The set of tunable plus static HyperParameter names is not the same/,
    ],
    'another type': [
      warm('no', 'TransferLearning', (request) => ({
        ...request,
        HyperParameterTuningJobConfig: {
          ...request.HyperParameterTuningJobConfig,
          ParameterRanges: {
            ...ranges,
            IntegerParameterRanges: [],
            CategoricalParameterRanges: [{ Name: 'max_depth', Values: ['2', '3'] }],
          },
        } as never,
      })),
      /its type must not change/,
    ],
    'other data': [
      warm('no', 'IdenticalDataAndAlgorithm', (request) => ({
        ...request,
        TrainingJobDefinition: {
          ...request.TrainingJobDefinition,
          InputDataConfig: request.TrainingJobDefinition?.InputDataConfig?.map((channel, _, [first]) => ({
            ...channel,
            DataSource: first?.DataSource,
          })),
        } as never,
      })),
      /needs the input data of its parents/,
    ],
    'another image': [
      warm('no', 'IdenticalDataAndAlgorithm', (request) => ({
        ...request,
        TrainingJobDefinition: {
          ...request.TrainingJobDefinition,
          AlgorithmSpecification: {
            TrainingInputMode: 'File',
            TrainingImage: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.5-1',
          },
        } as never,
      })),
      /needs the training image of its parents/,
    ],
    'too many training jobs': [
      warm('no', 'TransferLearning', (request) => ({
        ...request,
        HyperParameterTuningJobConfig: {
          ...request.HyperParameterTuningJobConfig,
          ResourceLimits: limits(743),
        } as never,
      })),
      /count against the 750/,
    ],
  };
  for (const [name, [request, message]] of Object.entries(refusals)) {
    it(`with ${name} is refused`, async () => {
      await assert.rejects(client.send(new CreateHyperParameterTuningJobCommand(request)), {
        name: 'ValidationException',
        message,
      });
    });
  }
});
