/** An error that goes to the client in the wire format of the service that raised it (contract, section 9). */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  /**
   * @param code - The error's `__type` or XML `Code`, e.g. `ValidationException`.
   * @param message - The service's own wording.
   * @param status - The HTTP status; SageMaker answers 400 to nearly everything.
   * @param members - Further members of a modelled error.
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}
