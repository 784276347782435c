import { JobFailure } from '../../execution/jobFailure.ts';

/** Whose functions stand in for those that a script leaves out (src/engine/python/script_serve.py). */
export type ScriptFamily = 'sklearn' | 'xgboost' | 'pytorch' | 'pytorch-legacy' | 'generic';

/**
 * The serving toolkit of an image. sagemaker_containers (scikit-learn, XGBoost, PyTorch before 1.2) reads the script from
 * SAGEMAKER_SUBMIT_DIRECTORY; sagemaker_inference (PyTorch, images of one's own) from `code/` of the model.
 * @param framework - A family of the catalogue; undefined for an image of one's own.
 * @throws JobFailure for an image that serves no Python script.
 */
export function scriptFamily(framework: string | undefined, tag = ''): ScriptFamily {
  if (framework === undefined) return 'generic';
  if (framework === 'sklearn' || framework === 'xgboost') return framework;
  if (framework === 'pytorch') return /^(0|1\.[01])\./.test(tag) ? 'pytorch-legacy' : 'pytorch';
  throw new JobFailure(
    `ClientError: Models of the ${framework} image are not answered for by a script of functions such as model_fn, and the local engine does not have what answers for them; run this on AWS.`,
  );
}

/** Whether a script comes from SAGEMAKER_SUBMIT_DIRECTORY. */
export function readsSubmitDirectory(family: ScriptFamily): boolean {
  return family !== 'pytorch' && family !== 'generic';
}
