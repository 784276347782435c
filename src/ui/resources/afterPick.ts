import type { StepPosition, walkOn } from '../../jobs/wizard/stepWalk.ts';
import { isGiven } from './pickResources.ts';

/** The first question; how many come after it is known only with its answer. */
const first: StepPosition = { step: 1, totalSteps: undefined };

/**
 * Asks which resource a command is for, then what follows from it, counted as one walk; back from the second question asks the first again.
 * A resource that the command was called with counts for nothing.
 * @param args - Of the command; none of them is a resource where one is to be picked all the same.
 * @param walk - Picks at the position, and goes on where `before` questions were asked. Undefined where nothing was picked.
 * @returns What the walk ends with; undefined when given up.
 */
export async function afterPick<Result>(
  args: readonly unknown[],
  walk: (
    position: StepPosition,
    before: number,
  ) => Promise<Awaited<ReturnType<typeof walkOn<unknown, Result>>> | undefined>,
): Promise<Result | undefined> {
  for (;;) {
    const end = await walk(first, isGiven(args) ? 0 : 1);
    if (end !== 'back') return end?.result;
  }
}
