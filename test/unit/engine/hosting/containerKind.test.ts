import assert from 'node:assert/strict';
import { containerKind } from '../../../../src/engine/hosting/containerKind.ts';
import type { ServedContainer } from '../../../../src/engine/hosting/servedModel.ts';

const ecr = (name: string, account = '763104351884'): string => `${account}.dkr.ecr.us-east-1.amazonaws.com/${name}`;
const xgboost = ecr('sagemaker-xgboost:1.7-1', '683313688378');
const kmeans = ecr('kmeans:1', '382416733822');
const program = { SAGEMAKER_PROGRAM: 'inference.py' };
const source = { SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' };

describe('what answers for a container', () => {
  const kindOf = (Image: string, Environment: Readonly<Record<string, string>> = {}, more: ServedContainer = {}) =>
    containerKind({ Image, Environment, ModelDataUrl: 's3://b/model.tar.gz', ...more });

  it('is a script for a framework image, by its repository for training or for serving', () => {
    for (const [image, framework, tag] of [
      [ecr('pytorch-inference:2.3.0-cpu-py311'), 'pytorch', '2.3.0'],
      [ecr('pytorch-inference:2.3'), 'pytorch', '2.3.0'],
      [ecr('pytorch-training:2.3.0-gpu-py311'), 'pytorch', '2.3.0'],
      [ecr('sagemaker-pytorch:0.4.0-cpu-py3', '520713654638'), 'pytorch', '0.4.0'],
      [ecr('sagemaker-scikit-learn:1.2-1-cpu-py3', '683313688378'), 'sklearn', '1.2-1'],
      ['sklearn:1.2-1', 'sklearn', '1.2-1'],
    ] as const)
      assert.deepEqual(kindOf(image), { kind: 'script', framework, tag }, image);
  });

  it('is a script in a built-in image only where the image runs scripts and is told of one', () => {
    assert.deepEqual(kindOf(xgboost, program), { kind: 'script', framework: 'xgboost', tag: '1.7-1' });
    assert.deepEqual(kindOf(xgboost, source), { kind: 'xgboost', tag: '1.7-1' });
    assert.deepEqual(kindOf(xgboost), { kind: 'xgboost', tag: '1.7-1' });
    assert.deepEqual(kindOf(kmeans, program), { kind: 'builtIn', algorithm: 'kmeans', tag: '1' });
  });

  it("is a script for an image of one's own where there is one, and nothing without", () => {
    assert.deepEqual(kindOf(ecr('mine:1'), program), { kind: 'script' });
    assert.deepEqual(kindOf('registry.example/mine', source), { kind: 'script' });
    assert.throws(
      () => kindOf(ecr('mine:1')),
      /^JobFailure: ClientError: The image '\S+mine:1' is a container of its own/,
    );
    assert.throws(() => kindOf(xgboost, {}, { Mode: 'MultiModel' }), /The container's Mode is MultiModel/);
  });
});
