import assert from 'node:assert/strict';
import { parseS3Uri } from '../../../../src/engine/store/s3Uri.ts';

describe('an S3 URI', () => {
  it('names a bucket and a key, in each of its forms', () => {
    for (const uri of [
      's3://my.bucket/a folder/b',
      'https://s3.amazonaws.com/my.bucket/a%20folder/b',
      'https://s3.eu-west-1.amazonaws.com/my.bucket/a%20folder/b',
      'https://s3-eu-west-1.amazonaws.com/my.bucket/a folder/b',
      'https://my.bucket.s3.amazonaws.com/a%20folder/b',
      'https://my.bucket.s3.dualstack.eu-west-1.amazonaws.com/a%20folder/b',
      'https://my.bucket.s3.cn-north-1.amazonaws.com.cn/a%20folder/b',
    ])
      assert.deepEqual(parseS3Uri(uri), { bucket: 'my.bucket', key: 'a folder/b' }, uri);
    for (const uri of ['s3://b', 's3://b/', 'https://b.s3.us-east-1.amazonaws.com', 'https://s3.amazonaws.com/b'])
      assert.deepEqual(parseS3Uri(uri), { bucket: 'b', key: '' }, uri);
  });

  it('keeps what is not encoded as it is', () => {
    assert.equal(parseS3Uri('s3://b/100%25').key, '100%25');
    assert.equal(parseS3Uri('https://b.s3.amazonaws.com/100%').key, '100%');
  });

  it('is no other URL', () => {
    for (const uri of ['https://example.com/b/k', 'https://s3.example.com/b/k', 'https://amazonaws.com/b', 's3:/b', ''])
      assert.equal(parseS3Uri(uri).bucket, '', uri);
  });
});
