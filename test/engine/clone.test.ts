import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { StopHyperParameterTuningJobCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { parse } from 'yaml';
import { createCommand } from '../../src/jobs/clone/cliCode.ts';
import { cloneFile, freshName, named } from '../../src/jobs/clone/cloneText.ts';
import { createAgain } from '../../src/jobs/clone/createAgain.ts';
import { createFromFile, readRequestFile, type RefusedRequestError } from '../../src/jobs/clone/createFromFile.ts';
import { creations, type CreatableKind } from '../../src/jobs/clone/creation.ts';
import { callEndpointCode, callModelCode, createCode } from '../../src/jobs/clone/pythonCode.ts';
import { replacedOutputs } from '../../src/jobs/clone/outputPaths.ts';
import { replacedByFile } from '../../src/jobs/clone/replacedByFile.ts';
import { readRequest } from '../../src/jobs/clone/readRequest.ts';
import { requestKindOf, requestKinds as allRequestKinds } from '../../src/jobs/clone/requestFile.ts';
import { resolveFor } from '../../src/jobs/submitTo.ts';
import { endpointsUsing } from '../../src/sagemaker/endpointsUsing.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { platform } from '../../src/shared/node/platform.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { createResource, type MadeKind, type RequestOf } from '../support/createResource.ts';
import { useSession } from '../support/engineFixture.ts';
import type { EngineProcess } from '../support/engineProcess.ts';
import { inputFrom, outputTo } from '../support/processingJobs.ts';
import { awsCommand, judgesInterpreter, pythonOrSkip } from '../support/python.ts';
import { bucket, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';
import { tuningRequest } from '../support/tuningRequests.ts';
import { waitFor } from '../support/waitFor.ts';

const run = promisify(execFile);
const role = 'arn:aws:iam::000000000000:role/service-role/test';
const Tags = [
  { Key: 'Owner', Value: '' },
  { Key: 'Project', Value: 'boston' },
];
const VpcConfig = { SecurityGroupIds: ['sg-0123456789abcdef0'], Subnets: ['subnet-0123456789abcdef0'] };
const Environment = { LANG: 'C.UTF-8', EMPTY: '', QUOTED: 'it\'s "1:30"' };

const training = {
  ...xgboostRequest('training-2024-01-02-03-04-05-678'),
  VpcConfig,
  Tags,
  Environment,
  CheckpointConfig: { S3Uri: `s3://${bucket}/checkpoints`, LocalPath: '/opt/ml/checkpoints' },
  EnableManagedSpotTraining: true,
  StoppingCondition: { MaxRuntimeInSeconds: 600, MaxWaitTimeInSeconds: 1200 },
  RetryStrategy: { MaximumRetryAttempts: 2 },
  ExperimentConfig: { ExperimentName: 'e', TrialComponentDisplayName: 'Training' },
};
const { TrainingImage: Image } = training.AlgorithmSpecification ?? {};
const ModelDataUrl = `s3://${bucket}/output/training-2024-01-02-03-04-05-678/output/model.tar.gz`;

/** A request of every kind, with what requests have beyond what they must; in the order in which one stands on another. */
const requests = {
  trainingJob: training,
  tuningJob: { ...tuningRequest('tuning-240102-030405', {}, { num_round: '4' }), Tags },
  model: {
    ModelName: 'served',
    PrimaryContainer: { Image, ModelDataUrl, Environment },
    ExecutionRoleArn: role,
    VpcConfig,
    Tags,
  },
  transformJob: {
    TransformJobName: 'transform',
    ModelName: 'served',
    BatchStrategy: 'MultiRecord',
    MaxPayloadInMB: 1,
    Environment,
    TransformInput: {
      ContentType: 'text/csv',
      SplitType: 'Line',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/data/validation.csv` } },
    },
    TransformOutput: { S3OutputPath: `s3://${bucket}/out`, AssembleWith: 'Line' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    DataProcessing: { InputFilter: '$[1:]', JoinSource: 'Input' },
    Tags,
  },
  processingJob: {
    ProcessingJobName: 'processing',
    RoleArn: role,
    AppSpecification: {
      ImageUri: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
      ContainerEntrypoint: ['python3', '/opt/ml/processing/input/code/job.py'],
      ContainerArguments: ['--on', 'yes'],
    },
    Environment,
    NetworkConfig: { EnableNetworkIsolation: true, VpcConfig },
    ProcessingInputs: [inputFrom('data/', '/opt/ml/processing/input/data')],
    ProcessingOutputConfig: { Outputs: [outputTo('processing', 'result')] },
    ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 5 } },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
    Tags,
  },
  endpointConfig: {
    EndpointConfigName: 'config',
    ProductionVariants: [
      {
        VariantName: 'A',
        ModelName: 'served',
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
        InitialVariantWeight: 2,
      },
    ],
    Tags,
  },
  endpoint: { EndpointName: 'endpoint', EndpointConfigName: 'config', Tags },
  lifecycleConfig: {
    NotebookInstanceLifecycleConfigName: 'lifecycle',
    OnStart: [{ Content: Buffer.from('#!/bin/bash\necho on\n').toString('base64') }],
  },
  notebook: {
    NotebookInstanceName: 'notebook',
    InstanceType: 'ml.t3.medium',
    RoleArn: role,
    LifecycleConfigName: 'lifecycle',
    SubnetId: 'subnet-0123456789abcdef0',
    SecurityGroupIds: ['sg-0123456789abcdef0'],
    VolumeSizeInGB: 20,
    DirectInternetAccess: 'Disabled',
    Tags,
  },
} as const satisfies Partial<Record<CreatableKind, object>>;

/** The local engine makes no labeling and AutoML jobs: those are in cloneManagedJobs.test.ts. */
const requestKinds = allRequestKinds.filter((kind) => kind !== 'labelingJob' && kind !== 'autoMlJob');

describe('a resource as the request that made it', function () {
  this.timeout(120_000);
  let engine: EngineProcess;
  let client: SageMakerClient;
  let session: Session;
  let folder: string;
  useSession((given) => ({ engine, client, session } = given));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clone-'));
    for (const [kind, request] of Object.entries(requests)) {
      await createResource(client, kind as MadeKind, request as RequestOf<MadeKind>);
      if (kind === 'trainingJob') await waitForStatus(client, training.TrainingJobName ?? '', 'Completed');
    }
    await client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'tuning-240102-030405' }));
  });
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  const nameOf = (kind: keyof typeof requests): string =>
    String((requests[kind] as Readonly<Record<string, unknown>>)[creations[kind].nameField]);
  const source = (kind: keyof typeof requests) => ({
    ...{ name: nameOf(kind), noun: kind, where: 'local', place: engine.connection },
  });
  const variables = () => {
    const { accessKeyId, secretAccessKey } = engine.announcement;
    return { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  };
  const python = async (code: string): Promise<string> =>
    (await run(judgesInterpreter, ['-c', code], { env: variables() })).stdout;

  for (const kind of Object.keys(requests) as (keyof typeof requests)[]) {
    it(`is the same request: ${kind}`, async () => {
      assert.deepEqual(await readRequest(session.clients, kind, nameOf(kind)), requests[kind]);
    });

    if (!creations[kind].isDefinition)
      it(`is a file for the AWS CLI under a new name: ${kind}`, async () => {
        const request = await readRequest(session.clients, kind, nameOf(kind));
        const { text } = cloneFile(kind, request, source(kind), 0, platform);
        const made = parse(text, { version: '1.1' }) as Record<string, unknown>;
        assert.deepEqual(named(kind, made, nameOf(kind)), requests[kind]);
        assert.equal(made[creations[kind].nameField], `${nameOf(kind)}-1970-01-01-00-00-00-000`);
      });
  }

  it('is not sent where its file breaks the model, and the field is named where the service refuses it', async () => {
    const path = join(folder, 'x.endpoint-config.yaml');
    const variant = (model: string, type: string) =>
      `ProductionVariants:\n  - {VariantName: A, ModelName: ${model}, InstanceType: ${type}, InitialInstanceCount: 1}\n`;
    const fileOf = (text: string) => ({ text, path, workspaceRoot: folder });
    const misspelt = fileOf(`EndpointConfigName: x\n${variant('served', 'ml.m5.larje')}`);
    await assert.rejects(
      readRequestFile(misspelt, 'endpointConfig'),
      /x\.endpoint-config\.yaml line 3: InstanceType cannot be/,
    );
    const nameless = fileOf(variant('served', 'ml.m5.large'));
    await assert.rejects(readRequestFile(nameless, 'endpointConfig'), /EndpointConfigName is missing/);
    const lost = await readRequestFile(
      fileOf(`EndpointConfigName: x\n${variant('gone', 'ml.m5.large')}`),
      'endpointConfig',
    );
    await assert.rejects(
      createFromFile(session.clients, lost),
      /^\w*Error: The endpoint configuration x was not created because of ProductionVariants\[0\]\.ModelName \(line 3\): Could not find/,
    );
  });

  for (const kind of ['trainingJob', 'tuningJob'] as const) {
    it(`is a job definition that resolves to the same request: ${kind}`, async () => {
      const request = await readRequest(session.clients, kind, nameOf(kind));
      const { fileName, text } = cloneFile(kind, request, source(kind), 0, platform);
      assert.equal(fileName, { trainingJob: 'training.training-job.yaml', tuningJob: 'tuning.tuning-job.yaml' }[kind]);
      const file = { text, path: join(folder, fileName), workspaceRoot: folder };
      const resolved = await resolveFor(session, file, systemClock);
      assert.deepEqual(named(kind, resolved.request as never, nameOf(kind)), requests[kind]);
      assert.deepEqual(resolved.uploads, []);
    });
  }

  it('is sent once more under a new name, and runs', async () => {
    const old = nameOf('trainingJob');
    const name = freshName('trainingJob', old, Date.now());
    const request = await readRequest(session.clients, 'trainingJob', old);
    await createAgain(session.clients, 'trainingJob', named('trainingJob', request, name), { runner: 'in-process' });
    await waitForStatus(client, name, 'Completed');
    assert.deepEqual(named('trainingJob', await readRequest(session.clients, 'trainingJob', name), old), training);
  });

  it('writes where no other job has written: run again, from its file, by the AWS CLI and by its Python', async function () {
    pythonOrSkip(this);
    const jobs = new TransformJobs(engine, { runner: 'in-process' });
    try {
      await jobs.put('own/rows.csv', '0.1,0.2\n');
      await jobs.createModel('own', { ModelDataUrl });
      const output = { S3OutputPath: `s3://${bucket}/workbench/transform/own-240102-030405` };
      const old = 'own-240102-030405';
      assert.equal((await jobs.run(old, 'own', 'own/', { output })).TransformJobStatus, 'Completed');
      const outputs = () => jobs.keys('workbench/transform/');
      const described = () => jobs.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: outputOf(old) }));
      const outputOf = (name: string) => `workbench/transform/${name}/rows.csv.out`;
      assert.deepEqual(await outputs(), [outputOf(old)]);
      const { LastModified: written } = await described();

      const request = await readRequest(session.clients, 'transformJob', old);
      const retried = named('transformJob', request, 'own-retried');
      assert.deepEqual(replacedOutputs('transformJob', request, retried), []);
      await createAgain(session.clients, 'transformJob', retried, { runner: 'in-process' });
      const { text } = cloneFile('transformJob', request, { ...source('transformJob'), name: old }, 0, platform);
      const file = { text, path: join(folder, 'own.transform-job.yaml'), workspaceRoot: folder };
      await createFromFile(session.clients, await readRequestFile(file, 'transformJob'));
      const command = createCommand('transformJob', 'own-cli', request, engine.connection, platform);
      await run('bash', ['-c', command.replace(/^aws/m, `'${awsCommand}'`)], { env: variables() });
      const byPython = (await python(createCode('transformJob', old, request, engine.connection))).trim();
      const names = [old, 'own-retried', 'own-1970-01-01-00-00-00-000', 'own-cli', byPython];
      for (const name of names) assert.equal((await jobs.ended(name)).TransformJobStatus, 'Completed', name);
      assert.deepEqual(await outputs(), names.map(outputOf).sort());
      assert.deepEqual((await described()).LastModified, written);
    } finally {
      jobs.close();
    }
  });

  it('says before its file is sent whose outputs it would replace, and nothing of a job that is not there', async () => {
    const told = async (kind: 'transformJob' | 'processingJob', change: (text: string) => string = (text) => text) => {
      const request = await readRequest(session.clients, kind, nameOf(kind));
      const { noun } = session.lists.of(kind).kind;
      const { fileName, text } = cloneFile(kind, request, { ...source(kind), noun }, 0, platform);
      const file = { text: change(text), path: join(folder, fileName), workspaceRoot: folder };
      return replacedByFile(session.clients, await readRequestFile(file, kind));
    };
    assert.deepEqual(await told('transformJob'), [`Replaces the outputs of transform in s3://${bucket}/out`]);
    assert.deepEqual(await told('transformJob', (text) => text.replace(/\/out"/, '/elsewhere"')), []);
    assert.deepEqual(await told('transformJob', (text) => text.replace('job transform ', 'job gone ')), []);
    assert.deepEqual(await told('processingJob'), []);
    assert.deepEqual(
      await told('processingJob', (text) => text.replace(/processing-1970[-\d]+\/result/, 'processing/result')),
      [`Replaces the outputs of processing in s3://${bucket}/out/processing/result`],
    );
  });

  it('is created by the command for the AWS CLI', async function () {
    pythonOrSkip(this);
    const served = await readRequest(session.clients, 'model', 'served');
    const command = createCommand('model', 'by-the-cli', served, engine.connection, platform);
    await run('bash', ['-c', command.replace(/^aws/m, `'${awsCommand}'`)], { env: variables() });
    const made = await readRequest(session.clients, 'model', 'by-the-cli');
    assert.deepEqual(made, named('model', served, 'by-the-cli'));
  });

  it('is trained again by its Python', async function () {
    pythonOrSkip(this);
    const old = nameOf('trainingJob');
    const code = createCode(
      'trainingJob',
      old,
      await readRequest(session.clients, 'trainingJob', old),
      engine.connection,
    );
    const [name = '', status, artifact] = (await python(code)).trim().split(' ');
    assert.match(name, /^training-\d{4}(-\d\d){5}$/);
    assert.equal(status, 'Completed');
    assert.equal(artifact, `s3://${bucket}/output/${name}/output/model.tar.gz`);
    assert.deepEqual(named('trainingJob', await readRequest(session.clients, 'trainingJob', name), old), training);
  });

  it('is created again by its Python: every other kind', async function () {
    pythonOrSkip(this);
    for (const kind of ['tuningJob', 'model', 'endpointConfig', 'lifecycleConfig'] as const) {
      const request = await readRequest(session.clients, kind, nameOf(kind));
      const name = (await python(createCode(kind, nameOf(kind), request, engine.connection))).trim();
      assert.notEqual(name, nameOf(kind));
      assert.deepEqual(named(kind, await readRequest(session.clients, kind, name), nameOf(kind)), requests[kind]);
    }
  });

  it('is called by its Python: an endpoint that is there, which needs its model, and a model that is deployed for it', async function () {
    pythonOrSkip(this);
    await waitFor(
      'the endpoint',
      async () => {
        const entry = await session.lists.of('endpoint').kind.describe(session.clients, 'endpoint');
        return (entry as { EndpointStatus?: string }).EndpointStatus === 'InService' ? true : undefined;
      },
      60_000,
    );
    for (const [kind, used] of [
      ['model', 'served'],
      ['endpointConfig', 'config'],
    ] as const)
      assert.deepEqual(await endpointsUsing(session, kind, used), ['endpoint']);
    const [there, made] = [
      await python(callEndpointCode('endpoint', engine.connection)),
      await python(callModelCode('served', engine.connection)),
    ];
    assert.match(there, /^-?\d+\.\d+\s*$/);
    assert.equal(made, there);
  });

  for (const kind of requestKinds) {
    it(`is created again from its file: ${kind}`, async () => {
      const { fileName, text } = cloneFile(
        kind,
        await readRequest(session.clients, kind, nameOf(kind)),
        source(kind),
        Date.UTC(2031, 0, requestKinds.indexOf(kind) + 1),
        platform,
      );
      const path = join(folder, fileName);
      assert.equal(requestKindOf(path), kind);
      const request = await readRequestFile({ text, path, workspaceRoot: folder }, kind);
      assert.match(request.name, /-2031-01-0\d-00-00-00-000$/);
      await createFromFile(session.clients, request);
      const made = await readRequest(session.clients, kind, request.name);
      assert.deepEqual(named(kind, made, nameOf(kind)), requests[kind]);
      const again = createFromFile(session.clients, request);
      await assert.rejects(again, (error: RefusedRequestError) => {
        const { nameField } = creations[kind];
        assert.match(
          error.message,
          new RegExp(`${request.name} was not created because of ${nameField} \\(line \\d+\\): `),
        );
        const [{ start, end } = { start: 0, end: 0 }] = error.findings;
        assert.equal(text.slice(start, end).replaceAll('"', ''), request.name);
        return true;
      });
    });
  }
});
