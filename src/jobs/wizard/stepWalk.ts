import { UserError } from '../../shared/errors.ts';

/** One question of a wizard. */
export interface Step<State> {
  readonly id: string;
  /** How many questions there are is known only with its answer. */
  readonly decidesWay?: boolean;
  /** @returns The state with the answer in it, `back` for the question before, or undefined to give up. */
  ask(state: State, position: StepPosition): Promise<State | 'back' | undefined>;
}

/** Where a question stands among all that are asked. */
export interface StepPosition {
  /** From 1. */
  readonly step: number;
  /** Undefined as long as an answer that is still to come decides how many there are. */
  readonly totalSteps: number | undefined;
  /** Why the answer that was given here could not be used, as one sentence. */
  readonly problem?: string;
}

/**
 * Asks one question after the other. What is still to be asked may depend on the answers so far; going back keeps later answers, so that
 * they can be proposed again. When a question cannot be asked after all, or the end cannot be reached, for a reason that the person can
 * do something about (a UserError), the question before is asked again and says so.
 * @param stepsFor - The whole way for a state, always beginning with the questions already asked.
 * @param finish - What is done with the answers.
 * @returns What `finish` returns, or undefined when given up.
 * @throws What is no UserError, and one that comes before the first answer.
 */
export async function walkSteps<State, Result>(
  start: State,
  stepsFor: (state: State) => readonly Step<State>[],
  finish: (state: State) => Promise<Result>,
): Promise<Result | undefined> {
  const end = await walkOn(start, stepsFor, finish, 0);
  return end === 'back' ? undefined : end.result;
}

/**
 * As `walkSteps`, of a walk whose first questions were asked elsewhere, for what it begins with.
 * @param before - How many those were.
 * @returns `back` where the last of those is to be asked again.
 */
export async function walkOn<State, Result>(
  start: State,
  stepsFor: (state: State) => readonly Step<State>[],
  finish: (state: State) => Promise<Result>,
  before: number,
): Promise<'back' | { readonly result: Result | undefined }> {
  let state = start;
  let index = 0;
  let problem: string | undefined;
  for (;;) {
    const steps = stepsFor(state);
    const step = steps[index];
    try {
      if (step === undefined) return { result: await finish(state) };
      const isOpen = steps.slice(index).some(({ decidesWay }) => decidesWay === true);
      const position = { step: before + index + 1, totalSteps: isOpen ? undefined : before + steps.length };
      const answer = await step.ask(state, problem === undefined ? position : { ...position, problem });
      problem = undefined;
      if (answer === undefined) return { result: undefined };
      if (answer === 'back' && index === 0 && before > 0) return 'back';
      if (answer === 'back') index = Math.max(0, index - 1);
      else {
        state = answer;
        index++;
      }
    } catch (error) {
      if (!(error instanceof UserError) || index === 0) throw error;
      problem = error.message;
      index--;
    }
  }
}
