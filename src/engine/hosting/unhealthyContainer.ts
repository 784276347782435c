import { JobFailure } from '../execution/jobFailure.ts';

/** A container that was started and does not load its model, ends, or does not answer its pings. */
export class UnhealthyContainer extends JobFailure {
  /** @param container - Which of a pipeline; left out where there is one only. */
  constructor(
    message: string,
    readonly container?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
