import { isAbsolute } from 'node:path';
import { interpreterHeader, runnerHeader, runners, type RunnerWish } from '../../../shared/node/runnerWish.ts';
import { AwsError } from '../../server/awsError.ts';
import type { JsonCall } from '../../server/jsonService.ts';

/**
 * How a job is to be run, from the headers of its CreateTrainingJob; a client that sends none leaves it to the engine.
 * @throws AwsError ValidationException naming the header whose value is not understood.
 */
export function runnerWishOf(headers: JsonCall['headers']): RunnerWish {
  const asked = headers[runnerHeader] ?? 'auto';
  const runner = runners.find((known) => known === asked);
  if (runner === undefined)
    throw new AwsError(
      'ValidationException',
      `The header ${runnerHeader} takes ${runners.join(', ')}, not '${asked}'.`,
    );
  const encoded = headers[interpreterHeader];
  return encoded === undefined ? { runner } : { runner, interpreter: interpreterOf(encoded) };
}

function interpreterOf(encoded: string): string {
  let path = '';
  try {
    path = decodeURIComponent(encoded);
  } catch (error) {
    if (!(error instanceof URIError)) throw error; // else it is no path either
  }
  if (isAbsolute(path) && !path.includes('\0')) return path;
  throw new AwsError(
    'ValidationException',
    `The header ${interpreterHeader} takes the absolute path of a Python interpreter, percent-encoded, not '${encoded}'.`,
  );
}
