import assert from 'node:assert/strict';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  paginateDescribeLogStreams,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { startTestServer, testCredentials, type TestServer } from '../support/engineServer.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const group = '/aws/sagemaker/TrainingJobs';

describe("the engine's CloudWatch Logs, spoken to by the AWS SDK", function () {
  this.timeout(30_000);
  const folders = useTemporaryFolders();
  let server: TestServer;

  beforeEach(async () => (server = await startTestServer(await folders())));
  afterEach(async () => {
    await server.close();
    assert.deepEqual(server.faults, []);
  });

  const fill = (stream: string, count: number, start = 1000) =>
    server.logs.append(
      group,
      stream,
      Array.from({ length: count }, (_, n) => ({ timestamp: start + n, message: `[${n}]#011validation-rmse:${n}` })),
    );
  const messages = (events: { message?: string | undefined }[] = []) => events.map(({ message }) => message);

  it('follows a stream that grows: the token repeats at the end and goes on from there', async () => {
    await fill('job/algo-1-1', 25);
    const read = (nextToken?: string) =>
      server.logsClient.send(
        new GetLogEventsCommand({
          logGroupName: group,
          logStreamName: 'job/algo-1-1',
          startFromHead: true,
          limit: 10,
          nextToken,
        }),
      );
    const found: (string | undefined)[] = [];
    let token: string | undefined;
    for (;;) {
      const page = await read(token);
      found.push(...messages(page.events));
      if (page.nextForwardToken === token) break;
      token = page.nextForwardToken;
    }
    assert.equal(found.length, 25);
    assert.equal(found[24], '[24]#011validation-rmse:24');
    await fill('job/algo-1-1', 1, 5000);
    const more = await read(token);
    assert.deepEqual([more.events?.[0]?.timestamp, more.events?.length], [5000, 1]);
    assert.ok((more.events?.[0]?.ingestionTime ?? 0) > 1_700_000_000_000);
  });

  it('starts at the end unless told otherwise, and pages backward', async () => {
    await fill('s', 25);
    const read = (nextToken?: string) =>
      server.logsClient.send(
        new GetLogEventsCommand({ logGroupName: group, logStreamName: 's', limit: 10, nextToken }),
      );
    const last = await read();
    assert.deepEqual([last.events?.[0]?.timestamp, last.events?.at(-1)?.timestamp], [1015, 1024]);
    const middle = await read(last.nextBackwardToken);
    const first = await read(middle.nextBackwardToken);
    assert.deepEqual(
      [middle.events?.[0]?.timestamp, first.events?.[0]?.timestamp, first.events?.length],
      [1005, 1000, 5],
    );
    const none = await read(first.nextBackwardToken);
    assert.deepEqual([none.events, none.nextBackwardToken], [[], first.nextBackwardToken]);
    const range = await server.logsClient.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: 's', startTime: 1003, endTime: 1005 }),
    );
    assert.deepEqual(
      range.events?.map(({ timestamp }) => timestamp),
      [1003, 1004],
    );
  });

  it('lists streams by name and by last event, page by page', async () => {
    await fill('b', 1, 3000);
    await fill('a/2', 1, 1000);
    await fill('a/1', 1, 2000);
    const list = async (options: object) => {
      const found: (string | undefined)[] = [];
      const pages = paginateDescribeLogStreams(
        { client: server.logsClient, pageSize: 1 },
        { logGroupName: group, ...options },
      );
      for await (const page of pages) found.push(...(page.logStreams ?? []).map(({ logStreamName }) => logStreamName));
      return found;
    };
    assert.deepEqual(await list({}), ['a/1', 'a/2', 'b']);
    assert.deepEqual(await list({ descending: true }), ['b', 'a/2', 'a/1']);
    assert.deepEqual(await list({ logStreamNamePrefix: 'a/' }), ['a/1', 'a/2']);
    assert.deepEqual(await list({ orderBy: 'LastEventTime' }), ['a/2', 'a/1', 'b']);
    assert.deepEqual(await list({ orderBy: 'LastEventTime', descending: true }), ['b', 'a/1', 'a/2']);
    const { logStreams } = await server.logsClient.send(
      new DescribeLogStreamsCommand({ logGroupName: group, limit: 1 }),
    );
    assert.equal(logStreams?.[0]?.arn, `arn:aws:logs:us-east-1:000000000000:log-group:${group}:log-stream:a/1`);
    assert.deepEqual([logStreams[0]?.firstEventTimestamp, logStreams[0]?.lastEventTimestamp], [2000, 2000]);
    const { logGroups } = await server.logsClient.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/sage' }),
    );
    assert.deepEqual(
      logGroups?.map(({ logGroupName }) => logGroupName),
      [group],
    );
  });

  it('filters across streams, each event once and with an id of its own', async () => {
    await fill('job/algo-1-1', 60);
    await fill('job/algo-2-1', 60);
    await server.logs.append(group, 'other/algo-1-1', [{ timestamp: 1, message: 'ERROR no memory -rmse:1' }]);
    const filter = async (options: object) => {
      const found: string[] = [];
      const ids = new Set<string>();
      const pages = paginateFilterLogEvents(
        { client: server.logsClient, pageSize: 7 },
        { logGroupName: group, ...options },
      );
      for await (const page of pages) {
        for (const { message, eventId } of page.events ?? []) {
          found.push(message ?? '');
          ids.add(eventId ?? '');
        }
      }
      assert.equal(ids.size, found.length);
      return found;
    };
    assert.equal((await filter({})).length, 121);
    assert.equal((await filter({ logStreamNamePrefix: 'job/' })).length, 120);
    assert.equal((await filter({ logStreamNames: ['job/algo-2-1'], filterPattern: '"rmse:5"' })).length, 11);
    assert.deepEqual(await filter({ filterPattern: 'ERROR memory' }), ['ERROR no memory -rmse:1']);
    assert.deepEqual(await filter({ filterPattern: 'ERROR -memory' }), []);
    assert.equal((await filter({ filterPattern: '?ERROR ?"[7]"' })).length, 3);
    assert.equal((await filter({ startTime: 1010, endTime: 1012 })).length, 4);
    for (const filterPattern of ['{ $.a = 1 }', '[a, b]', '%regex%', '"open']) {
      await assert.rejects(filter({ filterPattern }), { name: 'InvalidParameterException' });
    }
  });

  it('takes events from clients', async () => {
    const at = { logGroupName: group, logStreamName: 's' };
    await server.logsClient.send(new CreateLogGroupCommand({ logGroupName: group }));
    await server.logsClient.send(new CreateLogStreamCommand(at));
    await server.logsClient.send(new PutLogEventsCommand({ ...at, logEvents: [{ timestamp: 5, message: 'hello' }] }));
    const { events } = await server.logsClient.send(new GetLogEventsCommand(at));
    assert.deepEqual(messages(events), ['hello']);
    await assert.rejects(server.logsClient.send(new CreateLogGroupCommand({ logGroupName: group })), {
      name: 'ResourceAlreadyExistsException',
    });
    const unordered = [5, 4].map((timestamp) => ({ timestamp, message: 'x' }));
    await assert.rejects(server.logsClient.send(new PutLogEventsCommand({ ...at, logEvents: unordered })), {
      name: 'InvalidParameterException',
    });
  });

  it('says what is missing or wrong as AWS does', async () => {
    const get = (more: object) =>
      server.logsClient.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: 's', ...more }));
    const missing = (what: string) => ({
      name: 'ResourceNotFoundException',
      message: `The specified ${what} does not exist.`,
    });
    await assert.rejects(get({}), missing('log group'));
    await fill('s', 1);
    await assert.rejects(get({ logStreamName: 'none' }), missing('log stream'));
    await assert.rejects(
      server.logsClient.send(new FilterLogEventsCommand({ logGroupName: '/none' })),
      missing('log group'),
    );
    for (const more of [
      { nextToken: 'x' },
      { limit: 0 },
      { limit: 10_001 },
      { logGroupName: '../../etc*' },
      { logStreamName: 'a:b' },
    ]) {
      await assert.rejects(get(more), { name: 'InvalidParameterException' }, JSON.stringify(more));
    }
    for (const logGroupName of ['..', '../..', '/', 'a'.repeat(512)]) {
      await assert.rejects(get({ logGroupName }), missing('log group'));
    }
  });

  it('agrees with boto3', async function () {
    const python = pythonOrSkip(this);
    await fill('job/algo-1-1', 250);
    const input = { endpoint: server.endpoint, ...testCredentials, group, job: 'job' };
    const found = await servedJudge<{ streams: string[]; events: string[]; filtered: string[] }>(
      python,
      'logsJudge.py',
      input,
    );
    assert.deepEqual(found.streams, ['job/algo-1-1']);
    assert.equal(found.events.length, 250);
    assert.equal(found.events[249], '[249]#011validation-rmse:249');
    assert.deepEqual(found.filtered.length, 11);
  });
});
