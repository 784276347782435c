import assert from 'node:assert/strict';
import type { LogLine } from '../../src/engine/store/logRecord.ts';
import { LogStore } from '../../src/engine/store/logStore.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';
import { ready } from './engineCalls.ts';
import { batchesOf, metricLines } from './logLines.ts';

const stream = { logGroupName: 'bench', logStreamName: 'long' };

interface LogPage {
  readonly events: { readonly message: string }[];
  readonly nextForwardToken: string;
  readonly nextBackwardToken: string;
}

/** The slowest of the pages at the start, in the middle and at the end of a long stream: by time, and by token both ways. */
export async function prepareLogPages(pageLength: number, count: number): Promise<PreparedBenchmark> {
  const lines = metricLines(count);
  const engine = await EngineProcess.start(await stateWithLog(lines));
  const firsts = [0, count / 2, count - pageLength];
  let slowest = 0;
  const page = async (ask: object, first: number, length: number): Promise<LogPage> => {
    const send = await ready(engine, 'Logs_20140328.GetLogEvents', { ...stream, ...ask, limit: pageLength });
    let text = '';
    slowest = Math.max(slowest, await timed(async () => (text = await send())));
    const answer = JSON.parse(text) as LogPage;
    assert.equal(answer.events.length, length);
    if (length > 0) assert.equal(answer.events[0]?.message, lines[first]?.message);
    return answer;
  };
  return {
    async subject() {
      slowest = 0;
      for (const first of firsts) {
        const isLast = first + pageLength === count;
        const found = await page({ startTime: lines[first]?.timestamp, startFromHead: true }, first, pageLength);
        await page({ nextToken: found.nextForwardToken }, first + pageLength, isLast ? 0 : pageLength);
        await page({ nextToken: found.nextBackwardToken }, first - pageLength, first === 0 ? 0 : pageLength);
      }
      return slowest;
    },
    close: () => engine.remove(),
  };
}

/** Megabytes of an engine that has read every page of a log. */
export function prepareLogMemory(count: number, peerCount: number): PreparedBenchmark {
  const measure = (lines: number) => async () => {
    const engine = await EngineProcess.start(await stateWithLog(metricLines(lines)));
    try {
      for (let token: string | undefined, before: string | undefined = ''; token !== before;) {
        before = token;
        const more = token === undefined ? {} : { nextToken: token };
        const send = await ready(engine, 'Logs_20140328.GetLogEvents', { ...stream, startFromHead: true, ...more });
        token = (JSON.parse(await send()) as LogPage).nextForwardToken;
      }
      return await engine.megabytes();
    } finally {
      await engine.remove();
    }
  };
  return { subject: measure(count), peer: measure(peerCount), close: async () => undefined };
}

async function stateWithLog(lines: readonly LogLine[]): Promise<string> {
  const state = await temporaryFolder();
  const logs = await LogStore.open(state, { clock: systemClock, caseInsensitive: false });
  for (const batch of batchesOf(lines, 10_000)) await logs.append(stream.logGroupName, stream.logStreamName, batch);
  await logs.close();
  return state;
}
