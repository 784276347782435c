import assert from 'node:assert/strict';
import { EngineProcess } from '../support/engineProcess.ts';
import { rawFetch, sign } from '../support/signedFetch.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';
import { batchesOf, metricLines } from './logLines.ts';

const count = 200_000;
const stream = { logGroupName: 'bench', logStreamName: 'long' };

/** The slowest of the pages at the start, in the middle and at the end of a long stream. */
export async function prepareLogPages(pageLength: number): Promise<PreparedBenchmark> {
  const engine = await EngineProcess.start();
  const lines = metricLines(count);
  await (
    await ready(engine, 'CreateLogGroup', { logGroupName: stream.logGroupName })
  )();
  await (
    await ready(engine, 'CreateLogStream', stream)
  )();
  for (const logEvents of batchesOf(lines, 10_000))
    await (
      await ready(engine, 'PutLogEvents', { ...stream, logEvents })
    )();
  const firsts = [0, count / 2, count - pageLength];
  return {
    async subject() {
      let slowest = 0;
      for (const first of firsts) {
        const range = { startTime: lines[first]?.timestamp, startFromHead: true, limit: pageLength };
        const send = await ready(engine, 'GetLogEvents', { ...stream, ...range });
        let text = '';
        slowest = Math.max(slowest, await timed(async () => (text = await send())));
        const { events } = JSON.parse(text) as { events: { message: string }[] };
        assert.equal(events.length, pageLength);
        assert.equal(events[0]?.message, lines[first]?.message);
      }
      return slowest;
    },
    close: () => engine.remove(),
  };
}

/** A call that only has to be sent; an SDK would add its own time for reading the answer. */
async function ready(engine: EngineProcess, operation: string, input: unknown): Promise<() => Promise<string>> {
  const port = Number(new URL(engine.announcement.endpoint).port);
  const body = JSON.stringify(input);
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` };
  const { credentials } = engine.clientConfiguration;
  const signed = await sign(port, { method: 'POST', path: '/', service: 'logs', headers, body, credentials });
  return async () => {
    const { status, text } = await rawFetch(port, 'POST', '/', signed.headers, body);
    assert.equal(status, 200, text);
    return text;
  };
}
