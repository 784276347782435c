/** As the services name it (AWS SDKs and Tools Reference Guide, "Retry behavior"). */
const throttling = [
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
  'TooManyRequestsException',
  'TransactionInProgressException',
];

const expired = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'ExpiredTokenError'];
const refusedKey = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'InvalidAccessKeyId',
  'AuthFailure',
  'IncompleteSignature',
];

/** Whether credentials are no longer good. */
export const isExpired = (error: unknown): boolean => expired.includes(nameOf(error));

/** Whether credentials are not, or not any more, known. */
export const isRefusedKey = (error: unknown): boolean => refusedKey.includes(nameOf(error));

/** Whether a service says that it is asked too much. */
export function isThrottling(error: unknown): boolean {
  return throttling.includes(nameOf(error)) || statusOf(error) === 429;
}

/** Whether what was asked for is not there; SageMaker's own errors say so in a ValidationException. */
export function isMissing(error: unknown): boolean {
  if (['ResourceNotFound', 'ResourceNotFoundException'].includes(nameOf(error))) return true;
  return (
    nameOf(error) === 'ValidationException' &&
    error instanceof Error &&
    /could not find|not ?found|does not exist|cannot find/i.test(error.message)
  );
}

/** @returns What is answered, or undefined where it is not there. @throws Every other refusal. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether the one who asks may not have it. */
export function isDenied(error: unknown): boolean {
  return nameOf(error).startsWith('AccessDenied');
}

/** Whether a page cannot be had because its token is not, or no longer, good. */
export function isTokenProblem(error: unknown): boolean {
  return (
    ['ValidationException', 'InvalidNextTokenException', 'InvalidNextToken'].includes(nameOf(error)) &&
    error instanceof Error &&
    /token/i.test(error.message + nameOf(error))
  );
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** The HTTP status of an answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}
