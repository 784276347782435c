import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { stringify } from 'yaml';

/** A resolved request as YAML that the AWS command line takes as well. */
export function resolvedText(request: CreateTrainingJobRequest): string {
  const heading =
    '# What is sent. The same by hand: aws sagemaker create-training-job --cli-input-yaml file://THIS-FILE\n';
  return heading + stringify(request, { lineWidth: 0 });
}
