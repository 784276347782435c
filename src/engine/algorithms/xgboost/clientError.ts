/** A mistake in the job's own input. Its sentence becomes the job's failure reason, marked as the service marks it. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
}
