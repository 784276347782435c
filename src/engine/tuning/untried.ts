import type { SearchSpace } from './searchSpace.ts';
import type { ParameterValues, Trial } from './searchStrategy.ts';
import type { SeededRandom } from './seededRandom.ts';

/** Up to here a space is written out; beyond, 750 jobs leave a uniform draw nearly always something new. */
const smallSpace = 10_000;
const draws = 100;

/** The keys of all values that trials have, whatever became of them. */
export function triedKeys(space: SearchSpace, trials: readonly Trial[]): Set<string> {
  return new Set(trials.map(({ values }) => space.key(values)));
}

/** Every point of a small finite space that was not tried, in its fixed order; undefined for a large one. */
export function untriedPoints(space: SearchSpace, tried: ReadonlySet<string>): ParameterValues[] | undefined {
  if (space.size > smallSpace) return undefined;
  const all = Array.from({ length: space.size }, (_, index) => space.at(index));
  return all.filter((values) => !tried.has(space.key(values)));
}

/** A random point on the ranges' scales that was not tried; undefined when there is none. */
export function drawUntried(
  space: SearchSpace,
  tried: ReadonlySet<string>,
  random: SeededRandom,
): ParameterValues | undefined {
  const onScale = (): ParameterValues => space.decode(space.place(space.ranges.map(() => random.uniform())));
  const evenly = (): ParameterValues => space.at(random.below(Math.min(space.size, Number.MAX_SAFE_INTEGER)));
  for (let draw = 0; draw < draws; draw++) {
    const values = onScale();
    if (!tried.has(space.key(values))) return values;
  }
  if (space.size === Infinity) return onScale();
  const left = untriedPoints(space, tried);
  if (left !== undefined) return left.length === 0 ? undefined : left[random.below(left.length)];
  // A scale can put nearly all of its weight on a few integers: here every point of the space is as likely.
  for (;;) {
    const values = evenly();
    if (!tried.has(space.key(values))) return values;
  }
}
