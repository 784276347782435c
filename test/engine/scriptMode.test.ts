import assert from 'node:assert/strict';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { useScriptJobs } from '../support/engineFixture.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { ScriptJobs, scriptRequest } from '../support/scriptJobs.ts';
import { bucket, putTables } from '../support/trainingRequests.ts';

describe('script mode with a real Python', () => {
  let jobs: ScriptJobs;
  let python: string;
  let s3: S3Client;
  useScriptJobs((given) => ({ jobs, python, s3 } = given));

  it('trains with scikit-learn, extracts metrics, and leaves model and output', async function () {
    this.timeout(60_000);
    const script = `
import argparse, json, os, pathlib, pickle
import numpy
from sklearn.linear_model import LinearRegression
parser = argparse.ArgumentParser()
parser.add_argument('--alpha', type=float)
parser.add_argument('-k', type=int)
args = parser.parse_args()
data = numpy.loadtxt(os.path.join(os.environ['SM_CHANNEL_TRAIN'], 'train.csv'), delimiter=',')
model = LinearRegression().fit(data[:, 1:], data[:, 0])
print(f'alpha={args.alpha} k={args.k} validation rmse: {model.score(data[:, 1:], data[:, 0]):.4f};')
pathlib.Path(os.environ['SM_MODEL_DIR'], 'model.pkl').write_bytes(pickle.dumps(model))
pathlib.Path(os.environ['SM_OUTPUT_DATA_DIR'], 'report.json').write_text(json.dumps({'cwd': os.getcwd()}))
`;
    const { job, log } = await jobs.run(
      'sklearn',
      { 'train.py': script },
      { alpha: '0.50', k: '3' },
      {
        AlgorithmSpecification: {
          ...scriptRequest('x').AlgorithmSpecification,
          TrainingInputMode: 'File',
          MetricDefinitions: [{ Name: 'rmse', Regex: 'validation rmse: ([0-9.]+);' }],
        },
      },
    );
    assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
    assert.match(
      log[0] ?? '',
      /python runner, script mode with Python 3\.\d+\.\d+, .*python.* \(chosen for this job\)/,
    );
    assert.ok(log.includes('alpha=0.5 k=3 validation rmse: 1.0000;'), log.join('\n'));
    assert.deepEqual(
      job.FinalMetricDataList?.map(({ MetricName, Value }) => [MetricName, Value]),
      [['rmse', 1]],
    );
    const training = job.SecondaryStatusTransitions?.find(({ Status }) => Status === 'Training');
    assert.equal(training?.StatusMessage, 'Training image download completed. Training in progress (python runner).');
    assert.match(job.ModelArtifacts?.S3ModelArtifacts ?? '', /sklearn\/output\/model\.tar\.gz$/);
    await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'output/sklearn/output/output.tar.gz' }));
  });

  it('gives the script its surroundings, and none of the engine’s own', async function () {
    this.timeout(60_000);
    const script = `
import boto3, json, os
names = ['TRAINING_JOB_NAME', 'TRAINING_JOB_ARN', 'AWS_REGION', 'SM_HP_LEARNING-RATE', 'SM_NUM_GPUS', 'SM_USER_ARGS', 'MINE', 'SM_LOG_LEVEL']
print('ENV ' + json.dumps({name: os.environ.get(name) for name in names}))
print('LEAKED ' + json.dumps([name for name in os.environ if name.startswith(('NODE_', 'VSCODE_')) or name == 'AWS_PROFILE']))
print('WHO ' + boto3.client('sts').get_caller_identity()['Account'])
print('HAS ' + str(boto3.client('s3').list_objects_v2(Bucket='${bucket}', Prefix='data/train')['KeyCount']))
print('CWD ' + str(os.getcwd() == os.environ['SAGEMAKER_BASE_DIR'] + '/code'))
`;
    const own = await EngineProcess.start(undefined, [], { NODE_SECRET: '1', VSCODE_PID: '1', AWS_PROFILE: 'mine' });
    const mine = new ScriptJobs(own, python);
    try {
      await putTables(own);
      const { job, log } = await mine.run(
        'surroundings',
        { 'train.py': script },
        { 'learning-rate': '0.10', flag: 'true' },
        { Environment: { MINE: 'yes' } },
      );
      assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
      const said = (word: string): string =>
        log.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? '';
      assert.deepEqual(JSON.parse(said('ENV')), {
        TRAINING_JOB_NAME: 'surroundings',
        TRAINING_JOB_ARN: job.TrainingJobArn,
        AWS_REGION: 'us-east-1',
        'SM_HP_LEARNING-RATE': '0.1',
        SM_NUM_GPUS: '0',
        SM_USER_ARGS: '["--flag","True","--learning-rate","0.1"]',
        MINE: 'yes',
        SM_LOG_LEVEL: '20',
      });
      assert.deepEqual([said('LEAKED'), said('WHO'), said('HAS'), said('CWD')], ['[]', '000000000000', '1', 'True']);
    } finally {
      mine.close();
      await own.remove();
    }
  });

  it('lets a script import sagemaker_containers as its image has it, and knows the module of the interpreter better', async function () {
    this.timeout(60_000);
    const script = `
import sagemaker_containers, json, numpy, os, pickle, sys
from sagemaker_containers.beta.framework import content_types, encoders, env
made = sagemaker_containers.training_env()
print('ENV ' + json.dumps([made.channel_input_dirs['train'] == os.environ['SM_CHANNEL_TRAIN'], made['hyperparameters'], env.model_dir == made.model_dir]))
print('ENCODED ' + encoders.encode(numpy.array([1, 2]), content_types.JSON))
print('PATH ' + json.dumps([path for path in sys.path if path.endswith('python')]))
try:
    sagemaker_containers.entry_point
except AttributeError as error:
    print('ABSENT ' + str(error))
`;
    const stood = await jobs.run('stood', { 'train.py': script }, { k: '3' });
    assert.equal(stood.job.TrainingJobStatus, 'Completed', stood.job.FailureReason);
    for (const line of ['ENV [true, {"k": 3}, true]', 'ENCODED [1, 2]', 'PATH []'])
      assert.ok(stood.log.includes(line), stood.log.join('\n'));
    assert.ok(
      stood.log.some((line) =>
        /^ABSENT The local engine's stand-in for sagemaker_containers has no entry_point;/.test(line),
      ),
    );

    const own = {
      'train.py': 'import sagemaker_containers\nprint(sagemaker_containers.whose)\n',
      'lib/sagemaker_containers.py': 'whose = "its own"\n',
    };
    const kept = await jobs.run('kept', {
      ...own,
      'train.py': `import site, os\nsite.addsitedir(os.path.abspath('lib'))\n${own['train.py']}`,
    });
    assert.ok(kept.log.includes('its own'), kept.log.join('\n'));
    const pytorch = (tag: string) => ({
      AlgorithmSpecification: {
        TrainingImage: `763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:${tag}`,
        TrainingInputMode: 'File' as const,
      },
    });
    const newer = await jobs.run('newer', { 'train.py': 'import sagemaker_containers' }, {}, pytorch('1.5.0-cpu-py3'));
    assert.match(newer.job.FailureReason ?? '', /No module named 'sagemaker_containers'/);
  });

  it('runs shell scripts, modules of a package, and sources under a prefix', async function () {
    this.timeout(60_000);
    await jobs.submit(
      'shell',
      { 'bin/train.sh': '#!/bin/sh\npython -c "import sys; print(sys.argv)" "$@"\n' },
      { sagemaker_program: '"bin/train.sh"', text: `"it's two words"` },
    );
    await jobs.submit(
      'package',
      {
        'setup.py': 'from setuptools import setup\nsetup(name="mine", version="1", packages=["mine"])\n',
        'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
        'backend.py': wheelBackend, // or pip fetches setuptools
        'mine/__init__.py': '',
        'mine/__main__.py': 'print("packed", __file__)\n',
      },
      { sagemaker_program: '"mine"' },
    );
    await jobs.upload('plain/source/train.py', 'import helper\n');
    await jobs.upload('plain/source/helper.py', 'print("helped by /opt/ml/model")\n');
    await jobs.create(
      scriptRequest('plain', { sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/plain/source`) }),
    );
    for (const [name, line] of [
      ['shell', /^\['-c', '--text', "it's two words"\]$/],
      ['package', /^packed .*__main__\.py$/],
      ['plain', /^helped by/],
    ] as const) {
      const job = await jobs.ended(name);
      const log = await jobs.log(name);
      assert.equal(job.TrainingJobStatus, 'Completed', `${job.FailureReason}\n${log.join('\n')}`);
      assert.ok(
        log.some((message) => line.test(message)),
        log.join('\n'),
      );
    }
    const log = await jobs.log('plain');
    assert.equal(
      log.filter((line) => /helper\.py, which lies beside train\.py, names \/opt\/ml\/.*SM_MODEL_DIR/.test(line))
        .length,
      1,
    );
  });

  it('refuses a wish that it does not understand, naming the header', async () => {
    const request = scriptRequest('odd');
    await assert.rejects(jobs.create(request, { runner: 'docker' as never }), {
      name: 'ValidationException',
      message: "The header x-sagemaker-local-runner takes auto, in-process, python, not 'docker'.",
    });
    await assert.rejects(jobs.create(request, { runner: 'auto', interpreter: 'python3' }), {
      name: 'ValidationException',
      message: /x-sagemaker-local-python takes the absolute path/,
    });
  });
});

/** Builds the package `mine` with nothing but Python. */
const wheelBackend = `
import os, zipfile
def build_wheel(folder, settings=None, metadata=None):
    name = 'mine-1-py3-none-any.whl'
    with zipfile.ZipFile(os.path.join(folder, name), 'w') as wheel:
        for file in ['mine/__init__.py', 'mine/__main__.py']:
            wheel.write(file)
        wheel.writestr('mine-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: mine\\nVersion: 1\\n')
        wheel.writestr('mine-1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        wheel.writestr('mine-1.dist-info/RECORD', '')
    return name
`;
