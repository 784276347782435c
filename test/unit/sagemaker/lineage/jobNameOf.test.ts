import assert from 'node:assert/strict';
import { jobNameOf } from '../../../../src/sagemaker/lineage/jobNameOf.ts';

describe('the training job of an artifact', () => {
  it('is told by where the service puts it', () => {
    assert.equal(jobNameOf('s3://bucket/output/prices/output/model.tar.gz'), 'prices');
    assert.equal(jobNameOf('s3://bucket/search-001-0a1b2c3d/output/model.tar.gz'), 'search-001-0a1b2c3d');
  });

  it('is not told by any other place', () => {
    for (const other of ['s3://bucket/model.tar.gz', 's3://bucket/prices/output/other.tar.gz', 's3://bucket/prices/'])
      assert.equal(jobNameOf(other), undefined, other);
  });
});
