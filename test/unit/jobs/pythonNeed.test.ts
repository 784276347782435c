import assert from 'node:assert/strict';
import { pythonNeedOf } from '../../../src/jobs/pythonNeed.ts';
import type { ResolvedTrainingJob } from '../../../src/jobs/resolve.ts';

function need(
  image: string,
  more: { hyperparameters?: Record<string, string>; files?: string[]; runner?: 'auto' | 'in-process' | 'python' } = {},
) {
  const { hyperparameters = {}, files = [], runner = 'auto' } = more;
  const job = {
    request: { AlgorithmSpecification: { TrainingImage: image }, HyperParameters: hyperparameters },
    source: { files: files.map((relativePath) => ({ relativePath, size: 1 })) },
  };
  return pythonNeedOf(job as unknown as ResolvedTrainingJob, runner);
}

const script = { sagemaker_program: 'train.py' };

describe('what a job needs of Python', () => {
  it('is nothing for built-in XGBoost, which gladly takes the real library of its major version', () => {
    assert.deepEqual(need('xgboost:1.7-1'), { isRequired: false, library: 'xgboost', major: 1 });
    assert.deepEqual(need('xgboost:0.90-2'), { isRequired: false, library: 'xgboost', major: 1 });
    assert.deepEqual(need('xgboost:1.7-1', { runner: 'python' }), { isRequired: true, library: 'xgboost', major: 1 });
    assert.equal(need('xgboost:1.7-1', { runner: 'in-process' }), undefined);
  });

  it('is the library that a framework image brings', () => {
    assert.deepEqual(need('sklearn:1.2-1'), { isRequired: true, library: 'sklearn' });
    assert.deepEqual(need('pytorch:2.3', { hyperparameters: script }), { isRequired: true, library: 'torch' });
    assert.deepEqual(need('xgboost:1.7-1', { hyperparameters: script }), { isRequired: true, library: 'xgboost' });
    const uri = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
    assert.deepEqual(need(uri, { hyperparameters: script }), { isRequired: true, library: 'sklearn' });
  });

  it('is any Python for a script with its own requirements, and for a script in an image of one’s own', () => {
    const files = ['train.py', 'requirements.txt'];
    assert.deepEqual(need('sklearn:1.2-1', { hyperparameters: script, files }), { isRequired: true });
    const own = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1';
    assert.deepEqual(need(own, { hyperparameters: script }), { isRequired: true });
  });

  it('is nothing where the local engine does not run the job anyway', () => {
    assert.equal(need('kmeans'), undefined);
    assert.equal(need('111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1'), undefined);
  });
});
