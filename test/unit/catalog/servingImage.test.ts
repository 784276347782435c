import assert from 'node:assert/strict';
import { isCommonInstance, servingImage } from '../../../src/catalog/servingImage.ts';

const here = { region: 'eu-west-1', instanceType: 'ml.m5.large' };

describe('servingImage', () => {
  const serves = (training: string, expected: string, place = here): void =>
    assert.deepEqual(servingImage(training, place), { ok: true, uri: expected });

  it('is the same for an algorithm, in its region', () => {
    const xgboost = '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1';
    serves(xgboost, xgboost);
    serves('683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1', xgboost);
  });

  it('is a sibling for PyTorch, for the processor of the instance, without the build of the training image', () => {
    serves(
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.3.0-gpu-py311-cu121-ubuntu20.04-sagemaker',
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311',
    );
    serves(
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.3-cpu-py311',
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.3.0-gpu-py311',
      { ...here, instanceType: 'ml.g5.xlarge' },
    );
  });

  it('has no Python in the tag for TensorFlow', () =>
    serves(
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-training:2.13-cpu-py310',
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-inference:2.13-cpu',
    ));

  it('keeps the exact build of an image that serves already', () => {
    const serving =
      '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311-ubuntu20.04-sagemaker';
    serves(serving, serving);
    serves(serving, '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311', {
      ...here,
      region: 'us-east-1',
    });
  });

  it("is one's own image as it is", () => {
    const own = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/churn:latest';
    serves(own, own);
    serves('ghcr.io/me/churn:1', 'ghcr.io/me/churn:1');
  });

  it('says what is not known, not offered, or for another processor', () => {
    const problem = (image: string, place = here): string => {
      const found = servingImage(image, place);
      return found.ok ? '' : found.problem;
    };
    assert.match(
      problem(
        '763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-pytorch-training:2.1.0-transformers4.36.0-gpu-py310',
      ),
      /is for training, and which one serves/,
    );
    assert.match(
      problem('763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.8-cpu-py312'),
      /training only/,
    );
    assert.match(
      problem('141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3', {
        ...here,
        instanceType: 'ml.g5.xlarge',
      }),
      /CPU instances only/,
    );
  });
});

describe('isCommonInstance', () => {
  it('leaves out ARM and accelerators of their own, which want other images', () => {
    for (const type of ['ml.m5.large', 'ml.g4dn.xlarge', 'ml.c6in.large', 'ml.p5.48xlarge', 'ml.m5d.large'])
      assert.ok(isCommonInstance(type), type);
    for (const type of ['ml.c7g.large', 'ml.m6gd.large', 'ml.inf2.xlarge', 'ml.trn1.2xlarge', 'ml.c6gn.large'])
      assert.ok(!isCommonInstance(type), type);
  });
});
