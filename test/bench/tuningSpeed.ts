import type { ParameterRange, SearchStrategy, Trial } from '../../src/engine/tuning/searchStrategy.ts';
import { createStrategy } from '../../src/engine/tuning/strategies.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';

const finished = 500;
const ranges: readonly ParameterRange[] = Array.from({ length: 8 }, (_, at) => ({
  kind: 'continuous',
  name: `x${at}`,
  min: 0,
  max: 1,
  scaling: 'Linear',
}));

/** The next point of Bayesian search after 500 finished jobs over 8 hyperparameters; every sample is one job further. */
export async function prepareTuningSpeed(): Promise<PreparedBenchmark> {
  const options = { ranges, goal: 'Minimize', seed: 1 } as const;
  const trials: Trial[] = [];
  const propose = (strategy: SearchStrategy): void => {
    const values = strategy.next(trials);
    if (values === undefined) throw new Error('The strategy ran out of proposals.');
    const objective = ranges.reduce((sum, { name }, at) => sum + (at + 1) * (Number(values[name]) - 0.1 * at) ** 2, 0);
    trials.push({ values, state: 'finished', objective });
  };
  const random = createStrategy({ strategy: 'Random', ...options });
  while (trials.length < finished) propose(random);
  const bayesian = createStrategy({ strategy: 'Bayesian', ...options });
  const cold = await timed(async () => propose(bayesian));
  const before = process.cpuUsage();
  let samples = 0;
  return {
    subject() {
      samples++;
      return timed(async () => propose(bayesian));
    },
    async close() {
      const { user, system } = process.cpuUsage(before);
      const each = (user + system) / 1000 / samples;
      process.stdout.write(
        `  the first of a restarted engine: ${cold.toFixed(1)} ms; processor time of each other: ${each.toFixed(1)} ms\n`,
      );
    },
  };
}
