import type { HyperparameterProblem, HyperparameterValues } from '../algorithm.ts';

// What the container's own parsers and validators take: sagemaker_algorithm_toolkit/hyperparameter_validation.py, algorithm_mode/hyperparameter_validation.py.

const growers = ['grow_colmaker', 'distcol', 'grow_histmaker', 'grow_local_histmaker'];
const linear = ['shotgun', 'coord_descent'];

/** What is wrong with the hyperparameters that are lists. */
export function syntaxProblems(values: HyperparameterValues): HyperparameterProblem[] {
  const messages = {
    monotone_constraints: monotoneProblem(values['monotone_constraints']),
    interaction_constraints: interactionProblem(values['interaction_constraints']),
    updater: updaterProblem(values),
  };
  return Object.entries(messages).flatMap(([name, message]) => (message === undefined ? [] : [{ name, message }]));
}

function monotoneProblem(value: string | undefined): string | undefined {
  // Python reads (1) as a number, and the container then fails.
  if (value === undefined || /^\(\s*(?:-1|0|1)\s*,\s*(?:(?:-1|0|1)\s*(?:,\s*|(?=\))))*\)$/.test(value))
    return undefined;
  return `monotone_constraints is a tuple of -1, 0 and 1, one for each column, such as (1,0,-1) or (1,) of a single column, but is ${value}.`;
}

function interactionProblem(value: string | undefined): string | undefined {
  if (value === undefined || isGroups(value)) return undefined;
  return `interaction_constraints is a list of lists of columns, whole numbers from 1 on as the image takes them, such as [[1,2],[3,4]], but is ${value}.`;
}

function isGroups(value: string): boolean {
  try {
    const groups: unknown = JSON.parse(value);
    const isColumn = (item: unknown): boolean => Number.isInteger(item) && (item as number) >= 1;
    return Array.isArray(groups) && groups.every((group) => Array.isArray(group) && group.every(isColumn));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function updaterProblem({ updater, booster, process_type: process }: HyperparameterValues): string | undefined {
  if (updater === undefined) return undefined;
  const steps = updater.split(',');
  if (booster === 'gblinear')
    return steps.length === 1 && linear.includes(updater)
      ? undefined
      : `booster gblinear takes one updater, shotgun or coord_descent, but updater is ${updater}.`;
  if (process === 'update')
    return steps.every((step) => ['refresh', 'prune'].includes(step))
      ? undefined
      : `process_type update takes the updaters refresh and prune only, but updater is ${updater}.`;
  const foreign = steps.find((step) => linear.includes(step));
  if (foreign !== undefined)
    return `The updater ${foreign} is for booster gblinear: remove it, or set booster to gblinear.`;
  return steps.filter((step) => growers.includes(step)).length > 1
    ? `updater takes one that grows trees (${growers.join(', ')}), but is ${updater}.`
    : undefined;
}
