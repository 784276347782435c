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
  InputDataConfig:
    - ChannelName: train
      ContentType: text/csv
      DataSource:
        S3DataSource:
          S3DataType: S3Prefix
          S3Uri: data/train.csv
    - ChannelName: validation
      ContentType: text/csv
      DataSource:
        S3DataSource:
          S3DataType: S3Prefix
          S3Uri: data/validation.csv
  ResourceConfig:
    InstanceType: ml.m5.large
    InstanceCount: 1
    VolumeSizeInGB: 5
  StoppingCondition:
    MaxRuntimeInSeconds: 3600
`;
