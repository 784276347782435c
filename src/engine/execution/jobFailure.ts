/** A job that cannot go on for a reason that its owner can mend; becomes its `FailureReason`. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}
