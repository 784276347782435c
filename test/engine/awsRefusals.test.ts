import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ListTrainingJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import { RunDefaults } from '../../src/jobs/aws/runDefaults.ts';
import { runOnAws } from '../../src/jobs/aws/runOnAws.ts';
import type { Finding } from '../../src/jobs/finding.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { account, AwsRunAnswers, bucket, builtIn, role } from '../support/awsRun.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { trainingRequestOf } from '../support/trainingRequestOf.ts';

describe('Run on AWS where the account says no', () => {
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let source: AwsSessionModel | undefined;
  let answers: AwsRunAnswers;
  let findings: readonly Finding[];

  before(async () => (aws = await AwsEngine.start()));
  after(() => aws.remove());
  beforeEach(() => {
    answers = new AwsRunAnswers();
    findings = [];
  });
  afterEach(() => source?.dispose());

  let refusing: Server;
  const refused: string[] = [];

  before(async () => {
    refusing = createServer((request, response) => {
      refused.push(`${request.method} ${request.url}`);
      const message = `User: arn:aws:iam::${account}:user/local is not authorized to perform this`;
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    });
    await new Promise<void>((listening) => refusing.listen(0, '127.0.0.1', listening));
  });
  after(() => refusing.close());
  beforeEach(() => refused.splice(0));

  /** The same account, but for one service that refuses everything, as a policy does. */
  function refuse(service: 'IAM' | 'S3'): void {
    const { port } = refusing.address() as AddressInfo;
    const env = { ...aws.env, [`AWS_ENDPOINT_URL_${service}`]: `http://127.0.0.1:${port}` };
    const parts = { env, askMfaCode: async () => undefined, clock: systemClock, log: () => undefined };
    source = new AwsSessionModel({ kind: 'profile', profile: 'work' }, parts);
  }

  async function run(text: string) {
    assert.ok(source);
    const workspaceRoot = await folders();
    await mkdir(join(workspaceRoot, 'data'));
    await writeFile(join(workspaceRoot, 'data/train.csv'), '1.5,2,3\n2.5,3,4\n3.5,5,6\n');
    const file = { text, path: join(workspaceRoot, 'mine.training-job.yaml'), workspaceRoot };
    return runOnAws(await source.connect(), file, {
      questions: answers,
      defaults: new RunDefaults({ get: () => undefined, update: async () => undefined }),
      clock: systemClock,
      onFindings: (found) => (findings = found),
    });
  }

  async function jobNames(): Promise<string[]> {
    const client = new SageMakerClient(aws.engine.clientConfiguration);
    const { TrainingJobSummaries = [] } = await client.send(new ListTrainingJobsCommand({}));
    client.destroy();
    return TrainingJobSummaries.map(({ TrainingJobName = '' }) => TrainingJobName);
  }

  it('asks for the ARN where roles may not be listed, and runs though it may not be read', async () => {
    refuse('IAM');
    const job = await run(builtIn);
    assert.deepEqual(answers.asked, ['role', 'confirm']);
    assert.match(answers.offer?.denied ?? '', /is not authorized to perform/);
    assert.deepEqual(answers.offer?.roles, []);
    assert.equal(refused.length, 2, 'ListRoles and GetRole');
    assert.ok(job);
    assert.equal(trainingRequestOf(job).RoleArn, role);
    assert.ok((await jobNames()).includes(job.name));
  });

  it('does not put data into a bucket of the usual name that is somebody else’s, and makes nothing', async () => {
    refuse('S3');
    const before = await jobNames();
    assert.equal(await run(builtIn), undefined);
    assert.deepEqual(answers.asked, [
      'role',
      `bucket: The bucket ${bucket} belongs to somebody else, or you may not use it.`,
    ]);
    assert.deepEqual([...new Set(refused.map((call) => call.split(' ')[0]))], ['HEAD'], 'it only looked');
    assert.deepEqual(await jobNames(), before);
  });

  it('warns of a named bucket that may not be looked at, and leaves it to the job’s role', async () => {
    refuse('S3');
    const data = builtIn.replace('data/train.csv', 's3://theirs/train.csv');
    answers.confirmed = false;
    await run(`${data}OutputDataConfig: { S3OutputPath: 's3://theirs/out' }\n`);
    assert.deepEqual(
      findings.map(({ code, severity }) => [code, severity]),
      [
        ['bucket-denied', 'warning'],
        ['bucket-denied', 'warning'],
      ],
    );
    assert.deepEqual(answers.asked, ['role', 'confirm']);
  });
});
