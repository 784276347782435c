import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogStore } from '../../src/engine/store/logStore.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';
import { batchesOf, metricLines } from './logLines.ts';

/** 200,000 lines, 1,000 at a time, through the engine's log store beside a plain file that is appended to. */
export async function prepareLogAppend(): Promise<PreparedBenchmark> {
  const folder = await mkdtemp(join(tmpdir(), 'workbench-bench-'));
  const store = await LogStore.open(folder, { clock: systemClock, caseInsensitive: false });
  const batches = batchesOf(metricLines(200_000), 1000);
  let run = 0;
  return {
    subject() {
      const stream = `run-${run++}`;
      return timed(async () => {
        for (const lines of batches) {
          const written = store.append('bench', stream, lines);
          // Not waiting for more lines to come is what a reader makes it do.
          await store.flush('bench', stream);
          await written;
        }
      });
    },
    peer() {
      const path = join(folder, `run-${run++}.log`);
      return timed(async () => {
        const file = await open(path, 'a');
        for (const lines of batches) {
          await file.appendFile(lines.map(({ timestamp, message }) => `${timestamp}\t${message}\n`).join(''));
        }
        await file.close();
      });
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
