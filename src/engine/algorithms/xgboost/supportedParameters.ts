import type { HyperparameterValues } from '../../../catalog/algorithm.ts';
import { unfollowedInProcess } from '../../../catalog/algorithms/xgboostInProcess.ts';
import { ClientError } from './clientError.ts';
import type { ImageVersion } from './imageVersion.ts';

/** Where to go with what this trainer does not do. */
export const elsewhere =
  'run this job with Python (SageMaker: Set Up Python Environment, or sagemaker-local setup-python) or on AWS';

/** @throws ClientError for the first value that this trainer, or the image's version, does not take. */
export function refuseUnsupported(values: HyperparameterValues, version: ImageVersion): void {
  if (version.estimatesBaseScore) {
    throw new ClientError(
      `The in-process trainer stands for XGBoost images up to 1.7, and ${version.text} trains differently: use xgboost:1.7-1, choose an interpreter with xgboost==${version.text.split('.')[0]}.*, or run this job on AWS.`,
    );
  }
  const unfollowed = unfollowedInProcess(values);
  if (unfollowed !== undefined) {
    const { name, value, accepted } = unfollowed;
    const only = accepted.length > 0 ? `; it follows ${accepted.join(', ')}` : '';
    throw new ClientError(`The in-process trainer does not support ${name} '${value}'${only}: ${elsewhere}.`);
  }
  for (const name of ['grow_policy', 'max_leaves', 'max_bin']) {
    if (values[name] === undefined || values['tree_method'] === 'hist') continue;
    throw new ClientError(`${name} goes with the histogram method: set tree_method to hist, or remove ${name}.`);
  }
  if (values['updater'] !== undefined && values['tree_method'] === 'hist') {
    throw new ClientError("updater chooses the exact method here, and tree_method 'hist' another: remove one of them.");
  }
}
