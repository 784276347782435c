import type { AlgorithmSpec } from '../../../catalog/algorithm.ts';
import { findAlgorithm } from '../../../catalog/algorithms/registry.ts';
import { algorithmOf } from '../../../catalog/images.ts';
import type { TrainingJobRequest } from './trainingJobRecord.ts';

/** Undefined for an image that runs a script, whose metrics and hyperparameters are its own. */
export async function builtInOf(
  {
    AlgorithmSpecification: algorithm,
    Environment,
  }: Pick<TrainingJobRequest, 'AlgorithmSpecification' | 'Environment'>,
  hyperparameters: TrainingJobRequest['HyperParameters'],
): Promise<{ spec: AlgorithmSpec; tag: string } | undefined> {
  const asked = { ...Environment, ...hyperparameters };
  // As the runners tell it.
  if (['sagemaker_program', 'sagemaker_submit_directory', 'SAGEMAKER_PROGRAM'].some((name) => name in asked))
    return undefined;
  const image = algorithmOf(algorithm.TrainingImage ?? algorithm.AlgorithmName ?? '');
  const spec = image && (await findAlgorithm(image.algorithm));
  return spec && { spec, tag: image.tag };
}
