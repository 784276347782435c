import { bostonSettings } from './workspace.ts';

/** A tuning job without faults, on the data of `Workspace`. */
export const bostonTuning = `HyperParameterTuningJobName: boston
HyperParameterTuningJobConfig:
  Strategy: Bayesian
  HyperParameterTuningJobObjective:
    MetricName: validation:rmse
    Type: Minimize
  ResourceLimits:
    MaxNumberOfTrainingJobs: 20
    MaxParallelTrainingJobs: 2
  ParameterRanges:
    ContinuousParameterRanges:
      - Name: eta
        MinValue: 0.01
        MaxValue: 0.5
        ScalingType: Logarithmic
    IntegerParameterRanges:
      - Name: max_depth
        MinValue: 2
        MaxValue: 10
TrainingJobDefinition:
  AlgorithmSpecification:
    TrainingImage: xgboost:1.7-1
    TrainingInputMode: File
  StaticHyperParameters:
    objective: reg:squarederror
    num_round: 200
${bostonSettings.replace(/^/gm, '  ').trimEnd()}
`;
