import { RecordError } from '../fileFailure.ts';

/**
 * Joins records and answers one by one, as they are read: none but the two at hand are held.
 * @throws RecordError of the reading, for counts that differ, or of `join`, in this order.
 */
export function joinRecords<Input, Answer>(
  inputs: Iterable<Input>,
  answers: Iterable<Answer>,
  join: (input: Input, answer: Answer) => void,
): void {
  const [inputsLeft, answersLeft] = [inputs[Symbol.iterator](), answers[Symbol.iterator]()];
  let [inputCount, answerCount] = [0, 0];
  let problem: RecordError | undefined;
  for (;;) {
    const [input, answer] = [inputsLeft.next(), answersLeft.next()];
    if (input.done !== true) inputCount++;
    if (answer.done !== true) answerCount++;
    if (input.done === true && answer.done === true) break;
    if (input.done === true || answer.done === true || problem !== undefined) continue;
    try {
      join(input.value, answer.value);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      problem = error; // what comes after it is still counted
    }
  }
  if (inputCount !== answerCount)
    throw new RecordError(
      `Fail to join data: mismatched line count between the input and the output (${inputCount} and ${answerCount})`,
    );
  if (problem !== undefined) throw problem;
}
