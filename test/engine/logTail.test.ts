import assert from 'node:assert/strict';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTrainingJobCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { logPlaceOf } from '../../src/sagemaker/logs/logPlace.ts';
import { logStreamsOf } from '../../src/sagemaker/logs/logStreams.ts';
import { LogTail } from '../../src/sagemaker/logs/logTail.ts';
import { logText } from '../../src/sagemaker/logs/logText.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { platform } from '../../src/shared/node/platform.ts';
import { useSession } from '../support/engineFixture.ts';
import { waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';

const group = '/aws/sagemaker/Endpoints/churn';
const first = Date.UTC(2026, 0, 1);

describe('the logs of a resource', function () {
  this.timeout(60_000);
  let session: Session;
  let client: SageMakerClient;
  let logs: CloudWatchLogsClient;
  useSession((given) => ({ session, client, logs } = given));

  const write = async (logStreamName: string, from: number, count: number): Promise<void> => {
    for (let start = from; start < from + count; start += 5_000) {
      const rows = Math.min(5_000, from + count - start);
      const logEvents = Array.from({ length: rows }, (_, row) => ({
        timestamp: first,
        message: `line ${start + row}`,
      }));
      await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
    }
  };
  const tailOf = (name: string, limit?: number) => new LogTail(async () => session.clients, { group, name }, limit);

  it('are none before the first line, else one for each variant and instance, page by page', async () => {
    const place = { group, prefix: '' };
    assert.deepEqual(await logStreamsOf(session.clients, place), []);
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    for (let index = 0; index < 60; index++)
      await logs.send(
        new CreateLogStreamCommand({ logGroupName: group, logStreamName: `A/i-${String(index).padStart(3, '0')}` }),
      );
    const found = await logStreamsOf(session.clients, place);
    assert.equal(found.length, 60);
    assert.equal(found.at(-1)?.label, 'A/i-059');
  });

  it('are read from their end, with what is added later, and say what they leave out', async () => {
    await write('A/i-000', 0, 25_000);
    const tail = tailOf('A/i-000');
    assert.equal(await tail.readNew(), true);
    assert.equal(tail.lines.length, 10_000);
    assert.equal(tail.lines[0], '2026-01-01T00:00:00.000Z  line 15000');
    assert.equal(tail.lines.at(-1), '2026-01-01T00:00:00.000Z  line 24999');
    assert.equal(await tail.readNew(), false);
    await write('A/i-000', 25_000, 3);
    assert.equal(await tail.readNew(), true);
    assert.equal(tail.lines.at(-1), '2026-01-01T00:00:00.000Z  line 25002');
    assert.equal(tail.lines.length, 10_000);
    const text = logText(tail, { group, name: 'A/i-000' }, session.connection, platform);
    assert.match(
      text,
      /^# The last 10,000 lines of \/aws\/sagemaker\/Endpoints\/churn A\/i-000\. All of them:\n# aws logs /,
    );
  });

  it('are whole where they are short, also of exactly the limit, and start empty', async () => {
    const empty = tailOf('A/i-001');
    assert.equal(await empty.readNew(), false);
    await write('A/i-001', 0, 2);
    assert.equal(await empty.readNew(), true);
    assert.deepEqual([empty.lines.length, empty.isCut], [2, false]);
    const exact = tailOf('A/i-001', 2);
    await exact.readNew();
    assert.deepEqual([exact.lines.length, exact.isCut], [2, false]);
    await write('A/i-001', 2, 1);
    await exact.readNew();
    assert.deepEqual([exact.lines.length, exact.isCut], [2, true]);
  });

  it('of a training job are those of its hosts, not those of a job whose name begins alike', async () => {
    for (const name of ['boston', 'boston-2']) {
      await client.send(new CreateTrainingJobCommand(xgboostRequest(name)));
      await waitForStatus(client, name, 'Completed');
    }
    const place = logPlaceOf('trainingJob', 'boston');
    assert.ok(place);
    const found = await logStreamsOf(session.clients, place);
    assert.equal(found.length, 1);
    assert.match(found[0]?.label ?? '', /^algo-1-\d+$/);
    assert.ok((found[0]?.lastEvent ?? 0) > first);
  });
});
