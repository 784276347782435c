/** Which way the objective gets better (API reference, HyperParameterTuningJobObjectiveType). */
export type Goal = 'Minimize' | 'Maximize';

/** The objective as something to make small, whichever way it is meant. */
export function asLoss(objective: number, goal: Goal): number {
  return goal === 'Minimize' ? objective : -objective;
}
