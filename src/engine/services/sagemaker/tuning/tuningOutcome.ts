import type { TrialRecord, Closing } from './tuningJobRecord.ts';

/** Training jobs without a single success after which the service gives a tuning job up (the message below, in public issues and notebooks). */
const attempts = 5;

const seeJobs =
  'For additional details, please take a look at the training job failures by listing training jobs for the hyperparameter tuning job.';

/** Why a tuning job is given up; undefined while one of its training jobs may still succeed, or has. */
export function hopeless(trials: readonly TrialRecord[]): Closing | undefined {
  const ends = trials.flatMap(({ end }) => end ?? []);
  const isOver = ends.length >= attempts && ends.every(({ objective }) => objective === undefined);
  return isOver ? { ...failed(trials), stopsJobs: true } : undefined;
}

/** How a tuning job ends that has tried all that it should. */
export function outcome(trials: readonly TrialRecord[]): Closing {
  const hasResult = trials.some(({ end }) => end?.objective !== undefined);
  return hasResult || trials.length === 0 ? { status: 'Completed', stopsJobs: false } : failed(trials);
}

/** The service's own wording where a training job failed; where all ended well and none logged the objective, [M] of the contract. */
function failed(trials: readonly TrialRecord[]): Closing {
  const ends = trials.flatMap(({ end }) => end ?? []);
  const count = Math.min(attempts, ends.length);
  const failureReason = ends.some(({ status }) => status === 'Failed')
    ? `No training job succeeded after ${count} attempts. ${seeJobs}`
    : `No objective metrics found after running ${count} training jobs. Please ensure that the custom algorithm is emitting the objective metric as defined by the regular expression provided.`;
  return { status: 'Failed', failureReason, stopsJobs: false };
}

/** A training job that could not even be created ends its tuning job: the next would be refused as well. */
export function refused(message: string): Closing {
  return {
    status: 'Failed',
    failureReason: `One or more training jobs failed with ValidationError. ${seeJobs} ${message}`.slice(0, 1024),
    stopsJobs: true,
  };
}
