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

const rounds = 10;
const worker = resolve(import.meta.dirname, '../../dist/engine/xgboostWorker.js');

export interface TrainingSize {
  readonly method: 'exact' | 'hist';
  readonly rows: number;
  readonly features: number;
  /** Distinct values per feature. With hist no more than bins, so that both learn the same trees. */
  readonly distinct: number;
}

interface Training {
  readonly milliseconds: number;
  /** After the last round. */
  readonly rmse: number;
}

/** The built trainer in its worker beside real XGBoost; both from the table in memory to the last round's error. */
export async function prepareXgboostTraining(size: TrainingSize): Promise<PreparedBenchmark> {
  const mlRoot = await mkdtemp(join(tmpdir(), 'workbench-bench-'));
  const table = makeTable(size);
  await writeInput(mlRoot, table, size);
  const floats = join(mlRoot, 'table.f32');
  await writeFile(floats, table);
  const real = new RealXgboost(floats, size);
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

/** Row by row, label first; few digits, so that text and single precision are the same number. */
function makeTable({ rows, features, distinct }: TrainingSize): Float32Array {
  const random = randomSource(1);
  const table = new Float32Array(rows * (features + 1));
  for (let start = 0; start < table.length; start += features + 1) {
    for (let at = 1; at <= features; at++) table[start + at] = Math.round(random() * distinct) / distinct;
    const [a = 0, b = 0, c = 0, d = 0] = table.subarray(start + 1, start + 5);
    const label = Math.sin(a * 6) * 3 + b * c * 4 + (d > 0.5 ? 2 : 0) + random();
    table[start] = Math.round(label * 1e4) / 1e4;
  }
  return table;
}

/** A CSV in pieces, because a large one is longer than a string can be. */
function* csvLines(table: Float32Array, features: number): Generator<string> {
  for (let start = 0; start < table.length; start += features + 1) {
    yield `${table.subarray(start, start + features + 1).join(',')}\n`;
  }
}

async function writeInput(mlRoot: string, table: Float32Array, { method, features }: TrainingSize): Promise<void> {
  const config = join(mlRoot, 'input', 'config');
  const channel = join(mlRoot, 'input', 'data', 'train');
  await mkdir(config, { recursive: true });
  await mkdir(channel, { recursive: true });
  await writeFile(join(channel, 'train.csv'), csvLines(table, features));
  const json = (name: string, value: unknown): Promise<void> => writeFile(join(config, name), JSON.stringify(value));
  await json('hyperparameters.json', {
    objective: 'reg:squarederror',
    num_round: String(rounds),
    tree_method: method,
  });
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

  constructor(table: string, { method, features }: TrainingSize) {
    const script = join(import.meta.dirname, 'xgboostPeer.py');
    this.child = spawn(judgesInterpreter, [script, table, String(features + 1), String(rounds), method], {
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
