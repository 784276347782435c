import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateAutoMLJobV2Command, type CreateAutoMLJobV2Request } from '@aws-sdk/client-sagemaker';
import { createCommand } from '../../src/jobs/clone/cliCode.ts';
import { cloneFile, named } from '../../src/jobs/clone/cloneText.ts';
import { createFromFile, readRequestFile } from '../../src/jobs/clone/createFromFile.ts';
import { createCode } from '../../src/jobs/clone/pythonCode.ts';
import { readRequest } from '../../src/jobs/clone/readRequest.ts';
import type { JsonObject } from '../../src/jobs/definitionReader.ts';
import { kindOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import { Session } from '../../src/sagemaker/session.ts';
import { platform } from '../../src/shared/node/platform.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import type { EngineProcess } from '../support/engineProcess.ts';
import { useSession } from '../support/engineFixture.ts';
import { autoMlRequest, firstAutoMlRequest, labelingRequest } from '../support/managedJobs.ts';
import { MotoServer } from '../support/motoServer.ts';
import { awsCommand, judgesInterpreter, pythonOrSkip } from '../support/python.ts';

const run = promisify(execFile);
const { SecurityConfig: _security, DataSplitConfig: _split, ...least } = autoMlRequest;
const MaxCandidates = 2;

/** One job of each kind of problem. */
const jobs: readonly CreateAutoMLJobV2Request[] = [
  autoMlRequest,
  {
    ...least,
    AutoMLJobName: 'sales-240102-030405',
    AutoMLJobObjective: { MetricName: 'MAPE' },
    AutoMLProblemTypeConfig: {
      TimeSeriesForecastingJobConfig: {
        CompletionCriteria: { MaxCandidates },
        ForecastFrequency: '1D',
        ForecastHorizon: 7,
        ForecastQuantiles: ['p10', 'p90'],
        Transformations: { Filling: { sold: { middlefill: 'zero' } }, Aggregation: { sold: 'sum' } },
        TimeSeriesConfig: {
          TargetAttributeName: 'sold',
          TimestampAttributeName: 'day',
          ItemIdentifierAttributeName: 'item',
          GroupingAttributeNames: ['shop'],
        },
        HolidayConfig: [{ CountryCode: 'CH' }],
      },
    },
  },
  {
    ...least,
    AutoMLJobName: 'pictures',
    AutoMLJobObjective: { MetricName: 'Accuracy' },
    AutoMLProblemTypeConfig: { ImageClassificationJobConfig: { CompletionCriteria: { MaxCandidates } } },
  },
  {
    ...least,
    AutoMLJobName: 'texts',
    AutoMLJobObjective: { MetricName: 'Accuracy' },
    AutoMLProblemTypeConfig: {
      TextClassificationJobConfig: { ...{ ContentColumn: 'on', TargetLabelColumn: '1:30' }, CompletionCriteria: { MaxCandidates } }, // prettier-ignore
    },
  },
];

describe('an AutoML job of moto as the request that made it', function () {
  this.timeout(120_000);
  let moto: MotoServer | undefined;
  let session: Session;
  let folder: string;
  before(async function () {
    moto = await MotoServer.start(pythonOrSkip(this));
    session = new Session(moto.connection, systemClock, () => undefined);
    folder = await mkdtemp(join(tmpdir(), 'clone-automl-'));
    const client = await session.clients.sagemaker();
    for (const job of jobs) await client.send(new CreateAutoMLJobV2Command(job));
  });
  after(async () => {
    session?.dispose();
    await moto?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const place = () => session.clients.connection;
  const variables = () => ({ ...process.env, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'any' });

  /** A description without what differs between one job and its like. */
  async function described(name: string): Promise<JsonObject> {
    const description = await kindOf('autoMlJob').describe(session.clients, name);
    assert.ok('AutoMLJobArn' in description && 'BestCandidate' in description);
    const own = ['AutoMLJobName', 'AutoMLJobArn', 'CreationTime', 'EndTime', 'LastModifiedTime', '$metadata'];
    return Object.fromEntries(Object.entries(description).filter(([member]) => !own.includes(member)));
  }
  async function isAgain(name: string, old: string): Promise<void> {
    assert.notEqual(name, old);
    assert.deepEqual(await described(name), await described(old));
    const request = await readRequest(session.clients, 'autoMlJob', name);
    assert.deepEqual(named('autoMlJob', request, old), await readRequest(session.clients, 'autoMlJob', old));
  }

  for (const job of jobs) {
    const { AutoMLJobName: old = '', AutoMLProblemTypeConfig: problem = {} } = job;
    it(`is what was asked for, and is made again from its file: ${Object.keys(problem).join()}`, async () => {
      const request = await readRequest(session.clients, 'autoMlJob', old);
      // moto tells a share of validation data and what it was not asked for as well.
      const { DataSplitConfig: _told, ...asked } = request;
      assert.deepEqual(job.DataSplitConfig === undefined ? asked : request, job);
      const source = { name: old, noun: 'AutoML job', where: 'moto', place: place() };
      const { fileName, text } = cloneFile('autoMlJob', request, source, Date.UTC(2031, 0, 2), platform);
      const file = { text, path: join(folder, fileName), workspaceRoot: folder };
      const read = await readRequestFile(file, 'autoMlJob');
      assert.match(read.name, /-310102-000000$/);
      await createFromFile(session.clients, read);
      await isAgain(read.name, old);
      await assert.rejects(
        createFromFile(session.clients, read),
        new RegExp(`AutoML job ${read.name} was not created because of AutoMLJobName \\(line \\d+\\): `),
      );
    });
  }

  it('is not sent where its file breaks the model', async () => {
    const text = `AutoMLJobName: x\nAutoMLProblemTypeConfig: {TabularJobConfig: {TargetAttributeName: y, Mode: BEST}}\n`;
    const file = { text, path: join(folder, 'x.automl-job.yaml'), workspaceRoot: folder };
    await assert.rejects(readRequestFile(file, 'autoMlJob'), /x\.automl-job\.yaml line [12]: /);
  });

  it('is made again by its Python', async () => {
    const request = await readRequest(session.clients, 'autoMlJob', autoMlRequest.AutoMLJobName);
    const code = createCode('autoMlJob', autoMlRequest.AutoMLJobName, request, place());
    const { stdout } = await run(judgesInterpreter, ['-c', code], { env: variables() });
    assert.match(stdout.trim(), /^churn-\d{6}-\d{6}$/);
    await isAgain(stdout.trim(), autoMlRequest.AutoMLJobName);
  });

  it('is made again by its command for the AWS CLI', async () => {
    const request = await readRequest(session.clients, 'autoMlJob', 'pictures');
    const command = createCommand('autoMlJob', 'by-the-cli', request, place(), platform);
    await run('bash', ['-c', command.replace(/^aws/m, `'${awsCommand}'`)], { env: variables() });
    await isAgain('by-the-cli', 'pictures');
  });
});

describe('a labeling or AutoML job that the local engine is asked for', function () {
  this.timeout(120_000);
  let engine: EngineProcess;
  let session: Session;
  useSession((given) => ({ engine, session } = given));

  const asked = [
    ['labelingJob', labelingRequest, 'labeling jobs today (CreateLabelingJob)'],
    ['autoMlJob', autoMlRequest, 'AutoML jobs today (CreateAutoMLJobV2)'],
    ['autoMlJob', firstAutoMlRequest, 'AutoML jobs today (CreateAutoMLJob)'],
  ] as const;
  const variables = () => {
    const { accessKeyId, secretAccessKey } = engine.announcement;
    return { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  };
  const refused = (words: string, error: unknown): true => {
    assert.ok(String(error).includes(`The local engine does not serve ${words}`), String(error));
    return true;
  };

  for (const [kind, request, words] of asked) {
    const source = { name: 'birds', noun: kind, where: 'local' };
    it(`is refused by the name of the operation, from its file: ${words}`, async () => {
      const place = engine.connection;
      const { fileName, text } = cloneFile(kind, { ...request }, { ...source, place }, Date.now(), platform);
      const file = { text, path: join(tmpdir(), fileName), workspaceRoot: tmpdir() };
      const read = await readRequestFile(file, kind);
      await assert.rejects(createFromFile(session.clients, read), (error) => refused(words, error));
    });

    it(`is taken by boto3 and the AWS CLI, whose validators find nothing, and refused by the engine: ${words}`, async function () {
      pythonOrSkip(this);
      const code = createCode(kind, 'birds', { ...request }, engine.connection);
      await assert.rejects(run(judgesInterpreter, ['-c', code], { env: variables() }), (error) =>
        refused(words, error),
      );
      const command = createCommand(kind, 'birds', { ...request }, engine.connection, platform);
      const bash = run('bash', ['-c', command.replace(/^aws/m, `'${awsCommand}'`)], { env: variables() });
      await assert.rejects(bash, (error) => refused(words, error));
    });
  }

  it('is in none of its lists', async () => {
    for (const kind of ['labelingJob', 'autoMlJob'] as const) {
      assert.deepEqual((await kindOf(kind).list(session.clients, { maxResults: 10, query: {} })).entries, []);
      await assert.rejects(
        kindOf(kind).describe(session.clients, 'x'),
        /The local engine has no (labeling|AutoML) jobs/,
      );
    }
  });
});
