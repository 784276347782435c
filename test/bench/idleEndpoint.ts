import { readFile } from 'node:fs/promises';
import { serversOf } from '../support/endpoints.ts';
import type { PreparedBenchmark } from './benchmark.ts';
import { serveModel } from './servedModel.ts';

/** Of /proc: USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU milliseconds that the engine and its Python worker take in so many seconds without a request. */
export async function prepareIdleEndpoint(seconds: number): Promise<PreparedBenchmark> {
  const { engine, close } = await serveModel();
  const pids = [engine.pid, ...(await serversOf(engine.stateDirectory))];
  const used = async (): Promise<number> => {
    const each = await Promise.all(pids.map(ticksOf));
    return (each.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond) * 1000;
  };
  await wait(5); // what the deployment left to do
  return {
    async subject() {
      const before = await used();
      await wait(seconds);
      return (await used()) - before;
    },
    close,
  };
}

/** User and system time. */
async function ticksOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name before it may hold blanks
  return Number(fields[11]) + Number(fields[12]);
}

const wait = (seconds: number): Promise<void> => new Promise((next) => setTimeout(next, seconds * 1000));
