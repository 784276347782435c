/** One question of a wizard. */
export interface Step<State> {
  readonly id: string;
  /** @returns The state with the answer in it, `back` for the question before, or undefined to give up. */
  ask(state: State, position: StepPosition): Promise<State | 'back' | undefined>;
}

/** Where a question stands among those of the way taken so far. */
export interface StepPosition {
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

/**
 * Asks one question after the other. What is still to be asked may depend on the answers so far; going back keeps later answers, so that
 * they can be proposed again.
 * @param stepsFor - The whole way for a state, always beginning with the questions already asked.
 * @returns The last state, or undefined when given up.
 */
export async function walkSteps<State>(
  start: State,
  stepsFor: (state: State) => readonly Step<State>[],
): Promise<State | undefined> {
  let state = start;
  let index = 0;
  for (;;) {
    const steps = stepsFor(state);
    const step = steps[index];
    if (step === undefined) return state;
    const answer = await step.ask(state, { step: index + 1, totalSteps: steps.length });
    if (answer === undefined) return undefined;
    if (answer === 'back') index = Math.max(0, index - 1);
    else {
      state = answer;
      index++;
    }
  }
}
