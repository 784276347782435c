import assert from 'node:assert/strict';
import { channelSnippet } from '../../../../src/sagemaker/s3/channelSnippet.ts';
import { LocalPaths } from '../../../../src/sagemaker/s3/localNames.ts';
import { baseName, folderOf, readS3Place, visibleName } from '../../../../src/sagemaker/s3/s3Place.ts';
import { hostileKeys } from '../../../support/hostileKeys.ts';

describe('places in S3', () => {
  it('are read from URIs, ARNs and URLs', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['s3://b', 'b', ''],
      ['s3://b/', 'b', ''],
      ['s3://b/a b/ö%20//', 'b', 'a b/ö%20//'],
      ['s3://b//a', 'b', '/a'],
      ['arn:aws:s3:::b/k/x.csv', 'b', 'k/x.csv'],
      ['https://b.s3.eu-west-1.amazonaws.com/k/a%20b.csv?X-Amz-Signature=1', 'b', 'k/a b.csv'],
      ['https://s3.eu-west-1.amazonaws.com/b/k', 'b', 'k'],
      ['https://my.b.s3.amazonaws.com/k', 'my.b', 'k'],
      ['https://b.s3.cn-north-1.amazonaws.com.cn/k', 'b', 'k'],
    ];
    for (const [text, bucket, key] of cases) assert.deepEqual(readS3Place(text), { bucket, key }, text);
  });

  it('are not read from anything else', () => {
    for (const text of ['', 's3://', 'b/k', 'https://example.com/b/k', 'https://b.s3.example.com/k', 'file:///b'])
      assert.equal(readS3Place(text), undefined, text);
  });

  it('have folders and names, also between two slashes', () => {
    const parts = (key: string): string[] => [folderOf(key), baseName(key)];
    assert.deepEqual(parts('a/b/c.csv'), ['a/b/', 'c.csv']);
    assert.deepEqual(parts('a/b/'), ['a/', 'b']);
    assert.deepEqual(parts('a//'), ['a/', '']);
    assert.deepEqual(parts('a'), ['', 'a']);
    assert.deepEqual(parts('/'), ['', '']);
    assert.deepEqual(parts(''), ['', '']);
  });

  it('are shown so that every sign can be seen', () => {
    assert.equal(visibleName('a\nb\u0001\u007f'), 'a\u240ab\u2401\u2421');
    assert.equal(visibleName(' a b '), '\u2423a b\u2423');
    assert.equal(visibleName('photo\u202egpj.exe'), 'photo[U+202E]gpj.exe');
    assert.equal(visibleName('a\u00ad\ufeff'), 'a[U+00AD][U+FEFF]');
    assert.equal(visibleName('\u0646\u200c\u0627'), '\u0646\u200c\u0627');
    assert.equal(visibleName(''), '(empty name)');
  });
});

describe('names on disk', () => {
  const posix = { windows: false, caseInsensitive: false };
  const windows = { windows: true, caseInsensitive: true };

  it('are the keys themselves where a disk can hold them', () => {
    const paths = new LocalPaths([], posix);
    for (const key of ['a/b c/ö.csv', 'con', 'a:b', 'trailing. ']) assert.equal(paths.take(key).join('/'), key);
  });

  it('lead nowhere else, and are legal on Windows', () => {
    for (const rules of [posix, windows]) {
      const paths = new LocalPaths([], rules);
      const seen = new Set<string>();
      for (const key of hostileKeys) {
        const parts = paths.take(key.replace(/\/$/, ''));
        for (const part of parts) {
          assert.ok(part !== '' && part !== '.' && part !== '..' && !part.includes('/') && !part.includes('\0'), key);
          assert.ok(Buffer.byteLength(part) <= 255, key);
          if (!rules.windows) continue;
          assert.doesNotMatch(part, /[<>:"|?*\\]|[. ]$/, key);
          assert.doesNotMatch(part, /^(con|aux|nul|com1)(\.|$)/i, key);
          assert.ok(
            [...part].every((sign) => sign >= ' '),
            key,
          );
        }
        const path = parts.join('/');
        seen.add(rules.caseInsensitive ? path.toLowerCase() : path);
      }
      assert.equal(seen.size, hostileKeys.length, 'each key has a path of its own');
    }
  });

  it('give way to a folder of the same name', () => {
    const paths = new LocalPaths(['a'], posix);
    assert.deepEqual(paths.take('a'), ['a~2']);
    assert.deepEqual(paths.take('a/b.csv'), ['a', 'b.csv']);
    assert.deepEqual(paths.take('a/b.csv'), ['a', 'b~2.csv']);
  });
});

describe('a training channel of places in S3', () => {
  it('is named and typed by what is there', () => {
    const text = channelSnippet([
      { bucket: 'b', key: 'boston/train.csv' },
      { bucket: 'b', key: 'boston/val set/', sample: 'boston/val set/part-0.csv.gz' },
      { bucket: 'b', key: 'boston/more/' },
    ]);
    assert.equal(
      text,
      [
        'InputDataConfig:',
        '  - ChannelName: train',
        '    ContentType: text/csv',
        '    DataSource:',
        '      S3DataSource:',
        '        S3DataType: S3Prefix',
        '        S3Uri: s3://b/boston/train.csv',
        '        S3DataDistributionType: FullyReplicated',
        '  - ChannelName: validation',
        '    ContentType: text/csv',
        '    CompressionType: Gzip',
        '    DataSource:',
        '      S3DataSource:',
        '        S3DataType: S3Prefix',
        '        S3Uri: "s3://b/boston/val set/"',
        '        S3DataDistributionType: FullyReplicated',
        '  - ChannelName: more',
        '    DataSource:',
        '      S3DataSource:',
        '        S3DataType: S3Prefix',
        '        S3Uri: s3://b/boston/more/',
        '        S3DataDistributionType: FullyReplicated',
        '',
      ].join('\n'),
    );
  });
});
