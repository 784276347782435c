import assert from 'node:assert/strict';
import {
  DescribeLogStreamsCommand,
  PutLogEventsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { hostMessage, type HostMessage, type LogWindow } from '../../src/protocol/trainingJobPanel.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { TrainingJobFeed } from '../../src/sagemaker/trainingJobFeed.ts';
import { createTrainingJob, describeTrainingJob, hasEnded, stopTrainingJob } from '../../src/sagemaker/trainingJobs.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { useSession } from '../support/engineFixture.ts';
import { endless, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

describe('what the panel of a training job is fed', () => {
  let session: Session;
  let cloudWatchLogs: CloudWatchLogsClient;
  useSession((given) => ({ session, logs: cloudWatchLogs } = given));

  /** A view that keeps what it is sent, checked as the real one checks it. */
  function view(jobName: string) {
    const messages: HostMessage[] = [];
    const { watch, lease } = session.watches.acquire(jobName);
    const feed = new TrainingJobFeed(watch, systemClock, {
      connection: session.connection,
      post: (message) => messages.push(hostMessage(structuredClone(message), 'message')),
      stop: () => void stopTrainingJob(session.clients, jobName),
    });
    feed.receive({ type: 'ready', width: 800 });
    const logs = (): LogWindow[] => messages.flatMap((message) => ('log' in message ? [message.log] : []));
    return { messages, watch, feed, lease, logs };
  }

  it('tells everything about a job that has ended, exactly as its log has it', async () => {
    await createTrainingJob(session.clients, xgboostRequest('ended', { num_round: '50' }));
    const { watch, messages, feed, lease, logs } = view('ended');
    await waitFor('the job to end', () => (watch.isComplete ? true : undefined));
    await waitFor('the end to be told', () => {
      const last = messages.findLast((message) => message.type === 'status' || message.type === 'snapshot');
      return last?.status.status === 'Completed' ? true : undefined;
    });
    await waitFor('the whole log to be told', () => logs().at(-1)?.isWhole);
    const metrics = messages.findLast((message) => 'metrics' in message)?.metrics ?? [];
    const final = await describeTrainingJob(session.clients, 'ended');
    const expected = (final.FinalMetricDataList ?? []).map(({ MetricName, Value }) => [MetricName, 50, Value]);
    const told = metrics.map(({ name, count, latest }) => [name, count, Math.fround(latest[1] ?? NaN)]);
    assert.deepEqual(
      told.sort(),
      expected.map(([name, count, value]) => [name, count, Math.fround(value as number)]).sort(),
    );
    const lines = new Map<number, string>();
    for (const { start, lines: part } of logs())
      part.forEach(({ message }, index) => lines.set(start + index, message));
    assert.equal(lines.size, logs().at(-1)?.total);
    assert.equal([...lines.values()].filter((line) => line.includes('validation-rmse')).length, 50);
    feed.dispose();
    lease.dispose();
  });

  it('follows a running job, and stops it when the view says so', async () => {
    await createTrainingJob(session.clients, xgboostRequest('followed', endless));
    const { watch, messages, feed, lease, logs } = view('followed');
    const first = await waitFor('a first metric', () => messages.find((message) => message.type === 'series'));
    assert.deepEqual(
      first.groups.map(({ group }) => group),
      ['rmse'],
    );
    const totals = logs().map(({ total }) => total);
    await waitFor('more lines', () => ((logs().at(-1)?.total ?? 0) > (totals.at(-1) ?? 0) ? true : undefined));
    await waitFor('six rounds', () => ((watch.metrics?.get('train:rmse')?.length ?? 0) > 5 ? true : undefined));
    const before = messages.length;
    feed.receive({ type: 'requestSeries', group: 'rmse', width: 100, from: 2, to: 5 });
    // What has come since the last patch, status and lines, is sent along with it.
    const zoomed = messages.slice(before).find((message) => message.type === 'series');
    assert.ok(zoomed?.groups[0]?.zoomed);
    assert.deepEqual([zoomed.groups[0]?.from, zoomed.groups[0]?.to], [2, 5]);
    feed.receive({ type: 'requestLog', start: 1, count: 2 });
    assert.equal(logs().at(-1)?.lines.length, 2);
    feed.receive({ type: 'stop' });
    await waitFor(
      'the stop to be told',
      () => messages.some((message) => 'status' in message && message.status.status === 'Stopped') || undefined,
    );
    feed.dispose();
    lease.dispose();
  });

  it('tells the whole of a log of more lines than fit into one call', async () => {
    await createTrainingJob(session.clients, xgboostRequest('long', { num_round: '2' }));
    await waitFor('the job to end', async () =>
      hasEnded((await describeTrainingJob(session.clients, 'long')).TrainingJobStatus) ? true : undefined,
    );
    const logGroupName = '/aws/sagemaker/TrainingJobs';
    const { logStreams } = await cloudWatchLogs.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: 'long/' }),
    );
    const logStreamName = logStreams?.[0]?.logStreamName ?? '';
    const more = 150_000;
    for (let start = 0; start < more; start += 10_000) {
      const logEvents = Array.from({ length: 10_000 }, (_, index) => ({
        timestamp: Date.now(),
        message: `[${start + index + 2}]#011train-rmse:0.5`,
      }));
      await cloudWatchLogs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    }
    const { watch, feed, lease } = view('long');
    await waitFor('the log to be read', () => (watch.isComplete ? true : undefined));
    assert.equal(watch.metrics?.get('train:rmse')?.length, more + 2);
    assert.ok(watch.lines.length > more + 2);
    feed.dispose();
    lease.dispose();
  });

  it('tells a view that a job is not there', async () => {
    const { messages, feed, lease } = view('nobody');
    const error = await waitFor('the error', () => messages.find((message) => message.type === 'error'));
    assert.match(error.message, /not found/);
    feed.dispose();
    lease.dispose();
  });

  it('refuses what is not of the protocol', () => {
    const { feed, lease } = view('ended');
    for (const message of [
      undefined,
      {},
      { type: 'ready' },
      { type: 'requestLog', start: -1, count: 5 },
      { type: 'eval', code: '1' },
    ]) {
      assert.throws(() => feed.receive(message), { name: 'ProtocolError' });
    }
    feed.dispose();
    lease.dispose();
  });
});
