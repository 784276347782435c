import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { cliCommand } from '../../../src/jobs/cliCommand.ts';
import { resolveFor } from '../../../src/jobs/submitTo.ts';
import { resolvedText } from '../../../src/jobs/resolvedText.ts';
import { platformFor } from '../../../src/shared/node/platform.ts';
import { systemClock } from '../../../src/shared/node/systemClock.ts';
import { EngineProcess, exportsOf } from '../../support/engineProcess.ts';
import { awsCommand, pythonOrSkip } from '../../support/python.ts';
import { waitFor } from '../../support/waitFor.ts';

const run = promisify(execFile);
const example = resolve(import.meta.dirname, '../../../examples/boston');

describe('the AWS CLI with the variables that are printed', function () {
  this.timeout(240_000); // each command is a Python that starts
  let engine: EngineProcess;
  let env: NodeJS.ProcessEnv;
  let folder: string;

  before(async function () {
    pythonOrSkip(this);
    engine = await EngineProcess.start();
    const path = [dirname(awsCommand), process.env['PATH'] ?? ''].join(delimiter);
    env = { ...process.env, ...(await exportsOf(engine)), PATH: path, AWS_PAGER: '' };
    folder = join(engine.stateDirectory, 'boston');
    await cp(example, folder, { recursive: true });
  });
  after(() => engine?.remove());

  const aws = async (...args: string[]): Promise<string> => (await run(awsCommand, args, { env })).stdout.trim();
  const text = (...args: string[]): Promise<string> => aws(...args, '--output', 'text');

  /** What the editor makes of an example: its request is uploaded for by hand, as the comments of its command say. */
  async function resolved(file: string) {
    const path = join(folder, file);
    const definition = { text: await readFile(path, 'utf8'), path, workspaceRoot: folder };
    const job = await resolveFor(engine, definition, systemClock);
    for (const { bucket, key, localPath } of job.uploads) await aws('s3', 'cp', localPath, `s3://${bucket}/${key}`);
    return job;
  }

  const ended = (operation: string, flag: string, name: string, status: string): Promise<string> =>
    waitFor(
      `${name} to end`,
      async () => {
        const now = await text('sagemaker', operation, flag, name, '--query', status);
        return ['InProgress', 'Stopping'].includes(now) ? undefined : now;
      },
      90_000,
    );

  it('copies, lists and synchronizes', async () => {
    await aws('s3', 'mb', 's3://sagemaker-us-east-1-000000000000');
    const place = 's3://sagemaker-us-east-1-000000000000/sync/';
    await aws('s3', 'sync', join(folder, 'data'), place);
    assert.deepEqual((await aws('s3', 'ls', place)).match(/\w+\.csv/g), ['test.csv', 'train.csv', 'validation.csv']);
    await writeFile(join(folder, 'data', 'late.csv'), '1,2\n');
    assert.match(await aws('s3', 'sync', join(folder, 'data'), place), /^(Completed .*\r)?upload: .*late\.csv$/);
    const back = join(folder, 'back');
    await aws('s3', 'cp', '--recursive', place, back);
    assert.deepEqual((await readdir(back)).sort(), ['late.csv', 'test.csv', 'train.csv', 'validation.csv']);
    assert.equal(
      await readFile(join(back, 'train.csv'), 'utf8'),
      await readFile(join(example, 'data/train.csv'), 'utf8'),
    );
    const shared = await fetch(await aws('s3', 'presign', `${place}late.csv`));
    assert.equal(await shared.text(), '1,2\n');
  });

  it('trains what the editor resolves, waits, describes, lists, tags, finds and reads the log', async () => {
    const job = await resolved('boston.training-job.yaml');
    const { name } = job;
    const shell = platformFor('linux', {}, '/');
    const { stdout } = await run('sh', ['-c', cliCommand(job, engine.connection, shell)], { env });
    const { TrainingJobArn } = JSON.parse(stdout) as { TrainingJobArn: string };
    assert.match(TrainingJobArn, new RegExp(`:training-job/${name}$`));
    const describe = ['sagemaker', 'describe-training-job', '--training-job-name', name];
    assert.equal(await ended('describe-training-job', '--training-job-name', name, 'TrainingJobStatus'), 'Completed');
    await aws('sagemaker', 'wait', 'training-job-completed-or-stopped', '--training-job-name', name);
    const metric = await text(...describe, '--query', "FinalMetricDataList[?MetricName=='validation:rmse'].Value");
    assert.ok(Number(metric) > 1 && Number(metric) < 6, metric);
    const model = await text(...describe, '--query', 'ModelArtifacts.S3ModelArtifacts');
    assert.match(await aws('s3', 'ls', model), /model\.tar\.gz$/);

    const copy = parse(resolvedText(job)) as Record<string, unknown>;
    const file = join(folder, 'copy.json');
    await writeFile(file, JSON.stringify({ ...copy, TrainingJobName: 'copy', Tags: [{ Key: 'Team', Value: 'a' }] }));
    await aws('sagemaker', 'create-training-job', '--cli-input-json', `file://${file}`);
    await ended('describe-training-job', '--training-job-name', 'copy', 'TrainingJobStatus');
    const list = ['sagemaker', 'list-training-jobs', '--sort-by', 'CreationTime', '--status-equals', 'Completed'];
    const names = ['--query', 'TrainingJobSummaries[].TrainingJobName'];
    assert.deepEqual((await text(...list, '--page-size', '1', ...names)).split(/\s+/), [name, 'copy']);
    const first = JSON.parse(await aws(...list, '--max-items', '1')) as { NextToken: string };
    const rest = await text(...list, '--max-items', '1', '--starting-token', first.NextToken, ...names);
    assert.equal(rest.split(/\s+/)[0], 'copy');
    assert.equal(await text(...list, '--name-contains', 'cop', ...names), 'copy');

    await aws('sagemaker', 'add-tags', '--resource-arn', TrainingJobArn, '--tags', 'Key=Team,Value=b');
    const tags = ['sagemaker', 'list-tags', '--resource-arn', TrainingJobArn];
    assert.equal(await text(...tags, '--query', "Tags[?Key=='Team'].Value"), 'b');
    const filter = '{"Filters": [{"Name": "Tags.Team", "Operator": "Equals", "Value": "a"}]}';
    const search = ['sagemaker', 'search', '--resource', 'TrainingJob', '--search-expression', filter];
    assert.equal(await text(...search, '--query', 'Results[].TrainingJob.TrainingJobName'), 'copy');

    const group = ['--log-group-name', '/aws/sagemaker/TrainingJobs', '--log-stream-name-prefix', `${name}/`];
    const lines = JSON.parse(
      await aws(
        'logs',
        'filter-log-events',
        ...group,
        '--filter-pattern',
        '"validation-rmse"',
        '--query',
        'events[].message',
      ),
    ) as string[];
    assert.match(lines[0] ?? '', /^\[0\]/);
    assert.ok(lines.length > 25 && lines.every((line) => line.includes('validation-rmse')));
  });

  it('tunes, lists the best first, stops, and ends with 255 and the reason where nothing is', async () => {
    const job = await resolved('boston.tuning-job.yaml');
    const shell = platformFor('linux', {}, '/');
    await run('sh', ['-c', cliCommand(job, engine.connection, shell)], { env });
    const flag = '--hyper-parameter-tuning-job-name';
    const status = 'HyperParameterTuningJobStatus';
    assert.equal(await ended('describe-hyper-parameter-tuning-job', flag, job.name, status), 'Completed');
    const best = await text(
      ...['sagemaker', 'describe-hyper-parameter-tuning-job', flag, job.name],
      ...['--query', 'BestTrainingJob.TrainingJobName'],
    );
    const list = ['sagemaker', 'list-training-jobs-for-hyper-parameter-tuning-job', flag, job.name];
    const sorted = ['--sort-by', 'FinalObjectiveMetricValue', '--sort-order', 'Ascending', '--page-size', '7'];
    const all = await text(...list, ...sorted, '--query', 'TrainingJobSummaries[].TrainingJobName');
    const names = all.split(/\s+/);
    assert.equal(names.length, 20);
    assert.equal(new Set(names).size, 20);
    assert.equal(names[0], best);
    await assert.rejects(
      aws('sagemaker', 'stop-training-job', '--training-job-name', best),
      /ValidationException.*The request was rejected because the training job is in status/,
    );
    await assert.rejects(aws('sagemaker', 'describe-training-job', '--training-job-name', 'none'), (error: Error) => {
      assert.equal((error as Error & { code: number }).code, 255);
      assert.match(error.message, /\(ValidationException\).*Requested resource not found/);
      return true;
    });
  });
});
