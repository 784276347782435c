import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { CloudWatchLogsClient, GetLogEventsCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateLogGroupCommand, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateModelCommand, DescribeModelCommand, ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { loadServiceModel } from '../../src/serviceModel/serviceModel.ts';
import { Endpoints } from '../support/endpoints.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { Dice } from '../support/fuzz/dice.ts';
import { exchange } from '../support/fuzz/exchange.ts';
import { fuzzInput } from '../support/fuzz/fuzzInputs.ts';
import { faultOf } from '../support/fuzz/judgeAnswer.ts';
import { PlainRequests, fuzzBucket, fuzzEndpoint } from '../support/fuzz/plainRequests.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { putTables } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';

const isLong = process.env['TEST_LONG'] !== undefined;
const count = isLong ? 100_000 : 5_000;
/** FUZZ_SEED repeats a run, FUZZ_INPUT one of its inputs. */
const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const only = process.env['FUZZ_INPUT'];
const lanes = 8;
const slowClients = 20;
/** An engine at rest has some 100 MB; eight bodies of 10 MB are held while they are read. */
const mostMegabytes = 700;

describe(`${count} inputs that no honest client sends, of seed ${seed}`, function () {
  this.timeout(count * 60 + 120_000);
  const folders = useTemporaryFolders();

  it('are refused or answered in AWS’s words, and leave engine, state and disk as they were', async () => {
    const root = await folders();
    const deep = join(root, '1/2/3/4/5/6');
    await mkdir(deep, { recursive: true });
    await writeFile(join(root, 'canary'), 'alive');
    const env = { HOME: join(root, '1'), TMPDIR: join(root, '1/2'), NODE_OPTIONS: '' };
    const engine = await EngineProcess.start(join(deep, 'state'), [], env);
    try {
      const kept = new Kept(engine);
      await kept.put();
      const { accessKeyId, secretAccessKey, endpoint } = engine.announcement;
      const target = { port: Number(new URL(endpoint).port), keys: { accessKeyId, secretAccessKey } };
      const plain = new PlainRequests(await loadServiceModel());
      const slow = Array.from({ length: slowClients }, (_, at) => dripping(target.port, at));
      const secrets = [secretAccessKey, deep];
      const faults: string[] = [];
      const families = new Map<string, number>();
      let next = 0;
      const lane = async (): Promise<void> => {
        for (let index = next++; index < count && faults.length < 20; index = next++) {
          if (only !== undefined && Number(only) !== index) continue;
          const input = await fuzzInput(new Dice(seed + index), target, plain);
          families.set(input.family, (families.get(input.family) ?? 0) + 1);
          const fault = await exchange(target.port, input.bytes, input.isLast, input.isHead)
            .then((answer) => faultOf(input, answer, secrets))
            .catch((error: Error) => error.message);
          if (fault !== undefined)
            faults.push(`${index} (${input.family}): ${fault}\n${input.bytes.toString('latin1').slice(0, 1_500)}`);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      for (const end of slow) end();
      if (faults.length > 0) assert.fail(faults.join('\n\n'));
      if (only === undefined) assert.equal(families.size, 12, [...families.keys()].join(', '));

      await kept.check();
      assert.equal(engine.child.exitCode, null, engine.stderr);
      assert.doesNotMatch(engine.stderr, /failed inside|Unhandled|cannot be read/);
      const peak = await peakMegabytes(engine.pid);
      if (peak !== undefined) assert.ok(peak < mostMegabytes, `${peak} MB`);
      const written = (await readdir(root, { recursive: true })).filter(
        (path) => !path.startsWith('1/2/3/4/5/6/state'),
      );
      const path = ['1', '1/2', '1/2/3', '1/2/3/4', '1/2/3/4/5', '1/2/3/4/5/6', 'canary'];
      assert.deepEqual(written.sort(), path);
      assert.equal(await readFile(join(root, 'canary'), 'utf8'), 'alive');
      process.stdout.write(`      peak ${peak} MB; ${[...families].map((entry) => entry.join(' ')).join(', ')}\n`);
    } finally {
      await engine.remove();
    }
  });
});

/** What was there before, and is to be there after. */
class Kept {
  private readonly s3: S3Client;
  private readonly logs: CloudWatchLogsClient;
  private readonly client: SageMakerClient;
  private readonly endpoints: Endpoints;
  private answer = '';

  constructor(private readonly engine: EngineProcess) {
    this.s3 = new S3Client(engine.clientConfiguration);
    this.logs = new CloudWatchLogsClient(engine.clientConfiguration);
    this.client = new SageMakerClient(engine.clientConfiguration);
    this.endpoints = new Endpoints(engine, { runner: 'in-process' });
  }

  async put(): Promise<void> {
    for (const Bucket of ['keep-bucket', fuzzBucket]) await this.s3.send(new CreateBucketCommand({ Bucket }));
    await this.s3.send(new PutObjectCommand({ Bucket: 'keep-bucket', Key: 'kept', Body: 'kept content' }));
    const stream = { logGroupName: 'keep', logStreamName: 'kept' };
    await this.logs.send(new CreateLogGroupCommand(stream));
    await this.logs.send(new CreateLogStreamCommand(stream));
    await this.logs.send(
      new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: 'kept' }] }),
    );
    await this.client.send(
      new CreateModelCommand({
        ModelName: 'keep-model',
        ExecutionRoleArn: 'arn:aws:iam::000000000000:role/r',
        PrimaryContainer: { Image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1' },
        Tags: [{ Key: 'kept', Value: 'yes' }],
      }),
    );
    const models = new TransformJobs(this.engine, { runner: 'in-process' });
    await putTables(this.engine);
    await models.model('keep-served');
    models.close();
    await this.endpoints.config(fuzzEndpoint, { only: { ModelName: 'keep-served' } });
    await this.endpoints.create(fuzzEndpoint, fuzzEndpoint);
    await this.endpoints.settled(fuzzEndpoint);
    this.answer = (await this.endpoints.invoke(fuzzEndpoint)).text;
    assert.match(this.answer, /^-?\d/);
  }

  async check(): Promise<void> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: 'keep-bucket', Key: 'kept' }));
    assert.equal(await Body?.transformToString(), 'kept content');
    const { events } = await this.logs.send(new GetLogEventsCommand({ logGroupName: 'keep', logStreamName: 'kept' }));
    assert.deepEqual(
      events?.map(({ message }) => message),
      ['kept'],
    );
    const { ModelArn } = await this.client.send(new DescribeModelCommand({ ModelName: 'keep-model' }));
    const { Tags } = await this.client.send(new ListTagsCommand({ ResourceArn: ModelArn }));
    assert.deepEqual(Tags, [{ Key: 'kept', Value: 'yes' }]);
    assert.equal((await this.endpoints.invoke(fuzzEndpoint)).text, this.answer);
  }
}

/** A client that sends its headers, or a body that it announced, byte by byte until it is told to end. */
function dripping(port: number, at: number): () => void {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined); // the engine may close it: that is its right
  socket.write(`PUT /${fuzzBucket}/slow HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`);
  if (at % 2 === 0) socket.write('content-length: 100000\r\n\r\n');
  const timer = setInterval(() => socket.write('x'), 100);
  return () => {
    clearInterval(timer);
    socket.destroy();
  };
}

/** The most memory that a process has had; undefined where the system does not tell. */
async function peakMegabytes(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
}
