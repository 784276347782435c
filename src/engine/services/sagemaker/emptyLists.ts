import { AwsError } from '../../server/awsError.ts';
import type { JsonOperation } from '../../server/jsonService.ts';

/** Kinds of jobs that this engine never has: its clients' lists are empty, and no name is found. */
export function emptyLists(): Record<string, JsonOperation> {
  const notFound = (kind: string, member: string): JsonOperation => {
    return (input) => {
      throw new AwsError('ResourceNotFound', '', 400, {
        Message: `The local engine has no ${kind} jobs, and so none named '${String(input[member])}'.`,
      });
    };
  };
  return {
    ListLabelingJobs: () => ({ LabelingJobSummaryList: [] }),
    DescribeLabelingJob: notFound('labeling', 'LabelingJobName'),
    ListAutoMLJobs: () => ({ AutoMLJobSummaries: [] }),
    DescribeAutoMLJob: notFound('AutoML', 'AutoMLJobName'),
    DescribeAutoMLJobV2: notFound('AutoML', 'AutoMLJobName'),
    ListCandidatesForAutoMLJob: notFound('AutoML', 'AutoMLJobName'),
  };
}
