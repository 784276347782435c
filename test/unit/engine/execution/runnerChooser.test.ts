import assert from 'node:assert/strict';
import { InProcessRunner } from '../../../../src/engine/execution/inProcessRunner.ts';
import { JobFailure } from '../../../../src/engine/execution/jobFailure.ts';
import type { PythonRunner } from '../../../../src/engine/execution/python/pythonRunner.ts';
import { RunnerChooser, whyNoXgboost } from '../../../../src/engine/execution/runnerChooser.ts';
import type { TrainingJobRequest } from '../../../../src/engine/services/sagemaker/trainingJobRecord.ts';

const noPython = 'No Python 3.9 or newer is on PATH; install one, or name one with sagemaker-local --python.';
const bare = { interpreter: '/usr/bin/python3', version: '3.11.2', libraries: {}, origin: 'found on PATH' };
const both = /SageMaker: Set Up Python Environment in the editor or sagemaker-local setup-python elsewhere/;

const request = (image: string, HyperParameters: Record<string, string>, InstanceCount = 1): TrainingJobRequest =>
  ({
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
    HyperParameters,
    ResourceConfig: { InstanceCount, InstanceType: 'ml.m5.large', VolumeSizeInGB: 5 },
  }) as unknown as TrainingJobRequest;

async function refusal(
  job: TrainingJobRequest,
  found: typeof bare | string,
  runner: 'auto' | 'python' = 'auto',
): Promise<string> {
  const inProcess = new InProcessRunner(new URL('file:///worker.js'));
  // Nothing is started: every job here is refused before.
  const chooser = new RunnerChooser(inProcess, {} as PythonRunner, { find: () => Promise.resolve(found) });
  try {
    await chooser.choose(job, { runner });
  } catch (error) {
    assert.ok(error instanceof JobFailure);
    return error.message;
  }
  return assert.fail('It was not refused.');
}

describe('a job that no Python here can run', () => {
  it('names the algorithm, both ways to a Python, and AWS', async () => {
    const kMeans = request('kmeans', { k: '2', feature_dim: '3' });
    for (const found of [noPython, bare]) {
      const message = await refusal(kMeans, found);
      assert.match(message, /^ClientError: K-Means /);
      assert.match(message, both);
      assert.match(message, /or run this on AWS\.$/);
    }
    const script = request('pytorch:2.3', { sagemaker_program: 'train.py' });
    assert.match(
      await refusal(script, noPython),
      /^ClientError: A script needs a Python that works here: No Python 3\.9/,
    );
    const xgboost = (tag: string): Promise<string> =>
      refusal(request(`xgboost:${tag}`, { num_round: '1' }), noPython, 'python');
    assert.match(
      await xgboost('1.7-1'),
      /^ClientError: XGBoost with the python runner needs a Python .*: No Python 3\.9/,
    );
    assert.match(await xgboost('1.7-1'), both);
    assert.match(await xgboost('3.0-5'), /choose an interpreter with xgboost==3\.\*/);
    assert.doesNotMatch(await xgboost('3.0-5'), /Set Up/);
  });

  it('says of XGBoost on two hosts why the python runner, which has several, was not taken', async () => {
    assert.match(
      await refusal(request('xgboost:1.7-1', { num_round: '1' }, 2), bare),
      /has 2 instances and the in-process runner has one.*; the python runner was not taken: \/usr\/bin\/python3 has no xgboost/,
    );
  });

  it('is led to an interpreter with the library of its image, not to a setup that brings another', () => {
    for (const libraries of [{}, { xgboost: '1.7.6' }]) {
      const message = whyNoXgboost({ ...bare, libraries }, '3.0-5') ?? '';
      assert.match(message, /choose an interpreter with xgboost==3\.\*/);
      assert.doesNotMatch(message, /[Ss]et ?[Uu]p/);
    }
    assert.match(whyNoXgboost({ ...bare, libraries: { xgboost: '3.0.2' } }, '1.7-1') ?? '', both);
    assert.equal(whyNoXgboost({ ...bare, libraries: { xgboost: '3.0.2' } }, '3.0-5'), undefined);
  });
});
