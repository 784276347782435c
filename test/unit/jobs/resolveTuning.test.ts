import assert from 'node:assert/strict';
import type { CreateHyperParameterTuningJobRequest } from '@aws-sdk/client-sagemaker';
import { parse } from 'yaml';
import { runSummary } from '../../../src/jobs/aws/runSummary.ts';
import { cliCommand } from '../../../src/jobs/cliCommand.ts';
import { nodeDefinitionFiles } from '../../../src/jobs/nodeDefinitionFiles.ts';
import { resolveJob } from '../../../src/jobs/resolve.ts';
import { resolvedText } from '../../../src/jobs/resolvedText.ts';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import { platformFor } from '../../../src/shared/node/platform.ts';
import { bostonTuning } from './tuningWorkspace.ts';
import { Workspace } from './workspace.ts';

const connection = {
  id: 'aws:123456789012:eu-west-1',
  kind: 'aws',
  label: 'team',
  accountId: '123456789012',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
} as const;
const bucket = 'sagemaker-eu-west-1-123456789012';
const role = 'arn:aws:iam::123456789012:role/mine';

describe("a tuning job's definition, resolved", () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  async function resolve(text: string) {
    const job = await resolveJob(workspace.parse(text, 'tuning-job'), {
      model: await loadServiceModel(),
      files: nodeDefinitionFiles,
      workspaceRoot: workspace.root,
      clock: {
        now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 67),
        schedule: () => assert.fail('resolving waits for nothing'),
      },
      target: { kind: 'aws', region: 'eu-west-1', accountId: '123456789012', roleArn: role },
    });
    return { ...job, request: job.request as CreateHyperParameterTuningJobRequest };
  }

  it('has what a training job’s has: image, role, output, uploads; and a name of at most 32 characters', async () => {
    const { name, request, uploads } = await resolve(bostonTuning);
    assert.equal(name, 'boston-260102-030405');
    assert.equal(request.HyperParameterTuningJobName, name);
    const { TrainingJobDefinition: one, HyperParameterTuningJobConfig: config } = request;
    assert.equal(
      one?.AlgorithmSpecification?.TrainingImage,
      '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1',
    );
    assert.equal(one?.RoleArn, role);
    assert.equal(one?.OutputDataConfig?.S3OutputPath, `s3://${bucket}/workbench/output`);
    assert.deepEqual(one?.StaticHyperParameters, { objective: 'reg:squarederror', num_round: '200' });
    assert.deepEqual(config?.ParameterRanges?.IntegerParameterRanges, [
      { Name: 'max_depth', MinValue: '2', MaxValue: '10' },
    ]);
    const uris = one?.InputDataConfig?.map(({ DataSource }) => DataSource?.S3DataSource?.S3Uri);
    assert.deepEqual(
      uris,
      uploads.map(({ key }) => `s3://${bucket}/${key}`),
    );
    const long = await resolve(bostonTuning.replace('JobName: boston', `JobName: ${'a'.repeat(32)}`));
    assert.equal(long.name, `${'a'.repeat(18)}-260102-030405`);
  });

  it('is shown as YAML that reads back the same, and as the command that sends it', async () => {
    const job = await resolve(bostonTuning);
    const text = resolvedText(job);
    assert.match(text, /^# .*aws sagemaker create-hyper-parameter-tuning-job --cli-input-yaml/);
    assert.deepEqual(parse(text), job.request);
    const command = cliCommand(job, connection, platformFor('linux', {}, '/'));
    assert.match(command, /aws sagemaker create-hyper-parameter-tuning-job --region 'eu-west-1' --cli-input-json '\{/);
  });

  it('says before it runs on AWS how many training jobs that may be', async () => {
    const { question, facts } = runSummary(connection, await resolve(bostonTuning), undefined);
    assert.equal(question, 'Run boston-260102-030405 on AWS?');
    for (const fact of [
      `Role: ${role}`,
      'Training jobs: up to 20, 2 at once (Bayesian)',
      'Instances: ml.m5.large × 1',
      `Output: s3://${bucket}/workbench/output`,
    ])
      assert.ok(facts.includes(fact), `${fact} in ${facts.join(' | ')}`);
  });

  it('runs a script as the SDK’s tuner does: no debugger, values of categories as JSON strings', async () => {
    await workspace.write('project/train.py', 'print(1)\n');
    const text = bostonTuning
      .replace(
        'TrainingImage: xgboost:1.7-1',
        'TrainingImage: pytorch:2.3\n    MetricDefinitions: [{ Name: validation:rmse, Regex: "rmse=(.*)" }]',
      )
      .replace('TrainingJobDefinition:\n', 'TrainingJobDefinition:\n  EntryPoint: train.py\n')
      .replace(
        'IntegerParameterRanges',
        'CategoricalParameterRanges:\n      - Name: optimizer\n        Values: [adam, 10]\n    IntegerParameterRanges',
      );
    assert.deepEqual(await workspace.findings(text, 'tuning-job'), []);
    const { request, trainings } = await resolve(text);
    const { TrainingJobDefinition: one, HyperParameterTuningJobConfig: config } = request;
    assert.deepEqual(config?.ParameterRanges?.CategoricalParameterRanges, [
      { Name: 'optimizer', Values: ['"adam"', '"10"'] },
    ]);
    assert.equal(one?.StaticHyperParameters?.['sagemaker_program'], '"train.py"');
    assert.equal(one?.StaticHyperParameters?.['sagemaker_job_name'], '"boston-260102-030405"');
    assert.equal(one?.StaticHyperParameters?.['num_round'], '200');
    // By these HyperparameterTuner.attach finds the estimator's class.
    assert.equal(one?.StaticHyperParameters?.['sagemaker_estimator_class_name'], '"PyTorch"');
    assert.equal(one?.StaticHyperParameters?.['sagemaker_estimator_module'], '"sagemaker.pytorch.estimator"');
    for (const member of ['DebugHookConfig', 'ProfilerConfig', 'EntryPoint', 'HyperParameters'])
      assert.ok(!(member in (one ?? {})), member);
    assert.deepEqual(trainings[0]?.source?.files, [{ relativePath: 'train.py', size: 9 }]);
  });
});
