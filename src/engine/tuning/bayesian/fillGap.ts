import type { SearchSpace } from '../searchSpace.ts';
import type { ParameterValues, Trial } from '../searchStrategy.ts';
import type { FillingSequence } from './fillingSequence.ts';

/** So many points of the sequence may have been tried or lie where trials failed; a space that is so full is for others to search. */
const mostPassed = 200;

/**
 * The first point of the sequence that was not tried and whose nearest trial did not fail; where all do, the first that was not tried.
 * @returns undefined where hardly anything is left.
 */
export function fillGap(
  space: SearchSpace,
  sequence: FillingSequence,
  all: readonly Trial[],
  tried: ReadonlySet<string>,
): ParameterValues | undefined {
  const ended = all.flatMap(({ values, state }) => {
    const point = state === 'running' ? undefined : space.encode(values);
    return point === undefined ? [] : [{ point, failed: state === 'failed' }];
  });
  const someFailed = ended.some(({ failed }) => failed);
  let first: ParameterValues | undefined;
  for (let index = 0; index < tried.size + mostPassed; index++) {
    const point = sequence.at(index);
    const values = space.decode(point);
    if (tried.has(space.key(values))) continue;
    if (!someFailed || !nearestOf(point, ended)?.failed) return values;
    first ??= values;
  }
  return first;
}

function nearestOf<T extends { readonly point: Float64Array }>(point: Float64Array, others: readonly T[]) {
  let nearest: T | undefined;
  let least = Infinity;
  for (const other of others) {
    const distance = point.reduce((sum, coordinate, at) => sum + (coordinate - (other.point[at] as number)) ** 2, 0);
    if (distance < least) [nearest, least] = [other, distance];
  }
  return nearest;
}
