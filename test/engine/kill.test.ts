import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AddTagsCommand,
  CreateTrainingJobCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
  type DescribeTrainingJobResponse,
  type TrainingJobSummary,
} from '@aws-sdk/client-sagemaker';
import { killLeftovers } from '../../src/engine/execution/process/leftovers.ts';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { bucket, endless, putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const kills = process.env['TEST_LONG'] === undefined ? 10 : 200;

const stream = { logGroupName: '/kill', logStreamName: 'lines' };
const tagged = 'arn:aws:sagemaker:us-east-1:000000000000:training-job/tagged';

describe(`an engine that is killed at ${kills} random moments`, function () {
  this.timeout(kills * 10_000);

  it('has everything that it acknowledged, and brings every job to an end', async () => {
    const state = await temporaryFolder();
    const objects = new Map<string, string>();
    const jobs = new Set<string>();
    const lines: string[] = [];
    const tags = new Map<string, string>();
    for (let round = 0; round < kills; round++) {
      const engine = await EngineProcess.start(state);
      if (round === 0) await putTables(engine);
      const s3 = new S3Client(engine.clientConfiguration);
      const client = new SageMakerClient(engine.clientConfiguration);
      const logs = new CloudWatchLogsClient(engine.clientConfiguration);
      if (round === 0) {
        await logs.send(new CreateLogGroupCommand(stream));
        await logs.send(new CreateLogStreamCommand(stream));
        await client.send(new CreateTrainingJobCommand(xgboostRequest('tagged')));
      }
      await everythingIsThere(s3, client, logs);
      const before = lines.length;
      const writers = [
        ...[writeObjects(s3, round), writeObjects(s3, round + 0.5), createJobs(client, round)],
        ...[writeLines(logs, round), writeTags(client, round)],
      ];
      await new Promise((next) => setTimeout(next, 100 + Math.random() * 400));
      // However busy the machine: a round in which nothing was acknowledged shows nothing.
      await waitFor('a line to be acknowledged', async () => (lines.length > before ? true : undefined));
      await engine.end('SIGKILL');
      await Promise.all(writers);
      for (const each of [s3, client, logs]) each.destroy();
    }
    const last = await EngineProcess.start(state);
    const client = new SageMakerClient(last.clientConfiguration);
    await everythingIsThere(
      new S3Client(last.clientConfiguration),
      client,
      new CloudWatchLogsClient(last.clientConfiguration),
    );
    // What had begun is Failed at once; what had not begins again.
    await waitFor(
      'every job to end',
      async () =>
        (await listed(client)).every(({ TrainingJobStatus }) => TrainingJobStatus !== 'InProgress') ? true : undefined,
      kills * 8_000,
    );
    assert.ok(jobs.size >= kills && objects.size >= kills, `${jobs.size} jobs, ${objects.size} objects`);
    assert.ok(lines.length >= kills && tags.size > 0, `${lines.length} lines, ${tags.size} tags`);
    await last.end('SIGTERM');
    assert.equal(await killLeftovers(join(state, 'work')), 0, 'processes are left');
    const files = await readdir(state, { recursive: true });
    assert.deepEqual(
      files.filter((path) => /\.tmp$|[/\\]staging[/\\]|^work[/\\]/.test(path)),
      [],
    );
    await rm(state, { recursive: true, force: true, maxRetries: 5 });

    /** Writes until the engine is gone; an entry counts from the moment it is acknowledged. */
    async function writeObjects(s3: S3Client, seed: number): Promise<void> {
      for (let index = 0; ; index++) {
        const [key, content] = [`kill/${seed}/${index % 7}`, `${seed}:${index}:${'x'.repeat((index * 977) % 20_000)}`];
        objects.delete(key); // while it is being replaced, either content is right
        try {
          await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
        } catch {
          return; // the engine was killed
        }
        objects.set(key, content);
      }
    }

    async function createJobs(sagemaker: SageMakerClient, round: number): Promise<void> {
      for (let index = 0; ; index++) {
        const name = `job-${round}-${index}`;
        try {
          await sagemaker.send(new CreateTrainingJobCommand(xgboostRequest(name)));
        } catch {
          return; // the engine was killed
        }
        jobs.add(name);
      }
    }

    async function writeLines(logs: CloudWatchLogsClient, round: number): Promise<void> {
      for (let index = 0; ; index++) {
        const logEvents = [{ timestamp: Date.now(), message: `${round}-${index}` }];
        try {
          await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
        } catch {
          return; // the engine was killed
        }
        lines.push(`${round}-${index}`);
      }
    }

    async function writeTags(sagemaker: SageMakerClient, round: number): Promise<void> {
      for (let index = 0; ; index++) {
        const [Key, Value] = [`key-${index % 40}`, `${round}-${index}`];
        tags.delete(Key); // while it is being replaced, either value is right
        try {
          await sagemaker.send(new AddTagsCommand({ ResourceArn: tagged, Tags: [{ Key, Value }] }));
        } catch {
          return; // the engine was killed
        }
        tags.set(Key, Value);
      }
    }

    async function everythingIsThere(
      s3: S3Client,
      sagemaker: SageMakerClient,
      logs: CloudWatchLogsClient,
    ): Promise<void> {
      const kept: string[] = [];
      for await (const { events = [] } of paginateFilterLogEvents(
        { client: logs },
        { logGroupName: stream.logGroupName },
      ))
        kept.push(...events.map(({ message = '' }) => message));
      // A line may be kept whose acknowledgement the kill took; none is lost, and none changes its place.
      const acknowledged = new Set(lines);
      assert.deepEqual(
        kept.filter((line) => acknowledged.has(line)),
        lines,
      );
      const { Tags = [] } = await sagemaker.send(new ListTagsCommand({ ResourceArn: tagged, MaxResults: 50 }));
      const values = new Map(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      for (const [key, value] of tags) assert.equal(values.get(key), value, key);
      for (const [key, content] of objects) {
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        assert.equal(await object.Body?.transformToString(), content, key);
      }
      const names = new Set((await listed(sagemaker)).map(({ TrainingJobName }) => TrainingJobName));
      for (const name of jobs) assert.ok(names.has(name), name);
    }

    async function listed(sagemaker: SageMakerClient): Promise<TrainingJobSummary[]> {
      const found: TrainingJobSummary[] = [];
      for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
        const more = token === undefined ? {} : { NextToken: token };
        const page = await sagemaker.send(new ListTrainingJobsCommand({ MaxResults: 100, ...more }));
        found.push(...(page.TrainingJobSummaries ?? []));
        token = page.NextToken;
      }
      return found;
    }
  });
});

/** The values of train:rmse in a job's log. */
async function loggedErrors(engine: EngineProcess, job: string): Promise<number[]> {
  const client = new CloudWatchLogsClient(engine.clientConfiguration);
  const query = { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${job}/` };
  const values: number[] = [];
  for await (const { events = [] } of paginateFilterLogEvents({ client }, query))
    for (const { message = '' } of events)
      values.push(...[...message.matchAll(/(?:\t|#011)train-rmse:([\d.e+-]+)/g)].map(([, value]) => Number(value)));
  client.destroy();
  return values;
}

/** What was logged last is the job's metric; what an engine in order is told while it ends may still come into its log. */
async function endsWithItsLog(engine: EngineProcess, job: DescribeTrainingJobResponse, signal: string): Promise<void> {
  const values = await loggedErrors(engine, job.TrainingJobName ?? '');
  const metric = job.FinalMetricDataList?.find(({ MetricName }) => MetricName === 'train:rmse');
  assert.ok(metric?.Timestamp !== undefined && metric.Value !== undefined && values.length > 0, job.TrainingJobName);
  if (signal === 'SIGKILL') assert.equal(metric.Value, values.at(-1));
  else assert.ok(values.slice(-20_000).includes(metric.Value), `${metric.Value}`);
}

describe('an engine that ends while jobs wait', () => {
  let engine: EngineProcess;
  afterEach(() => engine.remove());
  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`by ${signal} leaves those to the next one that had not begun, and the others are Failed`, async () => {
      engine = await EngineProcess.start();
      await putTables(engine);
      const client = new SageMakerClient(engine.clientConfiguration);
      const busy = Array.from({ length: Math.max(2, availableParallelism() - 1) }, (_, index) => `busy-${index}`);
      const waiting = ['waits-0', 'waits-1', 'waits-2'];
      for (const name of busy) await client.send(new CreateTrainingJobCommand(xgboostRequest(name, endless)));
      for (const name of waiting) await client.send(new CreateTrainingJobCommand(xgboostRequest(name)));
      for (const name of busy) {
        await waitForStatus(client, name, 'Training');
        const isUnderWay = async () => (await loggedErrors(engine, name).catch(() => [])).length > 0 || undefined;
        await waitFor(`${name} to be under way`, isUnderWay);
      }
      await engine.end(signal);
      client.destroy();
      engine = await EngineProcess.start(engine.stateDirectory);
      const again = new SageMakerClient(engine.clientConfiguration);
      for (const name of busy) {
        const job = await waitForStatus(again, name, 'Failed');
        assert.match(job.FailureReason ?? '', /while this job was running/);
        await endsWithItsLog(engine, job, signal);
      }
      for (const name of waiting) {
        const job = await waitForStatus(again, name, 'Completed', 'Failed');
        assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
        const statuses = job.SecondaryStatusTransitions?.map(({ Status }) => Status);
        assert.deepEqual(statuses, ['Starting', 'Downloading', 'Training', 'Uploading', 'Completed']);
      }
      again.destroy();
    });
});
