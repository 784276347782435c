import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { ParameterRange, ParameterValues, Trial } from '../../src/engine/tuning/searchStrategy.ts';
import { createStrategy, type StrategyOptions } from '../../src/engine/tuning/strategies.ts';
import { judgesInterpreter } from '../support/python.ts';
import type { PreparedBenchmark } from './benchmark.ts';

const trials = 30;
const seeds = Array.from({ length: 25 }, (_, at) => at + 1);

const linear = (
  name: string,
  min: number,
  max: number,
  kind: 'continuous' | 'integer' = 'continuous',
): ParameterRange => ({
  kind,
  name,
  min,
  max,
  scaling: 'Linear',
});

/** The functions of tuningPeer.py. XGBoost's ranges are those that its documentation on SageMaker recommends, with fewer rounds. */
const ranges = {
  branin: [linear('x', -5, 10), linear('y', 0, 15)],
  hartmann: ['x1', 'x2', 'x3', 'x4', 'x5', 'x6'].map((name) => linear(name, 0, 1)),
  boston: [
    linear('alpha', 0, 1000),
    linear('eta', 0.1, 0.5),
    linear('max_depth', 0, 10, 'integer'),
    linear('min_child_weight', 0, 120),
    linear('num_round', 1, 100, 'integer'),
    linear('subsample', 0.5, 1),
  ],
};

export type TunedFunction = keyof typeof ranges;

/** Bayesian search is measured once for both of its peers. */
const bayesian = new Map<TunedFunction, Promise<number>>();

/** What Bayesian search has found after 30 trials, beside Optuna's TPE or our random search: medians over the seeds. */
export async function prepareTuningQuality(name: TunedFunction, peer: 'TPE' | 'Random'): Promise<PreparedBenchmark> {
  const server = new TuningPeer();
  const own = (strategy: 'Bayesian' | 'Random'): Promise<number> =>
    medianOverSeeds((seed) =>
      bestOf({ strategy, ranges: ranges[name], goal: 'Minimize', seed }, (values) => server.evaluate(name, values)),
    );
  return {
    subject() {
      const known = bayesian.get(name) ?? own('Bayesian');
      bayesian.set(name, known);
      return known;
    },
    peer: peer === 'Random' ? () => own('Random') : () => medianOverSeeds((seed) => server.tpe(name, seed)),
    close: async () => server.end(),
  };
}

async function medianOverSeeds(find: (seed: number) => Promise<number>): Promise<number> {
  const found: number[] = [];
  for (const seed of seeds) found.push(await find(seed));
  return found.sort((a, b) => a - b)[found.length >> 1] as number;
}

async function bestOf(
  options: StrategyOptions,
  evaluate: (values: ParameterValues) => Promise<number>,
): Promise<number> {
  const strategy = createStrategy(options);
  const done: Trial[] = [];
  let best = Infinity;
  while (done.length < trials) {
    const values = strategy.next(done);
    if (values === undefined) throw new Error('The strategy ran out of proposals.');
    const objective = await evaluate(values);
    done.push({ values, state: 'finished', objective });
    best = Math.min(best, objective);
  }
  return best;
}

/** A Python that evaluates both sides' points. */
class TuningPeer {
  private readonly child = spawn(
    judgesInterpreter,
    [join(import.meta.dirname, 'tuningPeer.py'), resolve(import.meta.dirname, '../../examples/boston/data')],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1' } },
  );
  private readonly answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();

  async evaluate(name: TunedFunction, values: ParameterValues): Promise<number> {
    return (await this.ask<{ objective: number }>({ function: name, values })).objective;
  }

  async tpe(name: TunedFunction, seed: number): Promise<number> {
    return (await this.ask<{ best: number }>({ function: name, ranges: ranges[name], seed, trials })).best;
  }

  end(): void {
    this.child.stdin.end();
  }

  private async ask<T>(question: unknown): Promise<T> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const answer = await this.answers.next();
    if (answer.done === true) throw new Error('The Python of the tuning benchmark ended without an answer.');
    return JSON.parse(answer.value) as T;
  }
}
