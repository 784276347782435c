import assert from 'node:assert/strict';
import { readManifest } from '../../../../../src/engine/execution/input/manifest.ts';

describe('a manifest of S3 objects', () => {
  const read = (manifest: unknown) =>
    readManifest(
      typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
      "the manifest s3://b/m of channel 'train'",
    );

  it('appends its keys to the prefix, in its order', () => {
    assert.deepEqual(read([{ prefix: 's3://bucket/some/prefix/' }, 'z/custdata-2', 'custdata-1']), [
      { bucket: 'bucket', key: 'some/prefix/z/custdata-2', relativePath: 'z/custdata-2' },
      { bucket: 'bucket', key: 'some/prefix/custdata-1', relativePath: 'custdata-1' },
    ]);
  });

  it('may have a prefix that is the beginning of names', () => {
    assert.deepEqual(read([{ prefix: 's3://bucket/data/part-' }, '1.csv']), [
      { bucket: 'bucket', key: 'data/part-1.csv', relativePath: 'part-1.csv' },
    ]);
  });

  it('may name objects by their whole URIs', () => {
    assert.deepEqual(read(['s3://one/a/b.csv', 's3://two/c.csv']), [
      { bucket: 'one', key: 'a/b.csv', relativePath: 'a/b.csv' },
      { bucket: 'two', key: 'c.csv', relativePath: 'c.csv' },
    ]);
  });

  const broken: [unknown, RegExp][] = [
    ['[{"prefix"', /is not JSON \(.*\); it is a JSON list of/],
    ['1,2\n3,4\n', /is not JSON/],
    [{ prefix: 's3://b/' }, /is not a list/],
    [[], /names no objects/],
    [[{ prefix: 's3://b/' }], /names no objects/],
    [['a.csv'], /has 'a.csv' at position 1 and no prefix before it/],
    [[{ prefix: '' }, 'a'], /has \{"prefix":""\} at position 1/],
    [[{ prefix: '/data/' }, 'a'], /has \{"prefix":"\/data\/"\} at position 1/],
    [[{ prefix: 's3://b/' }, 'a', 7], /has 7 at position 3/],
    [[{ prefix: 's3://b/' }, 'a', { prefix: 's3://c/' }], /has \{"prefix":"s3:\/\/c\/"\} at position 3/],
  ];
  for (const [manifest, expected] of broken) {
    it(`says what is wrong: ${expected.source}`, () => {
      const pattern = new RegExp(
        `^ClientError: Data download failed:the manifest s3://b/m of channel 'train' .*${expected.source}.*\\.$`,
      );
      assert.throws(() => read(manifest), { name: 'JobFailure', message: pattern });
    });
  }
});
