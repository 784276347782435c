import { algorithmOf, isFramework } from '../../catalog/images.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { modelDataOf } from './modelData.ts';
import type { ServedContainer } from './servedModel.ts';

/** What answers for a container. */
export type ContainerKind =
  | { readonly kind: 'xgboost'; readonly tag: string }
  | { readonly kind: 'builtIn'; readonly algorithm: string; readonly tag: string }
  /** A framework's image; or any image with a script. */
  | { readonly kind: 'script'; readonly framework?: string; readonly tag?: string };

/** A framework's image for serving has a repository of its own beside the one for training; both have the same versions. */
const servingRepository = /(\/(?:pytorch|tensorflow))-inference:/;

/** @throws JobFailure for a container that the local engine cannot serve, saying what could. */
export function containerKind(container: ServedContainer): ContainerKind {
  const { Image = '', Mode, Environment = {} } = container;
  if (Mode === 'MultiModel')
    throw refusal("The container's Mode is MultiModel, and the local engine serves one model in each container");
  if (container['AdditionalModelDataSources'] !== undefined)
    throw refusal('The container has AdditionalModelDataSources, which the local engine does not load');
  const found = algorithmOf(Image) ?? algorithmOf(Image.replace(servingRepository, '$1-training:'));
  const { SAGEMAKER_PROGRAM: program, SAGEMAKER_SUBMIT_DIRECTORY: source } = Environment;
  if (found === undefined && program === undefined && source === undefined)
    throw refusal(
      `The image '${Image}' is a container of its own, which this version of the local engine does not serve`,
    );
  if (found === undefined) return { kind: 'script' };
  if (isFramework(found.algorithm) || (found.algorithm === 'xgboost' && program !== undefined))
    return { kind: 'script', framework: found.algorithm, tag: found.tag };
  if (modelDataOf(container) === undefined)
    throw new JobFailure(
      `ClientError: The model has no ModelDataUrl and no ModelDataSource, from which '${Image}' is loaded; name its model.tar.gz.`,
    );
  if (found.algorithm === 'xgboost') return { kind: 'xgboost', tag: found.tag };
  return { kind: 'builtIn', algorithm: found.algorithm, tag: found.tag };
}

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem}; run this on AWS.`);
