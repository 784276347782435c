import { messageOf } from '../../shared/errors.ts';
import { InvocationFailure } from './modelClient.ts';
import { RecordTooLargeError } from './recordTooLarge.ts';

/** Why a file of a transform job got no output. */
export interface FileFailure {
  /** Whose fault it is, as the job's failure reason says. */
  readonly kind: 'ClientError' | 'AlgorithmError';
  /** For the data log, each after the file's place. */
  readonly lines: readonly string[];
}

/** A mistake in a file's own data, or in what is to be done with it, such as a record without the column that a filter names. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/**
 * What the service logs of a file that failed (contract, section 8; aws/sagemaker-python-sdk issues 1882 and 1951 for 413 and no answer; what the
 * service itself cannot read it logs as a model's 400: aws/amazon-sagemaker-examples issue 1620).
 * @returns Undefined for an error that has nothing to do with the file.
 */
export function fileFailure(error: unknown): FileFailure | undefined {
  if (error instanceof RecordTooLargeError) return { kind: 'ClientError', lines: [`ClientError: ${messageOf(error)}`] };
  if (error instanceof RecordError) return refused(400, messageOf(error));
  if (isNoGzip(error))
    return { kind: 'ClientError', lines: [`ClientError: It cannot be decompressed (${messageOf(error)})`] };
  if (!(error instanceof InvocationFailure)) return undefined;
  const { status, message } = error;
  if (status === undefined) return { kind: 'AlgorithmError', lines: ['Unable to get response from algorithm'] };
  if (status < 500) return refused(status, message);
  const first = `Bad HTTP status received from algorithm: ${status}`;
  return { kind: 'AlgorithmError', lines: [first, '', 'Message:', ...message.split('\n')] };
}

function refused(status: number, message: string): FileFailure {
  return { kind: 'ClientError', lines: [`ClientError: ${status}`, '', 'Message:', ...message.split('\n')] };
}

/** zlib's own codes; a file that ends too early has one of them too. */
function isNoGzip(error: unknown): boolean {
  return /^Z_/.test(String((error as { code?: unknown } | null)?.code));
}
