import assert from 'node:assert/strict';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { loadServiceModel } from '../../src/serviceModel/serviceModel.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { generatedRequests, generatedXgboostRequests } from '../support/fullRequest.ts';
import { signedFetch, type RawAnswer } from '../support/signedFetch.ts';
import { bucket } from '../support/trainingRequests.ts';

const atOnce = 16;

describe('the engine, asked for generated training jobs', () => {
  let engine: EngineProcess;

  before(async () => {
    engine = await EngineProcess.start();
    const s3 = new S3Client(engine.clientConfiguration);
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'data', Body: '1,2\n' }));
    s3.destroy();
  });
  after(() => engine.remove());

  async function call(operation: string, input: unknown): Promise<RawAnswer> {
    const { endpoint, accessKeyId, secretAccessKey, region } = engine.announcement;
    const port = Number(new URL(endpoint).port);
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `SageMaker.${operation}` };
    const body = JSON.stringify(input);
    const credentials = { accessKeyId, secretAccessKey };
    const request = { method: 'POST', path: '/', headers, body, service: 'sagemaker', region, credentials };
    return signedFetch(port, request);
  }

  for (const [seed, generate, what] of [
    [1, generatedRequests, 'an image of its own'],
    [2, generatedRequests, 'an image of its own'],
    [3, generatedXgboostRequests, 'built-in XGBoost'],
  ] as const) {
    it(`refuses each that breaks one constraint and names that member only; the unbroken one it takes (${what}, seed ${seed})`, async function () {
      this.timeout(60_000);
      const { unbroken, broken } = generate(await loadServiceModel(), seed);
      const waiting = [...broken];
      const worker = async (): Promise<void> => {
        for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
          const { status, text } = await call('CreateTrainingJob', one.request);
          const { __type: type, message } = JSON.parse(text) as { __type: string; message: string };
          const what = `${one.name}: ${text}`;
          assert.equal(status, 400, what);
          if (one.constraint === 'type') {
            assert.match(type, /SerializationException$/, what);
            continue;
          }
          assert.match(type, /ValidationException$/, what);
          assert.match(message, /^1 validation error detected: /, what);
          const named = [...message.matchAll(/ at '([^']*)' failed to satisfy constraint/g)].map(([, at]) => at);
          assert.deepEqual(named, [one.location], what);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      const name = `unbroken-${seed}`;
      const { TrainingJobSummaries: before } = JSON.parse((await call('ListTrainingJobs', {})).text) as Jobs;
      assert.ok(
        before.every(({ TrainingJobName }) => TrainingJobName.startsWith('unbroken-')),
        'nothing is stored',
      );
      const taken = await call('CreateTrainingJob', { ...withOneOfEach(unbroken), TrainingJobName: name });
      assert.equal(taken.status, 200, taken.text);
    });
  }
});

/** What members say to each other is no constraint of the model: an image or an algorithm, instances or groups of them, plain channels. */
function withOneOfEach(request: Record<string, unknown>): Record<string, unknown> {
  const channels = request['InputDataConfig'] as {
    ChannelName: string;
    DataSource: { S3DataSource: { S3DataType: string; S3Uri: string } };
  }[];
  const InputDataConfig = channels.map(({ ChannelName, DataSource: { S3DataSource: source } }) => ({
    ChannelName,
    DataSource: { S3DataSource: { S3DataType: source.S3DataType, S3Uri: source.S3Uri } },
  }));
  const { InstanceGroups: _groups, ...ResourceConfig } = request['ResourceConfig'] as Record<string, unknown>;
  const { AlgorithmName: _name, ...AlgorithmSpecification } = request['AlgorithmSpecification'] as Record<
    string,
    unknown
  >;
  return { ...request, InputDataConfig, ResourceConfig, AlgorithmSpecification };
}

interface Jobs {
  readonly TrainingJobSummaries: readonly { readonly TrainingJobName: string }[];
}
