/** How many processes a container answers with. */
export const workersVariable = 'SAGEMAKER_MODEL_SERVER_WORKERS';

/** Seconds that a script has for a request; 0 is no limit. */
export const timeoutVariable = 'SAGEMAKER_MODEL_SERVER_TIMEOUT';

/** Of one that names none (sagemaker-containers, _env.py). */
const defaultSeconds = 60;

type Environment = Readonly<Record<string, string | undefined>>;

/** One, unless it is set; what is no number the program itself refuses (src/engine/python/serving_http.py). */
export function workerCount({ [workersVariable]: given }: Environment): number {
  const count = Number(given);
  return Number.isInteger(count) && count > 1 ? count : 1;
}

/** Milliseconds that a script has for a request; undefined where it has no limit. */
export function callLimitOf({ [timeoutVariable]: given = '' }: Environment): number | undefined {
  const seconds = given === '' ? defaultSeconds : Number(given);
  return seconds > 0 ? seconds * 1000 : undefined;
}
