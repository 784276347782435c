import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  paginateListObjectsV2,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { startTestServer, testAccount, testCredentials, type TestServer } from '../support/engineServer.ts';
import { hostileKeys } from '../support/hostileKeys.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';
import { signedFetch } from '../support/signedFetch.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const Bucket = 'boston';
const mebibyte = 1024 * 1024;

describe("the engine's S3, spoken to by the AWS SDK", function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();
  let state: string;
  let server: TestServer;

  beforeEach(async () => {
    state = await folders();
    server = await startTestServer(state);
    await server.s3.send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(async () => {
    await server.close();
    assert.deepEqual(server.faults, []);
  });

  const put = (Key: string, Body: string | Buffer = Key, more = {}) =>
    server.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = async (Key: string, more = {}) => {
    const answer = await server.s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
    return { ...answer, content: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
  };
  const fails = (work: Promise<unknown>, name: string, status: number) =>
    assert.rejects(work, (error: S3ServiceException) => {
      assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, status], error.message);
      return true;
    });

  it('makes, finds, lists and deletes buckets', async () => {
    await server.s3.send(new CreateBucketCommand({ Bucket }));
    await server.s3.send(new CreateBucketCommand({ Bucket: 'a.second-1' }));
    const { Buckets } = await server.s3.send(new ListBucketsCommand({}));
    assert.deepEqual(
      Buckets?.map(({ Name }) => Name),
      ['a.second-1', Bucket],
    );
    await server.s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: testAccount }));
    const location = await server.s3.send(new GetBucketLocationCommand({ Bucket }));
    assert.equal(location.LocationConstraint ?? '', '');
    await put('k');
    await fails(server.s3.send(new DeleteBucketCommand({ Bucket })), 'BucketNotEmpty', 409);
    await server.s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await server.s3.send(new DeleteBucketCommand({ Bucket }));
    await fails(server.s3.send(new HeadBucketCommand({ Bucket })), 'NotFound', 404);
    await fails(put('k'), 'NoSuchBucket', 404);
    await fails(server.s3.send(new ListObjectsCommand({ Bucket })), 'NoSuchBucket', 404);
    for (const name of ['ab', 'Upper', 'a..b', '-a-', '1.2.3.4', 'xn--a', 'a_b']) {
      await fails(server.s3.send(new CreateBucketCommand({ Bucket: name })), 'InvalidBucketName', 400);
    }
    const wrongOwner = new HeadBucketCommand({ Bucket: 'a.second-1', ExpectedBucketOwner: '111111111111' });
    await fails(server.s3.send(wrongOwner), 'Unknown', 403);
  });

  it('keeps what is said about an object', async () => {
    const said = {
      ContentType: 'text/csv',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment; filename="a.csv"',
      ContentEncoding: 'gzip',
      ContentLanguage: 'de',
      Metadata: { owner: 'me', 'with-dash': 'value; with, signs' },
    };
    const written = await put('k', 'content', said);
    const etag = `"${createHash('md5').update('content').digest('hex')}"`;
    assert.equal(written.ETag, etag);
    assert.match(written.ChecksumCRC32 ?? '', /=$/);
    for (const found of [
      await get('k'),
      await server.s3.send(new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' })),
    ]) {
      const { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Metadata } = found;
      assert.deepEqual(
        { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Metadata },
        said,
      );
      assert.deepEqual([found.ETag, found.ContentLength, found.ChecksumCRC32], [etag, 7, written.ChecksumCRC32]);
    }
    const overridden = await get('k', { ResponseContentType: 'text/plain', ResponseContentDisposition: 'inline' });
    assert.deepEqual([overridden.ContentType, overridden.ContentDisposition], ['text/plain', 'inline']);
    await fails(put('k', '', { Metadata: { large: 'x'.repeat(2100) } }), 'MetadataTooLarge', 400);
    await fails(put('k', '', { Tagging: 'a=b' }), 'NotImplemented', 501);
    await fails(get('none'), 'NoSuchKey', 404);
    await fails(server.s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })), 'NotFound', 404);
    await fails(server.s3.send(new GetBucketAclCommand({ Bucket })), 'NotImplemented', 501);
  });

  it('takes streams, whose framing and trailing checksum never reach the object', async () => {
    const content = randomBytes(3 * mebibyte + 17);
    for (const algorithm of Object.values(ChecksumAlgorithm)) {
      if (!['CRC32', 'SHA1', 'SHA256'].includes(algorithm)) continue; // the others need a native package in this SDK
      const pieces = Array.from({ length: 50 }, (_, at) => content.subarray(at * 65536, (at + 1) * 65536));
      const Body = Readable.from(pieces.filter((piece) => piece.length > 0));
      await server.s3.send(
        new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: content.length, ChecksumAlgorithm: algorithm }),
      );
      const found = await get('k', { ChecksumMode: 'ENABLED' });
      assert.ok(found.content.equals(content));
      assert.equal(found.ContentEncoding, undefined);
      assert.ok(found[`Checksum${algorithm}` as 'ChecksumCRC32'], algorithm);
    }
    await put('empty', '');
    assert.equal((await get('empty')).content.length, 0);
  });

  it('remembers which encryption was asked for, of every kind of write', async () => {
    const asked = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'a-key', BucketKeyEnabled: true } as const;
    const saidBy = (answer: object) =>
      Object.fromEntries(Object.keys(asked).map((name) => [name, (answer as Record<string, unknown>)[name]]));
    const told = async (Key: string) => saidBy(await server.s3.send(new HeadObjectCommand({ Bucket, Key })));
    assert.deepEqual(saidBy(await put('by-the-sdk', '', { ...asked, SSEKMSEncryptionContext: 'e30=' })), asked);
    assert.deepEqual(await told('by-the-sdk'), asked);
    const source = { Bucket, CopySource: `${Bucket}/by-the-sdk` };
    await server.s3.send(new CopyObjectCommand({ ...source, Key: 'plain' }));
    assert.deepEqual(Object.values(await told('plain')), [undefined, undefined, undefined]);
    await server.s3.send(new CopyObjectCommand({ ...source, Key: 'kept', ...asked, SSEKMSKeyId: 'another' }));
    assert.deepEqual(await told('kept'), { ...asked, SSEKMSKeyId: 'another' });
    const params = { Bucket, Key: 'large', Body: randomBytes(6 * mebibyte), ...asked };
    assert.deepEqual(saidBy(await new Upload({ client: server.s3, params }).done()), asked);
    assert.deepEqual(await told('large'), asked);
    await fails(put('k', '', { SSEKMSKeyId: 'a-key' }), 'InvalidArgument', 400);
  });

  it('refuses content that is not what a checksum says', async () => {
    for (const [name, value] of [
      ['x-amz-checksum-crc32', 'AAAAAA=='],
      ['x-amz-checksum-crc32c', 'AAAAAA=='],
      ['x-amz-checksum-crc64nvme', 'AAAAAAAAAAA='],
      ['content-md5', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ] as const) {
      const answer = await signedFetch(server.port, {
        method: 'PUT',
        path: `/${Bucket}/k`,
        headers: { [name]: value },
        body: 'x',
      });
      assert.match(answer.text, /<Code>BadDigest</, name);
    }
    const unknown = { 'x-amz-checksum-xxhash64': 'AAAA' };
    const answer = await signedFetch(server.port, { method: 'PUT', path: `/${Bucket}/k`, headers: unknown, body: 'x' });
    assert.match(answer.text, /<Code>NotImplemented<.*XXHASH64/);
    await fails(get('k'), 'NoSuchKey', 404);
  });

  it('reads ranges and heeds conditions', async () => {
    const { ETag } = await put('k', '0123456789');
    for (const [Range, content, ContentRange] of [
      ['bytes=0-0', '0', 'bytes 0-0/10'],
      ['bytes=3-5', '345', 'bytes 3-5/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=-2', '89', 'bytes 8-9/10'],
      ['bytes=5-100', '56789', 'bytes 5-9/10'],
      ['bytes=-100', '0123456789', 'bytes 0-9/10'],
      ['bytes=5-2', '0123456789', undefined],
      ['lines=1-2', '0123456789', undefined],
    ] as const) {
      const found = await get('k', { Range });
      assert.deepEqual([found.content.toString(), found.ContentRange], [content, ContentRange], Range);
    }
    await fails(get('k', { Range: 'bytes=10-' }), 'InvalidRange', 416);
    await fails(get('k', { IfNoneMatch: ETag }), 'Unknown', 304);
    await fails(get('k', { IfMatch: '"other"' }), 'PreconditionFailed', 412);
    assert.equal((await get('k', { IfMatch: ETag, IfUnmodifiedSince: new Date(0) })).content.length, 10);
    await fails(get('k', { IfUnmodifiedSince: new Date(0) }), 'PreconditionFailed', 412);
    await fails(put('k', 'new', { IfNoneMatch: '*' }), 'PreconditionFailed', 412);
    await fails(put('k', 'new', { IfMatch: '"other"' }), 'PreconditionFailed', 412);
    await put('k', 'new', { IfMatch: ETag });
    await put('other', 'new', { IfNoneMatch: '*' });
    assert.equal((await get('k')).content.toString(), 'new');
  });

  it('lets one of many writers with If-None-Match win', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => put('k', `${n}`, { IfNoneMatch: '*' })),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('lists in the order of bytes, with prefixes, delimiters and pages of any size', async () => {
    const keys = ['a', 'a!b', 'a/', 'a/1', 'a/2', 'a/b/3', 'a0', 'b/c/d', 'é', '\u{1F600}', '\uFF5E'];
    for (const key of keys) await put(key);
    const list = async (
      options: { Prefix?: string; Delimiter?: string; StartAfter?: string; EncodingType?: 'url' },
      pageSize: number,
    ) => {
      const found: string[] = [];
      for await (const page of paginateListObjectsV2({ client: server.s3, pageSize }, { Bucket, ...options })) {
        const entries = [
          ...(page.Contents ?? []).map(({ Key }) => Key ?? ''),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''),
        ];
        assert.ok(entries.length <= pageSize && entries.length === page.KeyCount);
        found.push(...entries);
      }
      return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    };
    const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const pageSize of [1, 2, 3, 100]) {
      assert.deepEqual(await list({}, pageSize), sorted);
      assert.deepEqual(await list({ Delimiter: '/' }, pageSize), [
        'a',
        'a!b',
        'a/',
        'a0',
        'b/',
        'é',
        '\uFF5E',
        '\u{1F600}',
      ]);
      assert.deepEqual(await list({ Prefix: 'a/', Delimiter: '/' }, pageSize), ['a/', 'a/1', 'a/2', 'a/b/']);
      assert.deepEqual(await list({ Prefix: 'a', Delimiter: 'b' }, pageSize), [
        'a',
        'a!b',
        'a/',
        'a/1',
        'a/2',
        'a/b',
        'a0',
      ]);
      assert.deepEqual(await list({ StartAfter: 'a/2' }, pageSize), sorted.slice(sorted.indexOf('a/2') + 1));
      assert.deepEqual(await list({ Prefix: 'none' }, pageSize), []);
    }
    const pageOne = await server.s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 3 }));
    assert.deepEqual(
      [pageOne.IsTruncated, pageOne.NextMarker, pageOne.CommonPrefixes?.[0]?.Prefix],
      [true, 'a/', 'a/'],
    );
    const pageTwo = await server.s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: 'a/', MaxKeys: 2 }));
    assert.deepEqual([pageTwo.Contents?.[0]?.Key, pageTwo.CommonPrefixes?.[0]?.Prefix], ['a0', 'b/']);
    await fails(server.s3.send(new ListObjectsCommand({ Bucket, MaxKeys: -1 })), 'InvalidArgument', 400);
  });

  it('keeps hostile keys apart over a restart', async () => {
    // Not those that the client itself, or XML, cannot express.
    const keys = hostileKeys.filter((key) => !key.includes('\u0001'));
    for (const key of keys) await put(key, `content of ${key}`);
    await server.close();
    server = await startTestServer(state);
    for (const key of keys) assert.equal((await get(key)).content.toString(), `content of ${key}`);
    await fails(put('x'.repeat(1025)), 'KeyTooLongError', 400);
    const deleted = await server.s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
    );
    assert.deepEqual(
      deleted.Deleted?.map(({ Key }) => Key),
      keys,
    );
    await server.s3.send(new DeleteBucketCommand({ Bucket }));
  });

  it('copies, with the old or with new metadata', async () => {
    await put('from/a b+ü', 'content', { Metadata: { a: '1' }, ContentType: 'text/csv' });
    const CopySource = `${Bucket}/${encodeURIComponent('from/a b+ü')}`;
    const copy = (more = {}) => server.s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource, ...more }));
    await copy();
    const first = await get('to');
    assert.deepEqual(
      [first.content.toString(), first.Metadata, first.ContentType],
      ['content', { a: '1' }, 'text/csv'],
    );
    const { CopyObjectResult } = await copy({ MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    assert.deepEqual((await get('to')).Metadata, { b: '2' });
    assert.equal(CopyObjectResult?.ETag, first.ETag);
    await fails(copy({ CopySource: `${Bucket}/none` }), 'NoSuchKey', 404);
    await fails(copy({ CopySource: `${Bucket}/to` }), 'InvalidRequest', 400);
    await fails(copy({ CopySourceIfMatch: '"other"' }), 'PreconditionFailed', 412);
  });

  it('uploads in parts through lib-storage', async () => {
    const content = randomBytes(11 * mebibyte);
    const upload = new Upload({
      client: server.s3,
      params: {
        Bucket,
        Key: 'large',
        Body: Readable.from([content]),
        ContentType: 'application/x-tar',
        Metadata: { a: '1' },
      },
      partSize: 5 * mebibyte,
    });
    const done = await upload.done();
    assert.match(done.ETag ?? '', /-3"$/);
    const found = await get('large');
    assert.ok(found.content.equals(content));
    assert.deepEqual([found.ContentType, found.Metadata, found.ETag], ['application/x-tar', { a: '1' }, done.ETag]);
    const second = await get('large', { PartNumber: 2 });
    assert.ok(second.content.equals(content.subarray(5 * mebibyte, 10 * mebibyte)));
    assert.equal(second.PartsCount, 3);
  });

  it('checks the parts that an upload is completed with', async () => {
    const created = await server.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    const at = { Bucket, Key: 'k', UploadId: created.UploadId };
    const part = async (PartNumber: number, Body: string | Buffer) => ({
      PartNumber,
      ETag: (await server.s3.send(new UploadPartCommand({ ...at, PartNumber, Body }))).ETag,
    });
    const large = randomBytes(5 * mebibyte);
    const [one, small, last] = [await part(1, large), await part(2, 'small'), await part(10_000, 'last')];
    await put('source', '0123456789');
    const copied = await server.s3.send(
      new UploadPartCopyCommand({
        ...at,
        PartNumber: 20,
        CopySource: `${Bucket}/source`,
        CopySourceRange: 'bytes=2-4',
      }),
    );
    const twenty = { PartNumber: 20, ETag: copied.CopyPartResult?.ETag };
    const complete = (...Parts: object[]) =>
      server.s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
    await fails(complete(small, one), 'InvalidPartOrder', 400);
    await fails(complete(one, { ...last, ETag: '"wrong"' }), 'InvalidPart', 400);
    await fails(complete({ PartNumber: 3, ETag: one.ETag }), 'InvalidPart', 400);
    await fails(complete(one, small, last), 'EntityTooSmall', 400);
    await fails(complete(), 'MalformedXML', 400);
    await fails(server.s3.send(new UploadPartCommand({ ...at, PartNumber: 0, Body: '' })), 'InvalidArgument', 400);
    const page = await server.s3.send(new ListPartsCommand({ ...at, MaxParts: 3 }));
    assert.deepEqual([page.Parts?.map(({ PartNumber }) => PartNumber), page.IsTruncated], [[1, 2, 20], true]);
    const listed = await server.s3.send(new ListMultipartUploadsCommand({ Bucket }));
    assert.deepEqual(
      listed.Uploads?.map(({ UploadId }) => UploadId),
      [created.UploadId],
    );
    await complete(one, twenty);
    assert.ok((await get('k')).content.equals(Buffer.concat([large, Buffer.from('234')])));
    await fails(complete(one), 'NoSuchUpload', 404);
    const other = await server.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    await server.s3.send(new AbortMultipartUploadCommand({ ...at, UploadId: other.UploadId }));
    await fails(server.s3.send(new ListPartsCommand({ ...at, UploadId: other.UploadId })), 'NoSuchUpload', 404);
  });

  it('refuses documents that are not what they should be', async () => {
    await put('k');
    for (const body of [
      '',
      'text',
      '<Delete>',
      '<Other/>',
      '<Delete></Delete>',
      '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&x;</Key></Object></Delete>',
      '<Delete><Object><Key></Key></Object></Delete>',
      `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`,
      '<__proto__/>',
    ]) {
      const request = { method: 'POST', path: `/${Bucket}`, query: { delete: '' }, body };
      assert.match((await signedFetch(server.port, request)).text, /<Code>MalformedXML</, body.slice(0, 100));
    }
    assert.equal((await get('k')).content.toString(), 'k');
  });

  it('agrees with boto3', async function () {
    const python = pythonOrSkip(this);
    const problems = await servedJudge<string[]>(python, 's3Judge.py', {
      endpoint: server.endpoint,
      ...testCredentials,
      keys: hostileKeys.filter((key) => !key.includes('\u0001')),
    });
    assert.deepEqual(problems, []);
  });
});
