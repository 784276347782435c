import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeEndpointCommand, type ModelError } from '@aws-sdk/client-sagemaker-runtime';
import { DeleteEndpointCommand, type ContainerDefinition } from '@aws-sdk/client-sagemaker';
import { platform } from '../../../src/shared/node/platform.ts';
import { useScriptJobs } from '../../support/engineFixture.ts';
import { Endpoints } from '../../support/endpoints.ts';
import type { EngineProcess } from '../../support/engineProcess.ts';
import { makeWheel } from '../../support/littleWheel.ts';
import { findTorch, torchOrSkip } from '../../support/python.ts';
import { archive, type SourceFiles } from '../../support/scriptJobs.ts';
import { useTemporaryFolders } from '../../support/temporaryFolder.ts';
import { bucket } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';
import { waitFor } from '../../support/waitFor.ts';

const sklearnImage = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const torchImage = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311';

/** Learns an AND of two columns with scikit-learn, and says what it predicts. */
const trainForest = `
import json, sys
import joblib, numpy
from sklearn.linear_model import LogisticRegression
rows = numpy.array([[a / 10, b / 10] for a in range(10) for b in range(10)])
model = LogisticRegression(C=100).fit(rows, (rows > 0.4).all(axis=1))
joblib.dump(model, sys.argv[1] + '/model.joblib')
print(json.dumps(model.predict_proba(rows.astype(numpy.float32))[:, 1].tolist()))
`;

const serveForest = `
import os, joblib, boto3

def model_fn(model_dir):
    print('model_fn of', model_dir, sorted(os.listdir('/opt/ml/model')))
    print('the engine has', boto3.client('s3').list_objects_v2(Bucket='${bucket}', Prefix='sklearn/')['KeyCount'], 'objects')
    return joblib.load(os.path.join(model_dir, 'model.joblib'))

def predict_fn(rows, model):
    print('asked for', rows.shape, rows.dtype)
    if rows.shape[1] == 1:
        raise ValueError('one column is too few')
    return model.predict_proba(rows)[:, 1]
`;

const trainTorch = `
import json, sys, torch
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
torch.save(model.state_dict(), sys.argv[1] + '/model.pth')
print(json.dumps(model(torch.tensor([[0.5, -1.0], [2.0, 3.0]])).tolist()))
`;

const serveTorch = `
import json, os, torch
from helper import layers

def model_fn(model_dir, context):
    model = layers()
    model.load_state_dict(torch.load(os.path.join('/opt/ml/model', 'model.pth')))
    return model.eval()

def input_fn(data, content_type):
    assert content_type == 'application/json'
    return torch.tensor(json.loads(data)['instances'])

def output_fn(prediction, accept):
    return json.dumps({'predictions': prediction.tolist()})
`;

