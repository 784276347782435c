import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTrainingJobsCommand, SageMakerClient, type CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { extract } from 'tar-stream';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import { RunDefaults } from '../../src/jobs/aws/runDefaults.ts';
import { runOnAws, type RoleOffer, type RunQuestions } from '../../src/jobs/aws/runOnAws.ts';
import type { RunSummary } from '../../src/jobs/aws/runSummary.ts';
import type { Finding } from '../../src/jobs/finding.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const account = '123456789012';
const bucket = `sagemaker-eu-west-1-${account}`;
const role = `arn:aws:iam::${account}:role/service-role/SageMakerWorkbenchLocal`;

const rest = `ResourceConfig: { InstanceType: ml.m5.large, InstanceCount: 1, VolumeSizeInGB: 30 }
StoppingCondition: { MaxRuntimeInSeconds: 86400 }
`;
const channel = (more = '') => `InputDataConfig:
  - { ChannelName: train, ${more}DataSource: { S3DataSource: { S3DataType: S3Prefix, S3Uri: data/train.csv, S3DataDistributionType: FullyReplicated } } }
`;
const builtIn = `TrainingJobName: mine
AlgorithmSpecification: { TrainingImage: 'xgboost:1.7-1', TrainingInputMode: File }
HyperParameters: { objective: 'reg:squarederror', num_round: 5, eta: 0.2 }
${channel('ContentType: text/csv, ')}${rest}`;

class Answers implements RunQuestions {
  readonly asked: string[] = [];
  offer: RoleOffer | undefined;
  summary: RunSummary | undefined;
  role: string | undefined = role;
  bucket: string | undefined;
  confirmed = true;

  async chooseRole(offer: RoleOffer) {
    this.asked.push('role');
    this.offer = offer;
    return this.role;
  }
  async chooseBucket(problem: string) {
    this.asked.push(`bucket: ${problem}`);
    return this.bucket;
  }
  async confirm(summary: RunSummary) {
    this.asked.push('confirm');
    this.summary = summary;
    return this.confirmed;
  }
}

describe('Run on AWS', function () {
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let source: AwsSessionModel;
  let workspaceRoot: string;
  let answers: Answers;
  let memory: Map<string, unknown>;
  let findings: readonly Finding[];

  before(async () => (aws = await AwsEngine.start()));
  after(() => aws.remove());

  beforeEach(async () => {
    workspaceRoot = await folders();
    await write('data/train.csv', '1.5,2,3\n2.5,3,4\n3.5,5,6\n');
    source = sessionFor();
    answers = new Answers();
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

  async function run(text: string) {
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
});
