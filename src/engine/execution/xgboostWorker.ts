import { parentPort, resourceLimits, workerData } from 'node:worker_threads';
import { runXgboostContainer } from '../algorithms/xgboost/container.ts';
import type { WorkerInput, WorkerMessage } from './workerMessages.ts';

const input = workerData as WorkerInput;
const stopFlag = new Int32Array(input.stopFlag);
const flushEvery = 20;
const memoryEvery = 250;
/** Bytes of its heap that a job may fill; the rest is for the model's file, which is some of the model's size again. */
const mostUsed = ((resourceLimits.maxOldGenerationSizeMb ?? Infinity) * 1024 ** 2) / 2;
let pending: { timestamp: number; message: string }[] = [];
let lastFlush = 0;
let lastMemory = 0;

const send = (message: WorkerMessage): void => parentPort?.postMessage(message);

function flush(): void {
  if (pending.length > 0) send({ kind: 'lines', lines: pending });
  pending = [];
  lastFlush = Date.now();
  if (lastFlush - lastMemory < memoryEvery) return;
  lastMemory = lastFlush;
  const { heapUsed, external } = process.memoryUsage(); // of this thread alone, unlike rss
  send({ kind: 'memory', bytes: heapUsed + external });
  if (heapUsed <= mostUsed) return;
  send({ kind: 'outOfMemory' });
  process.exit();
}

const { exitCode } = runXgboostContainer({
  mlRoot: input.mlRoot,
  imageTag: input.imageTag,
  log(line) {
    pending.push({ timestamp: Date.now(), message: line });
    if (Date.now() - lastFlush >= flushEvery) flush();
  },
  stopRequested: () => Atomics.load(stopFlag, 0) === 1,
});
flush();
send({ kind: 'exit', exitCode });