describe('models that a script answers for', function () {
  this.timeout(120_000);
  const newFolder = useTemporaryFolders();
  let engine: EngineProcess;
  let models: TransformJobs;
  let endpoints: Endpoints;
  let interpreter: string;
  let probabilities: number[];

  useScriptJobs(async (given) => {
    const { python } = given;
    engine = given.engine;
    interpreter = python;
    models = new TransformJobs(engine, { runner: 'auto', interpreter: python });
    endpoints = new Endpoints(engine, { runner: 'auto', interpreter: python });
    const folder = await newFolder();
    probabilities = JSON.parse(execFileSync(python, ['-c', trainForest, folder], { encoding: 'utf8' })) as number[];
    await models.put(
      'sklearn/model.tar.gz',
      await archive({ 'model.joblib': readFileSync(join(folder, 'model.joblib')) }),
    );
    await models.put('sklearn/source.tar.gz', await archive({ 'inference.py': serveForest }));
    await models.createModel('forest', { ...inS3('sklearn'), Image: sklearnImage });
  });
  after(() => {
    models?.close();
    endpoints?.close();
  });

  /** The model and the script of a prefix. */
  const inS3 = (prefix: string, program = 'inference.py'): ContainerDefinition => ({
    ModelDataUrl: `s3://${bucket}/${prefix}/model.tar.gz`,
    Environment: { SAGEMAKER_PROGRAM: program, SAGEMAKER_SUBMIT_DIRECTORY: `s3://${bucket}/${prefix}/source.tar.gz` },
  });

  const served = async (name: string, count = 1, on = endpoints): Promise<void> => {
    await on.config(name, { only: { ModelName: name, InitialInstanceCount: count } });
    await on.create(name, name);
    const { EndpointStatus, FailureReason } = await on.settled(name);
    assert.equal(EndpointStatus, 'InService', FailureReason);
  };

  const ask = async (name: string, body: string, ContentType = 'text/csv', Accept?: string): Promise<string> => {
    const asked = new InvokeEndpointCommand({ EndpointName: name, ContentType, Accept, Body: body });
    return Buffer.from((await endpoints.runtime.send(asked)).Body).toString('utf8');
  };

  const near = (found: readonly number[], wanted: readonly number[]): void => {
    assert.equal(found.length, wanted.length);
    found.forEach((value, index) => assert.ok(Math.abs(value - (wanted[index] ?? NaN)) < 1e-5, `${value} at ${index}`));
  };

  const grid = Array.from({ length: 100 }, (_, index) => [Math.floor(index / 10) / 10, (index % 10) / 10]);
  const table = grid.map((row) => row.join(',')).join('\n');

  it('are real scikit-learn models, at an endpoint of two instances', async () => {
    await served('forest', 2);
    near(JSON.parse(await ask('forest', table)) as number[], probabilities);
    near(JSON.parse(await ask('forest', JSON.stringify(grid), 'application/json')) as number[], probabilities);
    near((await ask('forest', table, 'text/csv', 'text/csv')).trim().split('\n').map(Number), probabilities);
    await assert.rejects(ask('forest', '[[1],[2]]', 'application/json'), (error: ModelError) => {
      assert.equal(error.name, 'ModelError');
      assert.equal(error.OriginalStatusCode, 500);
      assert.match(error.OriginalMessage ?? '', /<title>500 Internal Server Error<\/title>/);
      return true;
    });
    const log = (await endpoints.log('forest')).join('\n');
    assert.match(log, /python runner, the script inference\.py with Python 3\.\S+, \S+python/);
    assert.equal([...log.matchAll(/^model_fn of \S+\/ml\/model \['model\.joblib'\]$/gm)].length, 2);
    assert.match(log, /^the engine has 2 objects$/m);
    assert.match(log, /^asked for \(100, 2\) float32$/m);
    assert.match(log, /^ValueError: one column is too few$/m);
  });

  it('transform files', async () => {
    await models.put('grids/a.csv', table);
    const job = await models.run('grids', 'forest', 'grids/', { output: { AssembleWith: 'Line', Accept: 'text/csv' } });
    assert.equal(job.TransformJobStatus, 'Completed', job.FailureReason);
    near((await models.text('out/grids/a.csv.out')).trim().split(/\n+/).map(Number), probabilities);
  });

  it('are real PyTorch models with a script in the archive, which find /opt/ml where they expect it', async function () {
    torchOrSkip(this);
    const python = findTorch() ?? interpreter;
    const folder = await newFolder();
    const expected = JSON.parse(execFileSync(python, ['-c', trainTorch, folder], { encoding: 'utf8' })) as number[][];
    const helper =
      'import torch\ndef layers():\n    return torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))\n';
    const files = {
      'model.pth': readFileSync(join(folder, 'model.pth')),
      'code/mine.py': serveTorch,
      'code/helper.py': helper,
    };
    await models.put('torch/model.tar.gz', await archive(files));
    const Environment = { SAGEMAKER_PROGRAM: 'mine.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' };
    await models.createModel('torch', {
      Image: torchImage,
      ModelDataUrl: `s3://${bucket}/torch/model.tar.gz`,
      Environment,
    });
    const withTorch = new Endpoints(engine, { runner: 'python', interpreter: python });
    try {
      await served('torch', 1, withTorch);
      const found = await ask('torch', '{"instances": [[0.5, -1.0], [2.0, 3.0]]}', 'application/json');
      near((JSON.parse(found) as { predictions: number[][] }).predictions.flat(), expected.flat());
      await assert.rejects(ask('torch', '1,2'), (error: ModelError) => {
        assert.equal(error.OriginalStatusCode, 500);
        assert.match(error.OriginalMessage ?? '', /AssertionError/);
        return true;
      });
    } finally {
      withTorch.close();
    }
  });

  it('have what their requirements.txt asks for', async () => {
    const links = await newFolder();
    await writeFile(join(links, 'little_thing-1.0-py3-none-any.whl'), makeWheel(interpreter));
    const script =
      'import little_thing\ndef model_fn(d):\n    return little_thing.value\ndef transform_fn(m, d, c, a):\n    return str(m), a\n';
    const files = { 'inference.py': script, 'requirements.txt': 'little-thing==1.0\n' };
    await models.put('wheel/source.tar.gz', await archive(files));
    const Environment = { ...inS3('wheel').Environment, PIP_NO_INDEX: '1', PIP_FIND_LINKS: links };
    await models.createModel('wheel', { Image: sklearnImage, Environment });
    await served('wheel', 2);
    assert.equal(await ask('wheel', 'x'), '42');
    const log = await endpoints.log('wheel');
    const installed = log.filter((line) => line.startsWith('Successfully installed little-thing'));
    assert.equal(installed.length, 1, log.join('\n'));
  });

  it('find what was packed whatever another instance, or they themselves before, wrote there', async () => {
    const script = `
import os, subprocess
quiet = {name: subprocess.DEVNULL for name in ('stdin', 'stdout', 'stderr')}
def model_fn(folder):
    hidden = subprocess.Popen(['/bin/sleep', '1000'], start_new_session=True, env={}, **quiet)
    print('started', hidden.pid)
    os.mkdir(os.path.join(folder, 'cache'))
    with open(os.path.join(folder, 'weights'), 'a') as weights:
        weights.write('+')
    return [os.getpid(), open(os.path.join(folder, 'weights')).read(), open('/opt/ml/model/weights').read()]
def transform_fn(model, data, content_type, accept):
    if data.strip() == 'die':
        os._exit(3)
    return '%d %s %s' % tuple(model), accept
`;
    const files = { weights: 'packed', 'code/inference.py': script };
    await models.put('writing/model.tar.gz', await archive(files));
    const Environment = { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' };
    const ModelDataUrl = `s3://${bucket}/writing/model.tar.gz`;
    await models.createModel('writing', { Image: sklearnImage, ModelDataUrl, Environment });
    await served('writing', 2);
    const pids = new Set<string>();
    const all = (count: number) =>
      waitFor('every instance to answer', async () => {
        const [pid = '', ...weights] = (await ask('writing', 'x')).split(' ');
        assert.deepEqual(weights, ['packed+', 'packed+']);
        return pids.add(pid).size === count ? true : undefined;
      });
    await all(2);
    await assert.rejects(ask('writing', 'die'));
    await all(3);
    const folder = join(engine.stateDirectory, 'work/.endpoints');
    const disks = async () =>
      (await readdir(folder, { recursive: true })).filter((path) => /writing.*container-\w+$/.test(path)).length;
    assert.equal(await disks(), 2, 'what was copied for the instance that ended is gone');
    await endpoints.adjust('writing', { VariantName: 'only', DesiredInstanceCount: 1 });
    await endpoints.settled('writing');
    assert.equal(await disks(), 1);
    await endpoints.client.send(new DeleteEndpointCommand({ EndpointName: 'writing' }));
    const hidden = (await endpoints.log('writing')).flatMap((line) => /^started (\d+)$/.exec(line)?.[1] ?? []);
    assert.equal(hidden.length, 3);
    if (!platform.hasProcFiles) return; // elsewhere they are not known for the container's
    await waitFor('what hid from its container to end', () =>
      hidden.some((pid) => existsSync(`/proc/${pid}/exe`)) ? undefined : true,
    );
  });

  it('say in one sentence why they are not served', async () => {
    const put = async (name: string, files: SourceFiles, more: Partial<ContainerDefinition> = {}): Promise<void> => {
      await models.put(`${name}/source.tar.gz`, await archive(files));
      const { Environment } = inS3(name);
      await models.createModel(name, { Image: sklearnImage, Environment, ...more });
    };
    const fine = 'def model_fn(d):\n    return 1\n';
    const torch = { Image: torchImage, ModelDataUrl: `s3://${bucket}/sklearn/model.tar.gz` };
    await put('raises', { 'inference.py': 'def model_fn(d):\n    raise OSError(2, "no weights")\n' });
    await put('leaves', { 'inference.py': 'import sys\nsys.exit(3)\n' });
    await put('elsewhere', { 'other.py': fine });
    await put('nameless', { 'inference.py': fine }, { Environment: {} });
    await put('sourceless', { 'inference.py': fine }, { Environment: { SAGEMAKER_PROGRAM: 'inference.py' } });
    await put(
      'codeless',
      {},
      { Environment: { SAGEMAKER_PROGRAM: 'a.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' } },
    );
    await put('beside', { 'inference.py': fine }, torch);
    await put(
      'tensors',
      { 'inference.py': fine },
      { Image: torchImage.replace('pytorch-inference:2.3.0', 'tensorflow-inference:2.12.0') },
    );
    await put('wanting', { 'inference.py': fine, 'requirements.txt': '--no-index\nsurely-not-there==1.0\n' });
    await models.createModel('gone', { Image: sklearnImage, Environment: inS3('gone').Environment });
    await models.put('one/a.csv', '1,2\n');
    const raised = await models.run('raised', 'raises', 'one/');
    assert.match(
      raised.FailureReason ?? '',
      /^ClientError: The model cannot be loaded: model_fn of inference\.py raised FileNotFoundError: \[Errno 2\] no weights\.$/,
    );
    for (const [name, reason] of [
      ['leaves', /^ClientError: The model cannot be loaded: .*\(exit code 3\)\.$/],
      ['elsewhere', /^ClientError: There is no script inference\.py \(SAGEMAKER_PROGRAM\) in s3:\S+; correct/],
      ['nameless', /^ClientError: The model names no script: set SAGEMAKER_PROGRAM/],
      ['sourceless', /^ClientError: The model names no script: set SAGEMAKER_SUBMIT_DIRECTORY/],
      [
        'codeless',
        /^ClientError: There is no \/opt\/ml\/model\/code \(SAGEMAKER_SUBMIT_DIRECTORY\) in the model's data/,
      ],
      ['beside', /^ClientError: The image reads its script from code\/ of the model's data/],
      ['tensors', /^ClientError: Models of the tensorflow image are not .*; run this on AWS\.$/],
      ['wanting', /^ClientError: No package index has surely-not-there==1\.0 of requirements\.txt for this Python/],
      [
        'gone',
        /^ClientError: There is no script at s3:\S+\/gone\/source\.tar\.gz \(SAGEMAKER_SUBMIT_DIRECTORY\); upload it again/,
      ],
    ] as const) {
      const job = await models.run(`not-${name}`, name, 'one/');
      assert.equal(job.TransformJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', reason);
    }
    await endpoints.config('raises', { only: { ModelName: 'raises' } });
    await endpoints.create('raises', 'raises');
    const failed = await endpoints.settled('raises');
    assert.equal(failed.EndpointStatus, 'Failed');
    assert.match((await endpoints.log('raises')).join('\n'), /FileNotFoundError: \[Errno 2\] no weights/);
  });
});
