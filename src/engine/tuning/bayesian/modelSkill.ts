import type { GaussianProcess } from './gaussianProcess.ts';

/** Of every three pairs of trials, a model worth following orders two rightly; one without skill orders half of them so. */
const worthFollowing = 2 / 3;

/** So many trials that share the best loss make a plateau. */
const plateau = 3;

/** Judging more trials would cost time and tell hardly more. */
const mostJudged = 60;

/**
 * Whether the model knows where it gets better: it does not where several share the best loss, since it sees nothing beyond, nor where it
 * cannot tell which of two trials did better without having seen them, as where all differences are noise.
 * @param losses - What the model explains.
 * @param others - How many of them, the first ones, are of other tuning jobs and not judged.
 */
export function hasSkill(process: GaussianProcess, losses: Float64Array, others: number): boolean {
  const own = Array.from(losses.keys()).slice(others);
  const best = own.reduce((least, at) => Math.min(least, losses[at] as number), Infinity);
  if (own.filter((at) => losses[at] === best).length >= plateau) return false;
  const count = Math.min(mostJudged, own.length);
  const judged = Array.from({ length: count }, (_, at) => own[Math.floor((at * own.length) / count)] as number);
  const expected = process.withoutItself(losses, judged);
  let [right, pairs] = [0, 0];
  judged.forEach((one, at) => {
    for (let before = 0; before < at; before++) {
      const apart = (losses[one] as number) - (losses[judged[before] as number] as number);
      if (apart === 0) continue;
      pairs++;
      if (apart * ((expected[at] as number) - (expected[before] as number)) > 0) right++;
    }
  });
  return right >= worthFollowing * pairs;
}
