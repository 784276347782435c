// Named one by one, so that the bundle holds only the commands in use.
export {
  CreateLabelingJobCommand,
  DescribeLabelingJobCommand,
  ListLabelingJobsCommand,
  StopLabelingJobCommand,
} from '@aws-sdk/client-sagemaker';
