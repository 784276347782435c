import type {
  CreateAutoMLJobRequest,
  CreateAutoMLJobV2Request,
  CreateLabelingJobRequest,
  DescribeAutoMLJobResponse,
  DescribeAutoMLJobV2Response,
  DescribeLabelingJobResponse,
} from '@aws-sdk/client-sagemaker';

const account = '123456789012';
const role = `arn:aws:iam::${account}:role/service-role/AmazonSageMaker-ExecutionRole-20240102T030405`;
const arnOf = (what: string): string => `arn:aws:sagemaker:eu-west-1:${account}:${what}`;
const lambdaOf = (name: string): string => `arn:aws:lambda:eu-west-1:568282634449:function:${name}`;
const at = (minute: number): Date => new Date(Date.UTC(2024, 0, 2, 3, minute));
const VpcConfig = { SecurityGroupIds: ['sg-0123456789abcdef0'], Subnets: ['subnet-0123456789abcdef0'] };
const Tags = [
  { Key: 'Owner', Value: '' },
  { Key: 'Project', Value: 'birds' },
];

export const labelingRequest = {
  LabelingJobName: 'birds',
  LabelAttributeName: 'bird-boxes',
  InputConfig: {
    DataSource: { S3DataSource: { ManifestS3Uri: 's3://birds/input.manifest' } },
    DataAttributes: { ContentClassifiers: ['FreeOfPersonallyIdentifiableInformation', 'FreeOfAdultContent'] },
  },
  OutputConfig: { S3OutputPath: 's3://birds/labels/', KmsKeyId: 'alias/labels' },
  RoleArn: role,
  LabelCategoryConfigS3Uri: 's3://birds/categories.json',
  StoppingConditions: { MaxHumanLabeledObjectCount: 500, MaxPercentageOfInputDatasetLabeled: 50 },
  LabelingJobAlgorithmsConfig: {
    LabelingJobAlgorithmSpecificationArn: 'arn:aws:sagemaker:eu-west-1:027400017018:labeling-job-algorithm-specification/object-detection', // prettier-ignore
    LabelingJobResourceConfig: { VolumeKmsKeyId: 'alias/volumes', VpcConfig },
  },
  HumanTaskConfig: {
    WorkteamArn: `arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default`,
    UiConfig: { UiTemplateS3Uri: 's3://birds/template.liquid' },
    PreHumanTaskLambdaArn: lambdaOf('PRE-BoundingBox'),
    TaskKeywords: ['birds', 'boxes'],
    TaskTitle: 'Draw a box around each bird',
    TaskDescription: 'Every bird, also one that is cut off',
    NumberOfHumanWorkersPerDataObject: 5,
    TaskTimeLimitInSeconds: 300,
    TaskAvailabilityLifetimeInSeconds: 21_600,
    MaxConcurrentTaskCount: 1000,
    AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: lambdaOf('ACS-BoundingBox') },
    PublicWorkforceTaskPrice: { AmountInUsd: { Dollars: 0, Cents: 3, TenthFractionsOfACent: 6 } },
  },
  Tags,
} as const satisfies CreateLabelingJobRequest;

/** What DescribeLabelingJob answers of it: every member of the API reference. */
export const labelingDescription = {
  ...structuredClone(labelingRequest),
  LabelingJobStatus: 'Completed',
  LabelCounters: { TotalLabeled: 9, HumanLabeled: 7, MachineLabeled: 2, FailedNonRetryableError: 1, Unlabeled: 0 },
  FailureReason: '',
  CreationTime: at(4),
  LastModifiedTime: at(14),
  JobReferenceCode: '0a1b2c3d4e',
  LabelingJobArn: arnOf('labeling-job/birds'),
  Tags: [...Tags, { Key: 'aws:cloudformation:stack-name', Value: 'birds' }],
  LabelingJobOutput: {
    OutputDatasetS3Uri: 's3://birds/labels/birds/manifests/output/output.manifest',
    FinalActiveLearningModelArn: arnOf('model/birds-labeling'),
  },
} satisfies DescribeLabelingJobResponse;

const completion = { MaxCandidates: 4, MaxRuntimePerTrainingJobInSeconds: 600, MaxAutoMLJobRuntimeInSeconds: 3600 };
const channel = (s3Uri: string) =>
  ({ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: s3Uri } } }) as const;

