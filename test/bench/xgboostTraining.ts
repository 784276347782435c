import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { WorkerInput, WorkerMessage } from '../../src/engine/execution/workerMessages.ts';
import { judgesInterpreter } from '../support/python.ts';
import { randomSource } from '../support/xgboostData.ts';
import type { PreparedBenchmark } from './benchmark.ts';

const rows = 15_000;
const features = 100;
const rounds = 10;
const worker = resolve(import.meta.dirname, '../../dist/engine/xgboostWorker.js');

interface Training {
  readonly milliseconds: number;
  /** After the last round. */
  readonly rmse: number;
}

/** The built trainer in its worker beside real XGBoost; both from the table in memory to the last round's error. */
export async function prepareXgboostTraining(): Promise<PreparedBenchmark> {
  const mlRoot = await mkdtemp(join(tmpdir(), 'workbench-bench-'));
  const table = makeTable();
  await writeInput(mlRoot, table);
  const floats = join(mlRoot, 'table.f32');
  await writeFile(floats, Float32Array.from(table.flat()));
  const real = new RealXgboost(floats);
  const rmse = { own: NaN, real: NaN };
  const note = (whose: keyof typeof rmse, training: Training): number => {
    rmse[whose] = training.rmse;
    const apart = Math.abs(rmse.own - rmse.real);
    assert.ok(Number.isNaN(apart) || apart < 1e-4, `the two trained something else: ${JSON.stringify(rmse)}`);
    return training.milliseconds;
  };
  return {
    subject: async () => note('own', await trainInWorker(mlRoot)),
    peer: async () => note('real', await real.train()),
    async close() {
      real.end();
      await rm(mlRoot, { recursive: true, force: true });
    },
  };
}

/** Label first; six digits, so that text and single precision are the same number. */
function makeTable(): number[][] {
  const random = randomSource(1);
  return Array.from({ length: rows }, () => {
    const cells = Array.from({ length: features }, () => Math.round(random() * 1e6) / 1e6);
    const [a = 0, b = 0, c = 0, d = 0] = cells;
    const label = Math.sin(a * 6) * 3 + b * c * 4 + (d > 0.5 ? 2 : 0) + random();
    return [Math.round(label * 1e4) / 1e4, ...cells];
  });
}

async function writeInput(mlRoot: string, table: readonly (readonly number[])[]): Promise<void> {
  const config = join(mlRoot, 'input', 'config');
  const channel = join(mlRoot, 'input', 'data', 'train');
  await mkdir(config, { recursive: true });
  await mkdir(channel, { recursive: true });
  await writeFile(join(channel, 'train.csv'), table.map((row) => row.join(',')).join('\n'));
  const json = (name: string, value: unknown): Promise<void> => writeFile(join(config, name), JSON.stringify(value));
  await json('hyperparameters.json', { objective: 'reg:squarederror', num_round: String(rounds) });
  await json('inputdataconfig.json', { train: { ContentType: 'text/csv', TrainingInputMode: 'File' } });
  await json('resourceconfig.json', { hosts: ['algo-1'] });
}

/** Reading the CSV is left out: it ends with the line that describes the matrix. */
async function trainInWorker(mlRoot: string): Promise<Training> {
  const input: WorkerInput = { mlRoot, imageTag: '1.7-1', stopFlag: new SharedArrayBuffer(4) };
  const lines: { timestamp: number; message: string }[] = [];
  const thread = new Worker(worker, { workerData: input });
  await new Promise<void>((done, failed) => {
    thread.on('message', (message: WorkerMessage) => {
      if (message.kind === 'lines') lines.push(...message.lines);
    });
    thread.once('error', failed);
    thread.once('exit', () => done());
  });
  const read = lines.find(({ message }) => message.includes('Train matrix has'));
  const last = lines.findLast(({ message }) => message.startsWith(`[${rounds - 1}]`));
  assert.ok(read && last, `training ended early: ${lines.at(-1)?.message}`);
  return {
    milliseconds: last.timestamp - read.timestamp,
    rmse: Number(last.message.split('train-rmse:')[1]),
  };
}

/** A Python that keeps the table in memory and trains when asked. */
class RealXgboost {
  private readonly child;
  private readonly answers;

  constructor(table: string) {
    const script = join(import.meta.dirname, 'xgboostPeer.py');
    this.child = spawn(judgesInterpreter, [script, table, String(features + 1), String(rounds)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async train(): Promise<Training> {
    this.child.stdin.write('\n');
    const answer = await this.answers.next();
    if (answer.done === true) throw new Error('Real XGBoost ended without an answer.');
    return JSON.parse(answer.value) as Training;
  }

  end(): void {
    this.child.stdin.end();
  }
}
