import assert from 'node:assert/strict';
import { chmod, readFile, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeDefinitionFiles } from '../../../../src/jobs/nodeDefinitionFiles.ts';
import { resolveJob } from '../../../../src/jobs/resolve.ts';
import { resolvedText } from '../../../../src/jobs/resolvedText.ts';
import { uploadAll } from '../../../../src/jobs/upload.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { judge, pythonOrSkip } from '../../../support/python.ts';
import { trainingRequestOf } from '../../../support/trainingRequestOf.ts';
import { FolderStore, Workspace } from '../workspace.ts';

const definition = (image: string, more = '') => `TrainingJobName: script
AlgorithmSpecification:
  TrainingImage: ${image}
  TrainingInputMode: File
SourceDir: src
EntryPoint: train.py
HyperParameters:
  optimizer: adam
  rate: 0.10
  layers: '[1, 2]'
  flag: true
InputDataConfig:
  - ChannelName: train
    DataSource:
      S3DataSource:
        S3DataType: S3Prefix
        S3Uri: s3://mine/rows
ResourceConfig:
  InstanceType: ml.m5.large
  InstanceCount: 1
  VolumeSizeInGB: 30
StoppingCondition:
  MaxRuntimeInSeconds: 86400
${more}`;
const now = Date.UTC(2026, 0, 2, 3, 4, 5, 67);
const bucket = 'sagemaker-eu-west-1-123456789012';

