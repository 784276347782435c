// Named one by one, so that the bundle holds only the commands in use.
export { DescribeAutoMLJobV2Command, ListAutoMLJobsCommand, StopAutoMLJobCommand } from '@aws-sdk/client-sagemaker';
