import { parseImage, resolveImage } from '../../../catalog/images.ts';
import type { TrainingJobRequest } from './trainingJobRecord.ts';

/** As Docker tells a registry from a repository: by a point or a port. */
const registryPath = /^(localhost|[^\s/]*[.:][^\s/]*)\/[^\s/]\S*$/;

/**
 * What `CreateTrainingJob` refuses of what is to be trained (API reference, AlgorithmSpecification). The wording of the algorithm is that of
 * amazon-sagemaker-examples issue 3923, that of the image of sagemaker-python-sdk issue 2063.
 * @param arnPrefix - Of this account's algorithms, e.g. `arn:aws:sagemaker:us-east-1:000000000000:algorithm/`.
 * @returns The message of a ValidationException, or undefined.
 */
export function algorithmProblem(
  { TrainingImage: image, AlgorithmName: name }: TrainingJobRequest['AlgorithmSpecification'],
  arnPrefix: string,
): string | undefined {
  if ((image === undefined) === (name === undefined))
    return `AlgorithmSpecification needs exactly one of TrainingImage and AlgorithmName, and has ${image === undefined ? 'neither' : 'both'}.`;
  if (name !== undefined) return `Algorithm ${name.startsWith('arn:') ? name : arnPrefix + name} does not exist.`;
  return image === undefined ? undefined : imageProblem(image);
}

/** For a request with MetricDefinitions of a built-in algorithm (awslabs/mlspace and others quote it). */
export const builtInMetricsProblem =
  "You can't override the metric definitions for Amazon SageMaker algorithms. Please retry the request without specifying metric definitions.";

function imageProblem(image: string): string | undefined {
  const reference = parseImage(image);
  if (reference.kind === 'ecr' || (reference.kind === 'other' && registryPath.test(image))) return undefined;
  // Short images are this product's own: a definition's are resolved before they are sent, and a request may have them as well.
  const known = reference.kind === 'short' ? resolveImage(reference) : undefined;
  if (known?.ok === true) return undefined;
  const refused =
    'Invalid training image. Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.';
  return known === undefined ? refused : `${refused} ${known.problem}`;
}