describe('a definition that runs a script', () => {
  let workspace: Workspace;
  let store: FolderStore;

  beforeEach(async () => {
    workspace = await Workspace.create();
    store = new FolderStore(join(workspace.root, 'objects'));
    await workspace.write('project/src/train.py', 'print(1)\n');
  });

  afterEach(() => workspace.remove());

  async function resolve(text: string) {
    const job = await resolveJob(workspace.parse(text), {
      model: await loadServiceModel(),
      files: nodeDefinitionFiles,
      workspaceRoot: workspace.root,
      clock: { now: () => now, schedule: () => assert.fail('resolving waits for nothing') },
      target: { kind: 'local', region: 'eu-west-1', accountId: '123456789012' },
    });
    return { ...job, request: trainingRequestOf(job), source: job.trainings[0]?.source };
  }
  type Resolved = Awaited<ReturnType<typeof resolve>>;
  const upload = ({ uploads }: Resolved) => uploadAll(bucket, uploads, { uploader: store, files: nodeDefinitionFiles });
  const archivePath = ({ source }: Resolved) => store.pathOf(bucket, source?.uri.slice(`s3://${bucket}/`.length) ?? '');

  it('becomes the request that the SDK sends', async () => {
    const { request, source } = await resolve(definition('pytorch:2.3'));
    const output = `s3://${bucket}/workbench/output`;
    assert.deepEqual(request, {
      TrainingJobName: 'script-2026-01-02-03-04-05-067',
      AlgorithmSpecification: {
        TrainingImage: '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.3-cpu-py311',
        TrainingInputMode: 'File',
        EnableSageMakerMetricsTimeSeries: true,
      },
      HyperParameters: {
        optimizer: '"adam"',
        rate: '0.1',
        layers: '[1, 2]',
        flag: 'true',
        sagemaker_submit_directory: JSON.stringify(source?.uri),
        sagemaker_program: '"train.py"',
        sagemaker_container_log_level: '20',
        sagemaker_job_name: '"script-2026-01-02-03-04-05-067"',
        sagemaker_region: '"eu-west-1"',
      },
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: {
            S3DataSource: {
              S3DataType: 'S3Prefix',
              S3Uri: 's3://mine/rows',
              S3DataDistributionType: 'FullyReplicated',
            },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: output },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
      RoleArn: 'arn:aws:iam::123456789012:role/service-role/SageMakerWorkbenchLocal',
      StoppingCondition: { MaxRuntimeInSeconds: 86400 },
      DebugHookConfig: { S3OutputPath: output, CollectionConfigurations: [] },
      ProfilerConfig: { S3OutputPath: output, DisableProfiler: false },
    });
  });

  it('differs by framework as the SDK does, and keeps what it says itself', async () => {
    const tensorflow = (await resolve(definition('tensorflow:2.16'))).request;
    assert.equal(
      tensorflow.HyperParameters?.['model_dir'],
      `"s3://${bucket}/workbench/output/script-2026-01-02-03-04-05-067/model"`,
    );
    assert.equal(tensorflow.AlgorithmSpecification?.EnableSageMakerMetricsTimeSeries, true);
    const own = definition('sklearn:1.2-1', 'ProfilerConfig:\n  DisableProfiler: true\n').replace(
      'optimizer: adam',
      "sagemaker_container_log_level: '10'",
    );
    const sklearn = (await resolve(own)).request;
    assert.deepEqual(sklearn.ProfilerConfig, { DisableProfiler: true });
    assert.equal(sklearn.HyperParameters?.['sagemaker_container_log_level'], '10');
    assert.equal(sklearn.AlgorithmSpecification?.EnableSageMakerMetricsTimeSeries, undefined);
    assert.equal(sklearn.HyperParameters?.['model_dir'], undefined);
  });

  it('takes source that stands in S3 already', async () => {
    const text = definition('sklearn:1.2-1').replace('SourceDir: src', 'SourceDir: s3://mine/sourcedir.tar.gz');
    const { request, uploads, source } = await resolve(text);
    assert.equal(request.HyperParameters?.['sagemaker_submit_directory'], '"s3://mine/sourcedir.tar.gz"');
    assert.deepEqual([uploads, source], [[], undefined]);
  });

  it('shows what is packed and what is not', async () => {
    await workspace.write('project/src/data/x.csv', 'x');
    const text = resolvedText(await resolve(definition('sklearn:1.2-1')));
    assert.match(
      text,
      /^# s3:\/\/.*sourcedir\.tar\.gz holds 1 file, 9 bytes before compression:\n# {3}train\.py {2}9 bytes\n# Left out:\n# {3}data\/ /m,
    );
  });

  it('is packed once: neither time nor owner change the archive, content and executable bits do', async () => {
    const first = await resolve(definition('sklearn:1.2-1'));
    await upload(first);
    const bytes = await readFile(archivePath(first));
    await utimes(join(workspace.root, 'project/src/train.py'), 1, 2);
    const again = await resolve(definition('sklearn:1.2-1'));
    assert.equal(again.source?.uri, first.source?.uri);
    await upload(again);
    assert.equal(store.sent.length, 1);
    const archive = await nodeDefinitionFiles.archive(again.uploads[0]?.archive ?? []);
    assert.deepEqual(await readFile(archive.path), bytes);
    await archive.remove();
    await chmod(join(workspace.root, 'project/src/train.py'), 0o755);
    assert.notEqual((await resolve(definition('sklearn:1.2-1'))).source?.uri, first.source?.uri);
  });

  it('is not sent when a file changes meanwhile', async () => {
    const resolved = await resolve(definition('sklearn:1.2-1'));
    await workspace.write('project/src/train.py', 'print(22)\n');
    await assert.rejects(upload(resolved), /train\.py changed while it was being sent: run the job again\.$/);
    assert.deepEqual(store.sent, []);
  });

  it("has the same archive as the SDK's", async function () {
    this.timeout(60_000);
    const python = pythonOrSkip(this);
    await workspace.write('project/src/pkg/größe/été.py', 'x = 1\n');
    await workspace.write(`project/src/${'long/'.repeat(25)}${'n'.repeat(120)}.txt`, 'y');
    await workspace.write('project/src/.hidden', '');
    await workspace.write('project/lib/shared.py', 'z');
    await symlink(join(workspace.root, 'project/lib'), join(workspace.root, 'project/src/lib'));
    await chmod(await workspace.write('project/src/run.sh', 'echo\n'), 0o755);
    const alone = definition('sklearn:1.2-1').replace('SourceDir: src\n', '').replace('train.py', 'src/train.py');
    for (const text of [definition('sklearn:1.2-1'), alone]) {
      const resolved = await resolve(text);
      await upload(resolved);
      const directory = text === alone ? null : join(workspace.root, 'project/src');
      const script = text === alone ? join(workspace.root, 'project/src/train.py') : 'train.py';
      const input = { script, directory, archive: archivePath(resolved) };
      const { expected, actual } = judge<{ expected: object; actual: object }>(python, 'sourcedirJudge.py', input);
      assert.ok(Object.keys(expected).length > (text === alone ? 0 : 30));
      assert.deepEqual(actual, expected);
    }
  });
});
