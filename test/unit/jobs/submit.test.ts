import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { parse } from 'yaml';
import { nodeDefinitionFiles } from '../../../src/jobs/nodeDefinitionFiles.ts';
import { resolvedText } from '../../../src/jobs/resolvedText.ts';
import type { ResolveContext } from '../../../src/jobs/resolveContext.ts';
import { DefinitionError, resolveChecked, sendJob, type SendContext } from '../../../src/jobs/submit.ts';
import { ensureBucket } from '../../../src/sagemaker/buckets.ts';
import { SdkClients } from '../../../src/sagemaker/clients.ts';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import { UserError } from '../../../src/shared/errors.ts';
import { trainingRequestOf } from '../../support/trainingRequestOf.ts';
import { boston, FolderStore, Workspace } from './workspace.ts';

const now = Date.UTC(2026, 0, 2, 3, 4, 5, 67);
const clock = { now: () => now, schedule: () => assert.fail('submitting waits for nothing') };
const bucket = 'sagemaker-us-east-1-123456789012';

describe('resolveChecked and sendJob', () => {
  let workspace: Workspace;
  let store: FolderStore;
  let created: CreateTrainingJobRequest[];

  beforeEach(async () => {
    workspace = await Workspace.create();
    store = new FolderStore(join(workspace.root, 'objects'));
    created = [];
  });

  afterEach(() => workspace.remove());

  async function submit(text: string, change: Partial<SendContext & ResolveContext> = {}) {
    const context: SendContext & ResolveContext = {
      model: await loadServiceModel(),
      files: nodeDefinitionFiles,
      workspaceRoot: workspace.root,
      clock,
      target: { kind: 'local', region: 'us-east-1', accountId: '123456789012' },
      uploader: store,
      create: async (job) => {
        created.push(trainingRequestOf(job));
        return `arn:aws:sagemaker:us-east-1:123456789012:training-job/${job.name}`;
      },
      ...change,
    };
    const resolved = await resolveChecked({ text, path: workspace.definitionPath }, context);
    const job = await sendJob(resolved, context);
    return { ...job, request: trainingRequestOf(job), resolved };
  }

  it('sends the request that the definition and the connection make together', async () => {
    const { name, arn, request } = await submit(boston);
    assert.equal(name, 'boston-2026-01-02-03-04-05-067');
    assert.match(arn, /training-job\/boston-2026/);
    const uri = request.InputDataConfig?.[0]?.DataSource?.S3DataSource?.S3Uri ?? '';
    const sha256 = createHash('sha256').update('24,0.006,18\n21.6,0.027,0\n').digest('hex');
    assert.equal(uri, `s3://${bucket}/workbench/${sha256}/train.csv`);
    assert.deepEqual(
      { ...request, InputDataConfig: undefined },
      {
        TrainingJobName: name,
        RoleArn: 'arn:aws:iam::123456789012:role/service-role/SageMakerWorkbenchLocal',
        AlgorithmSpecification: {
          TrainingImage: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
          TrainingInputMode: 'File',
        },
        HyperParameters: { objective: 'reg:squarederror', num_round: '200', eta: '0.10' },
        InputDataConfig: undefined,
        OutputDataConfig: { S3OutputPath: `s3://${bucket}/workbench/output` },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 },
        StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      },
    );
    assert.deepEqual(created, [request]);
    const stored = await readFile(store.pathOf(bucket, uri.slice(`s3://${bucket}/`.length)), 'utf8');
    assert.equal(stored, '24,0.006,18\n21.6,0.027,0\n');
  });

  it('shows that request as YAML that reads back the same', async () => {
    const { request, resolved } = await submit(boston.replace('eta: 0.10', 'eta: "0.10"\n  verbosity: 1'));
    assert.deepEqual(parse(resolvedText(resolved)), request);
  });

  it('sends unchanged data once, and changed data beside the old', async () => {
    await submit(boston);
    assert.equal(store.sent.length, 2);
    await submit(boston);
    assert.equal(store.sent.length, 2);
    await workspace.write('project/data/train.csv', '1,2,3\n');
    const before = created[0]?.InputDataConfig?.[0]?.DataSource?.S3DataSource?.S3Uri;
    const { request } = await submit(boston);
    assert.equal(store.sent.length, 3);
    assert.notEqual(request.InputDataConfig?.[0]?.DataSource?.S3DataSource?.S3Uri, before);
  });

  it('sends a folder under one prefix that names its whole content', async () => {
    await workspace.write('project/parts/a.csv', '1,2\n');
    await workspace.write('project/parts/deep/b.csv', '3,4\n');
    await workspace.write('project/parts/.hidden', 'x');
    const text = boston.replace('data/train.csv', 'parts/');
    const uriOf = (request: CreateTrainingJobRequest) =>
      request.InputDataConfig?.[0]?.DataSource?.S3DataSource?.S3Uri ?? '';
    const first = uriOf((await submit(text)).request);
    assert.match(first, /\/workbench\/[0-9a-f]{64}\/$/);
    const folder = store.pathOf(bucket, first.slice(`s3://${bucket}/`.length));
    assert.deepEqual((await readdir(folder, { recursive: true })).sort(), ['a.csv', 'deep', join('deep', 'b.csv')]);
    await workspace.write('project/parts/c.csv', '5,6\n');
    assert.notEqual(uriOf((await submit(text)).request), first);
  });

  it('keeps what the definition says over what the connection would', async () => {
    const own = 'RoleArn: arn:aws:iam::123456789012:role/mine\nOutputDataConfig: {S3OutputPath: "s3://mine/out"}\n';
    const { request } = await submit(boston + own, {
      target: { kind: 'aws', region: 'eu-west-1', accountId: '123456789012', bucket: 'chosen' },
    });
    assert.equal(request.RoleArn, 'arn:aws:iam::123456789012:role/mine');
    assert.equal(request.OutputDataConfig?.S3OutputPath, 's3://mine/out');
    assert.match(request.InputDataConfig?.[0]?.DataSource?.S3DataSource?.S3Uri ?? '', /^s3:\/\/chosen\/workbench\//);
    assert.match(request.AlgorithmSpecification?.TrainingImage ?? '', /\.eu-west-1\./);
  });

  it('cuts a long name so that it fits with its suffix', async () => {
    const { name } = await submit(boston.replace('TrainingJobName: boston', `TrainingJobName: ${'a'.repeat(38)}-bcd`));
    assert.equal(name, `${'a'.repeat(38)}-2026-01-02-03-04-05-067`);
  });

  const refused: [name: string, from: string, to: string, message: RegExp][] = [
    ['is not YAML', 'TrainingJobName: boston', 'TrainingJobName: "boston', /line \d+: This is not valid YAML/],
    [
      'has an unknown field',
      'TrainingJobName: boston',
      'TrainingJobName: boston\nTagz: []',
      /line 2: There is no field Tagz\. Did you mean Tags\?$/,
    ],
    [
      'misspells a field below one that is missing',
      'TrainingInputMode: File\nHyperParameters:',
      'Foo: File\nHyperParameters:',
      /line 4: There is no field Foo in AlgorithmSpecification\..*\(and 1 more in the Problems view\)$/,
    ],
    ['misses its data', 'data/train.csv', 'data/none.csv', /line 15: There is no file or folder/],
    ['has an unknown hyperparameter', 'eta:', 'etta:', /line 8: XGBoost has no hyperparameter 'etta'/],
  ];
  for (const [name, from, to, message] of refused) {
    it(`makes nothing of a definition that ${name}`, async () => {
      await assert.rejects(submit(boston.replace(from, to)), (error) => {
        assert.ok(error instanceof DefinitionError && error instanceof UserError);
        assert.match(error.message, message);
        return true;
      });
      assert.deepEqual([created, store.sent], [[], []]);
    });
  }

  it('asks for a role where none is known', async () => {
    const target = { kind: 'aws', region: 'us-east-1', accountId: '123456789012' } as const;
    await assert.rejects(submit(boston, { target }), /boston\.training-job\.yaml names no RoleArn/);
    assert.deepEqual([created, store.sent], [[], []]);
  });

  it('creates no job when a file cannot be sent, and names the file', async () => {
    const full = new FolderStore('/dev/null/objects');
    await assert.rejects(submit(boston, { uploader: full }), /The bucket .* cannot be used/);
    store.put = async (_bucket, key) => {
      if (key.endsWith('validation.csv')) throw new Error('disk full');
    };
    await assert.rejects(submit(boston), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /validation\.csv could not be sent to s3:\/\/.*: disk full$/);
      return true;
    });
    assert.deepEqual(created, []);
  });

  it('says why a bucket cannot be used as it says it of every request, the cause behind it', async () => {
    const nobody = new SdkClients({
      ...{ id: 'aws:1:us-east-1', kind: 'aws', label: 'work', region: 'us-east-1', accountId: '123456789012' },
      ...{ endpoint: 'http://127.0.0.1:9', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
    });
    store.ensureBucket = (name) => ensureBucket(nobody, name);
    await assert.rejects(submit(boston), (error) => {
      assert.ok(error instanceof UserError && error.cause instanceof Error);
      assert.match(error.message, /^The bucket \S+ cannot be used: AWS cannot be reached; check the network/);
      return true;
    });
    nobody.dispose();
  });

  it('notices data that change while they are sent', async () => {
    const head = store.head.bind(store);
    store.head = async (name, key) => {
      await writeFile(join(workspace.root, 'project/data/train.csv'), '1,2,3\n');
      return head(name, key);
    };
    await assert.rejects(submit(boston), /train\.csv changed while it was being sent: run the job again/);
    assert.deepEqual(created, []);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    await assert.rejects(submit(boston, { signal: stop.signal, onProgress: () => stop.abort() }), {
      name: 'AbortError',
    });
    assert.deepEqual(created, []);
  });

  it('reports each file as it is done', async () => {
    const steps: string[] = [];
    await submit(boston, {
      onProgress: ({ filesDone, filesTotal, bytesDone, bytesTotal }) =>
        steps.push(`${filesDone}/${filesTotal} ${bytesDone <= bytesTotal}`),
    });
    assert.deepEqual(steps, ['1/2 true', '2/2 true']);
  });

  it("passes on the service's refusal", async () => {
    const create = () => Promise.reject(new Error('ResourceLimitExceeded: quota'));
    await assert.rejects(
      submit(boston, { create }),
      /SageMaker did not take the job boston-.*: ResourceLimitExceeded: quota/,
    );
  });
});
