import assert from 'node:assert/strict';
import { headlineMetric } from '../../../src/sagemaker/headlineMetric.ts';

describe('the one metric of a job', () => {
  const headline = (...names: string[]) => headlineMetric(names.map((name) => ({ name })))?.name;

  it('is what the model is judged by', () => {
    assert.equal(headline('train:rmse', 'validation:rmse'), 'validation:rmse');
    assert.equal(headline('train:rmse', 'test:rmse'), 'test:rmse');
  });

  it('is never how far or how fast a job is', () => {
    assert.equal(headline('train:progress', 'train:throughput', 'train:msd'), 'train:msd');
    assert.equal(headline('train:progress', 'train:throughput'), undefined);
  });
});
