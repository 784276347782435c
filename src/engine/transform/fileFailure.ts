import { messageOf } from '../../shared/errors.ts';
import { InvocationFailure } from './modelClient.ts';
import { RecordTooLargeError } from './splitRecords.ts';

/** Why a file of a transform job got no output. */
export interface FileFailure {
  /** Whose fault it is, as the job's failure reason says. */
  readonly kind: 'ClientError' | 'AlgorithmError';
  /** For the data log, each after the file's place. */
  readonly lines: readonly string[];
}

/** A mistake in a file's own data, such as a record without the column that a filter names. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/**
 * What the service logs of a file that failed (contract, section 8; aws/sagemaker-python-sdk issues 1882 and 1951 for 413 and no answer).
 * @returns Undefined for an error that has nothing to do with the file.
 */
export function fileFailure(error: unknown): FileFailure | undefined {
  if (error instanceof RecordTooLargeError || error instanceof RecordError)
    return { kind: 'ClientError', lines: [`ClientError: ${messageOf(error)}`] };
  if (isNoGzip(error))
    return { kind: 'ClientError', lines: [`ClientError: It cannot be decompressed (${messageOf(error)})`] };
  if (!(error instanceof InvocationFailure)) return undefined;
  const { status, message } = error;
  if (status === undefined) return { kind: 'AlgorithmError', lines: ['Unable to get response from algorithm'] };
  const isClients = status < 500;
  const first = isClients ? `ClientError: ${status}` : `Bad HTTP status received from algorithm: ${status}`;
  return { kind: isClients ? 'ClientError' : 'AlgorithmError', lines: [first, '', 'Message:', ...message.split('\n')] };
}

/** zlib's own codes; a file that ends too early has one of them too. */
function isNoGzip(error: unknown): boolean {
  return /^Z_/.test(String((error as { code?: unknown } | null)?.code));
}