export const autoMlRequest = {
  AutoMLJobName: 'churn',
  AutoMLJobInputDataConfig: [
    { ChannelType: 'training', ContentType: 'text/csv;header=present', CompressionType: 'Gzip', ...channel('s3://churn/train') },
    { ChannelType: 'validation', ContentType: 'text/csv;header=present', ...channel('s3://churn/validation') },
  ], // prettier-ignore
  OutputDataConfig: { KmsKeyId: 'alias/churn', S3OutputPath: 's3://churn/out' },
  AutoMLProblemTypeConfig: {
    TabularJobConfig: {
      CandidateGenerationConfig: { AlgorithmsConfig: [{ AutoMLAlgorithms: ['xgboost', 'linear-learner'] }] },
      CompletionCriteria: completion,
      FeatureSpecificationS3Uri: 's3://churn/features.json',
      Mode: 'HYPERPARAMETER_TUNING',
      ProblemType: 'BinaryClassification',
      TargetAttributeName: 'churned',
      SampleWeightAttributeName: 'weight',
    },
  },
  RoleArn: role,
  Tags,
  SecurityConfig: { VolumeKmsKeyId: 'alias/volumes', EnableInterContainerTrafficEncryption: true, VpcConfig },
  AutoMLJobObjective: { MetricName: 'F1' },
  ModelDeployConfig: { EndpointName: 'churn-auto' },
  DataSplitConfig: { ValidationFraction: 0.25 },
} as const satisfies CreateAutoMLJobV2Request;

/** What the service adds to the description of a job that has ended, in both versions. */
const ended = {
  CreationTime: at(4),
  EndTime: at(54),
  LastModifiedTime: at(54),
  FailureReason: '',
  PartialFailureReasons: [{ PartialFailureMessage: 'One candidate failed.' }],
  BestCandidate: {
    CandidateName: 'churn-2-001',
    FinalAutoMLJobObjectiveMetric: { Type: 'Maximize', MetricName: 'F1', Value: 0.75, StandardMetricName: 'F1' },
    ObjectiveStatus: 'Succeeded',
    CandidateSteps: [
      {
        CandidateStepType: 'AWS::SageMaker::TrainingJob',
        CandidateStepArn: arnOf('training-job/churn-2-001'),
        CandidateStepName: 'churn-2-001',
      },
    ],
    CandidateStatus: 'Completed',
    CreationTime: at(14),
    LastModifiedTime: at(24),
  },
  AutoMLJobStatus: 'Completed',
  AutoMLJobSecondaryStatus: 'Completed',
  AutoMLJobArtifacts: { CandidateDefinitionNotebookLocation: 's3://churn/out/churn/notebook.ipynb' },
  ModelDeployResult: { EndpointName: 'churn-auto' },
} satisfies Partial<DescribeAutoMLJobV2Response>;

/** What DescribeAutoMLJobV2 answers of it: every member of the API reference. */
export const autoMlDescription = {
  ...structuredClone(autoMlRequest),
  ...ended,
  AutoMLJobArn: arnOf('automl-job/churn'),
  AutoMLProblemTypeConfigName: 'Tabular',
  ResolvedAttributes: {
    AutoMLJobObjective: { MetricName: 'F1' },
    CompletionCriteria: completion,
    AutoMLProblemTypeResolvedAttributes: { TabularResolvedAttributes: { ProblemType: 'BinaryClassification' } },
  },
  ModelDeployConfig: { AutoGenerateEndpointName: false, EndpointName: 'churn-auto' },
} satisfies DescribeAutoMLJobV2Response & { Tags: unknown };

export const firstAutoMlRequest = {
  AutoMLJobName: 'churn',
  InputDataConfig: [
    { ...channel('s3://churn/train'), TargetAttributeName: 'churned', ContentType: 'text/csv;header=present', ChannelType: 'training' },
  ], // prettier-ignore
  OutputDataConfig: { S3OutputPath: 's3://churn/out' },
  ProblemType: 'BinaryClassification',
  AutoMLJobObjective: { MetricName: 'F1' },
  AutoMLJobConfig: {
    CompletionCriteria: completion,
    SecurityConfig: { VpcConfig },
    CandidateGenerationConfig: { FeatureSpecificationS3Uri: 's3://churn/features.json' },
    DataSplitConfig: { ValidationFraction: 0.2 },
    Mode: 'AUTO',
  },
  RoleArn: role,
  ModelDeployConfig: { AutoGenerateEndpointName: true },
} as const satisfies CreateAutoMLJobRequest;

/** What DescribeAutoMLJob answers of it: every member of the API reference. */
export const firstAutoMlDescription = {
  ...structuredClone(firstAutoMlRequest),
  ...ended,
  AutoMLJobArn: arnOf('automl-job/churn'),
  GenerateCandidateDefinitionsOnly: false,
  ResolvedAttributes: {
    AutoMLJobObjective: { MetricName: 'F1' },
    ProblemType: 'BinaryClassification',
    CompletionCriteria: completion,
  },
  ModelDeployConfig: { AutoGenerateEndpointName: true, EndpointName: 'churn-0a1b2c3d' },
} satisfies DescribeAutoMLJobResponse;
