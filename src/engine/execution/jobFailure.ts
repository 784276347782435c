import { messageOf } from '../../shared/errors.ts';
import { KeyTooLongError } from '../store/keyLength.ts';

/** A job that cannot go on for a reason that its owner can mend; becomes its `FailureReason`. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** The `FailureReason` of a job that an error has ended: whose fault it is, and the error's sentence. */
export function failureReasonOf(error: unknown): string {
  if (error instanceof JobFailure) return error.message;
  return `${error instanceof KeyTooLongError ? 'ClientError' : 'InternalServerError'}: ${messageOf(error)}`;
}
