// Named one by one, so that the bundle holds only the commands in use.
export {
  CreateAutoMLJobCommand,
  CreateAutoMLJobV2Command,
  DescribeAutoMLJobV2Command,
  ListAutoMLJobsCommand,
  StopAutoMLJobCommand,
} from '@aws-sdk/client-sagemaker';
