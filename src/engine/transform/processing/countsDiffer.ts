import { RecordError } from '../fileFailure.ts';

/** Records and answers cannot be joined one by one. */
export const countsDiffer = (inputs: number, outputs: number): RecordError =>
  new RecordError(
    `Fail to join data: mismatched line count between the input and the output (${inputs} and ${outputs})`,
  );
