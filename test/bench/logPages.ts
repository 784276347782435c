import assert from 'node:assert/strict';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  type GetLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { EngineProcess } from '../support/engineProcess.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';
import { batchesOf, metricLines } from './logLines.ts';

const count = 200_000;
const pageLength = 1000;
const stream = { logGroupName: 'bench', logStreamName: 'long' };

/** The slowest of pages from the start, the middle and the end of a long stream, through the AWS SDK and HTTP. */
export async function prepareLogPages(): Promise<PreparedBenchmark> {
  const engine = await EngineProcess.start();
  const client = new CloudWatchLogsClient(engine.clientConfiguration);
  const lines = metricLines(count);
  await client.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
  await client.send(new CreateLogStreamCommand(stream));
  for (const logEvents of batchesOf(lines, 10_000)) await client.send(new PutLogEventsCommand({ ...stream, logEvents }));

  const pages = [0, count / 2, count - pageLength].map((first) => {
    const startTime = lines[first]?.timestamp;
    assert.ok(startTime !== undefined);
    return { first, input: { ...stream, startTime, startFromHead: true, limit: pageLength } };
  });
  const read = async ({ first, input }: { first: number; input: GetLogEventsCommandInput }): Promise<void> => {
    const { events = [] } = await client.send(new GetLogEventsCommand(input));
    assert.equal(events.length, pageLength);
    assert.equal(events[0]?.message, lines[first]?.message);
  };
  return {
    async subject() {
      let slowest = 0;
      for (const page of pages) slowest = Math.max(slowest, await timed(() => read(page)));
      return slowest;
    },
    async close() {
      client.destroy();
      await engine.remove();
    },
  };
}
