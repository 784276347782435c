import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
  type CreateTrainingJobRequest,
} from '@aws-sdk/client-sagemaker';
import { extract } from 'tar-stream';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import { RunDefaults } from '../../src/jobs/aws/runDefaults.ts';
import { runOnAws } from '../../src/jobs/aws/runOnAws.ts';
import type { Finding } from '../../src/jobs/finding.ts';
import { DefinitionError } from '../../src/jobs/submit.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { account, AwsRunAnswers, bucket, builtIn, channel, rest, role } from '../support/awsRun.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { trainingRequestOf } from '../support/trainingRequestOf.ts';

describe('Run on AWS', function () {
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let source: AwsSessionModel;
  let workspaceRoot: string;
  let answers: AwsRunAnswers;
  let memory: Map<string, unknown>;
  let findings: readonly Finding[];

  before(async () => (aws = await AwsEngine.start()));
  after(() => aws.remove());

  beforeEach(async () => {
    workspaceRoot = await folders();
    await write('data/train.csv', '1.5,2,3\n2.5,3,4\n3.5,5,6\n');
    source = sessionFor();
    answers = new AwsRunAnswers();
    memory = new Map();
    findings = [];
  });
  afterEach(() => source.dispose());

  const sessionFor = (profile = 'work') =>
    new AwsSessionModel(
      { kind: 'profile', profile },
      { env: aws.env, askMfaCode: async () => undefined, clock: systemClock, log: () => undefined },
    );

  async function write(path: string, text: string): Promise<string> {
    const full = join(workspaceRoot, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, text);
    return full;
  }

  async function run(text: string, signal?: AbortSignal) {
    const path = await write('mine.training-job.yaml', text);
    return runOnAws(
      await source.connect(),
      { text, path, workspaceRoot },
      {
        questions: answers,
        defaults: new RunDefaults({
          get: (key) => memory.get(key),
          update: async (key, value) => void memory.set(key, value),
        }),
        clock: systemClock,
        onFindings: (found) => (findings = found),
        ...(signal && { signal }),
      },
    );
  }

  async function jobNames(): Promise<string[]> {
    const client = new SageMakerClient(aws.engine.clientConfiguration);
    const { TrainingJobSummaries = [] } = await client.send(new ListTrainingJobsCommand({ MaxResults: 100 }));
    client.destroy();
    return TrainingJobSummaries.map(({ TrainingJobName = '' }) => TrainingJobName);
  }

  it('makes nothing until it is confirmed, and asks for what nobody wants to type only once', async () => {
    answers.confirmed = false;
    assert.equal(await run(builtIn), undefined);
    assert.deepEqual(answers.asked, ['role', 'confirm']);
    assert.deepEqual(
      answers.offer?.roles.map(({ arn }) => arn),
      [role],
    );
    assert.deepEqual(await jobNames(), []);
    const facts = answers.summary?.facts.join('\n') ?? '';
    for (const fact of [
      `Account: ${account} (work)`,
      'Region: eu-west-1',
      `Endpoint: ${aws.engine.announcement.endpoint} (not AWS's own)`,
      `Role: ${role}`,
      'Instances: ml.m5.large × 1',
      'Price: unknown',
      'Runs at most: 24 h 0 min',
      `Uploads: 1 object, 24 bytes, to s3://${bucket}`,
      `Creates the bucket: ${bucket}`,
    ])
      assert.ok(facts.includes(fact), `${fact} in\n${facts}`);

    answers.confirmed = true;
    const job = await run(builtIn);
    assert.equal(job?.arn, `arn:aws:sagemaker:eu-west-1:${account}:training-job/${job?.name}`);
    assert.deepEqual(answers.asked, ['role', 'confirm', 'confirm']);
    assert.deepEqual(await jobNames(), [job?.name]);
    assert.deepEqual(findings, []);
  });

  const refused: [what: string, change: (text: string) => string, line: RegExp, code: string][] = [
    [
      'a role that SageMaker may not take on',
      (text) => `${text}RoleArn: arn:aws:iam::${account}:role/LambdaLocal\n`,
      /line 8: SageMaker may not take on the role .*LambdaLocal/,
      'role',
    ],
    [
      'a role that is not there',
      (text) => `${text}RoleArn: arn:aws:iam::${account}:role/nobody\n`,
      /line 8: There is no role .*nobody in this account/,
      'role',
    ],
    [
      'a role of another account',
      (text) => `${text}RoleArn: arn:aws:iam::999999999999:role/x\n`,
      /line 8: This role belongs to account 999999999999/,
      'role',
    ],
    [
      'data in a bucket that is not there',
      (text) => text.replace('data/train.csv', 's3://nobodys/train.csv'),
      /line 5: There is no bucket nobodys/,
      'bucket',
    ],
    [
      'an output in a bucket of another region',
      (text) => `${text}OutputDataConfig: { S3OutputPath: 's3://far-away/out' }\n`,
      /line 8: The bucket far-away is in us-east-1, and the job runs in eu-west-1/,
      'bucket-region',
    ],
  ];
  for (const [what, change, message, code] of refused) {
    it(`refuses ${what} on its line, before it asks or makes anything`, async () => {
      const before = await jobNames();
      await assert.rejects(run(change(builtIn)), (error: unknown) => {
        assert.ok(error instanceof DefinitionError);
        assert.match(error.message, message);
        return true;
      });
      assert.deepEqual(
        findings.map((finding) => finding.code),
        [code],
      );
      assert.equal(answers.asked.includes('confirm'), false);
      assert.deepEqual(await jobNames(), before);
    });
  }

  it('forgets a remembered role that no longer works, and asks again', async () => {
    memory.set(`sagemakerWorkbench.role.${account}`, `arn:aws:iam::${account}:role/gone`);
    await assert.rejects(run(builtIn), /There is no role .*gone/);
    answers.confirmed = false;
    await run(builtIn);
    assert.deepEqual(answers.asked, ['role', 'confirm']);
  });

  it('ends without a trace when no role is chosen, or when it is cancelled at the last moment', async () => {
    const before = await jobNames();
    answers.role = undefined;
    assert.equal(await run(builtIn), undefined);
    answers.role = role;
    const cancel = new AbortController();
    answers.confirm = async () => {
      cancel.abort(new Error('cancelled'));
      return true;
    };
    await assert.rejects(run(builtIn, cancel.signal), /cancelled/);
    assert.deepEqual(await jobNames(), before);
  });

  it('asks for another bucket where the usual one is in another region, makes it after the confirm and remembers it', async () => {
    memory.set(`sagemakerWorkbench.bucket.${account}.eu-west-1`, 'far-away');
    answers.bucket = 'chosen-by-me';
    const job = await run(builtIn);
    assert.deepEqual(answers.asked, [
      'role',
      'bucket: The bucket far-away is in us-east-1, and the job runs in eu-west-1.',
      'confirm',
    ]);
    assert.ok(answers.summary?.facts.includes('Creates the bucket: chosen-by-me'));
    assert.match(job ? (trainingRequestOf(job).OutputDataConfig?.S3OutputPath ?? '') : '', /^s3:\/\/chosen-by-me\//);
    assert.equal(memory.get(`sagemakerWorkbench.bucket.${account}.eu-west-1`), 'chosen-by-me');
  });

  describe('sends what the SageMaker Python SDK sends', function () {
    this.timeout(90_000);
    const script = (image: string, hyperparameters: string) => `TrainingJobName: mine
AlgorithmSpecification: { TrainingImage: '${image}', TrainingInputMode: File }
SourceDir: src
EntryPoint: train.py
HyperParameters: ${hyperparameters}
RoleArn: ${role}
${channel()}${rest}`;
    const framework = (version: string, python?: string) => ({
      entry_point: 'train.py',
      framework_version: version,
      ...(python !== undefined && { py_version: python }),
      instance_count: 1,
      instance_type: 'ml.m5.large',
      hyperparameters: {
        ...{ epochs: 10, name: 'abc', lr: 0.1, flag: true, sizes: [1, 2] },
        ...{ city: 'Zürich 😀', names: ['ä', 'b'], decay: 1e-5, momentum: 0.5, big: 12345678901234567000 },
      },
    });
    const hyperparameters =
      '{ epochs: 10, name: abc, lr: 0.1, flag: true, sizes: "[1, 2]", city: Zürich 😀, names: \'["ä", "b"]\', decay: 1e-5, momentum: .5, big: 12345678901234567000 }';
    const cases: Record<string, { definition: string; estimator: string; arguments: object; contentType?: string }> = {
      'built-in XGBoost': {
        // For scripts these two are added as the SDK adds them; a definition of a built-in algorithm says all that it wants.
        definition: `${builtIn}DebugHookConfig: { S3OutputPath: 's3://${bucket}/', CollectionConfigurations: [] }
ProfilerConfig: { S3OutputPath: 's3://${bucket}/', DisableProfiler: false }
`,
        estimator: 'Estimator',
        arguments: {
          image: { framework: 'xgboost', version: '1.7-1' },
          instance_count: 1,
          instance_type: 'ml.m5.large',
          hyperparameters: { objective: 'reg:squarederror', num_round: 5, eta: 0.2 },
        },
        contentType: 'text/csv',
      },
      'scikit-learn': {
        definition: script('sklearn:1.2-1', hyperparameters),
        estimator: 'SKLearn',
        arguments: framework('1.2-1', 'py3'),
      },
      'XGBoost with a script': {
        definition: script('xgboost:1.7-1', hyperparameters),
        estimator: 'XGBoost',
        arguments: framework('1.7-1'),
      },
      PyTorch: {
        definition: script('pytorch:2.3', hyperparameters),
        estimator: 'PyTorch',
        arguments: framework('2.3', 'py311'),
      },
      TensorFlow: {
        definition: script('tensorflow:2.16', hyperparameters),
        estimator: 'TensorFlow',
        arguments: framework('2.16', 'py310'),
      },
    };
    for (const [name, { definition, estimator, arguments: given, contentType }] of Object.entries(cases)) {
      it(name, async function () {
        const python = pythonOrSkip(this);
        const data = join(workspaceRoot, 'data/train.csv');
        const sourceDir = dirname(await write('src/train.py', 'import pkg.a\n'));
        await write('src/requirements.txt', '# nothing\n');
        await write('src/pkg/a.py', 'x = 1\n');
        const job = await run(definition);
        assert.ok(job);
        const [theirs] = await servedJudge<{ request: CreateTrainingJobRequest; archive: object | null }[]>(
          python,
          'sageMakerSdkJudge.py',
          {
            role,
            bucket,
            jobs: [
              {
                estimator,
                arguments: { ...given, ...('entry_point' in given && { source_dir: sourceDir }) },
                channels: { train: { path: data, ...(contentType && { content_type: contentType }) } },
              },
            ],
          },
          { ...aws.env, AWS_PROFILE: 'work' },
        );
        assert.ok(theirs);
        const request = trainingRequestOf(job);
        assert.deepEqual(withoutNames(request), withoutNames(theirs.request));
        assert.deepEqual(withoutNames(await storedLike(request)), withoutNames(await storedLike(theirs.request)));
        assert.deepEqual(await archiveOf(request), theirs.archive);
      });
    }
  });

  /** What the engine has of a request, member by member. */
  async function storedLike(request: CreateTrainingJobRequest): Promise<CreateTrainingJobRequest> {
    const client = new SageMakerClient(aws.engine.clientConfiguration);
    const { TrainingJobName } = request;
    const stored = await client.send(new DescribeTrainingJobCommand({ TrainingJobName }));
    client.destroy();
    const members = Object.keys(request) as (keyof CreateTrainingJobRequest & keyof typeof stored)[];
    return Object.fromEntries(members.map((member) => [member, stored[member]])) as unknown as CreateTrainingJobRequest;
  }

  /** The files of a request's script, by name, from the bucket. */
  async function archiveOf({ HyperParameters = {} }: CreateTrainingJobRequest): Promise<object | null> {
    const uri = HyperParameters['sagemaker_submit_directory'];
    if (uri === undefined) return null;
    const s3 = new S3Client(aws.engine.clientConfiguration);
    const [, Bucket, Key] = /^"s3:\/\/([^/]+)\/(.*)"$/.exec(uri) ?? [];
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const bytes = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array());
    s3.destroy();
    const files: Record<string, string> = {};
    const reader = extract();
    reader.end(bytes);
    for await (const entry of reader) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      if (entry.header.type === 'file') files[entry.header.name] = Buffer.concat(chunks).toString('utf8');
    }
    return files;
  }
});

/** A request as both would send it had they the same taste in names: of the job, and of where things stand in the bucket. */
function withoutNames(request: CreateTrainingJobRequest): unknown {
  const name = request.TrainingJobName ?? '';
  const text = JSON.stringify(request)
    .replaceAll(name, 'NAME')
    .replaceAll(/s3:\/\/sagemaker-eu-west-1-123456789012(?:\/[^"\\]*)?/g, (uri) => {
      const last = uri.split('/').at(-1) ?? '';
      return last === 'train.csv' || last === 'sourcedir.tar.gz' || last === 'model'
        ? `s3://BUCKET/${last}`
        : 's3://BUCKET/';
    });
  return JSON.parse(text);
}
