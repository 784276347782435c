import assert from 'node:assert/strict';
import {
  canonicalRequest,
  sha256,
  type WireRequest,
} from '../../../../src/engine/server/signature/canonicalRequest.ts';
import { Signer, equalSignatures } from '../../../../src/engine/server/signature/signer.ts';
import { readAuthorization } from '../../../../src/engine/server/signature/authorization.ts';

const emptyHash = sha256('');

/** AWS's SigV4 test suite (aws-sig-v4-test-suite): name, method, url, further headers, body, signature. */
const suite: [
  name: string,
  method: string,
  url: string,
  headers: [string, string[]][],
  body: string,
  signature: string,
][] = [
  ['get-vanilla', 'GET', '/', [], '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    [],
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  ['get-utf8', 'GET', '/\u1234', [], '', '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  [
    'get-header-key-duplicate',
    'GET',
    '/',
    [['my-header1', ['value2', 'value2', 'value1']]],
    '',
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    [
      ['my-header1', [' value1']],
      ['my-header2', [' "a   b   c"']],
    ],
    '',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  ['get-space', 'GET', '/example space/', [], '', '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741'],
  ['get-slash-dot-slash', 'GET', '/./', [], '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-relative-relative',
    'GET',
    '/example1/example2/../..',
    [],
    '',
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  ['get-slashes', 'GET', '//example//', [], '', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'],
  ['post-vanilla', 'POST', '/', [], '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    [['content-type', ['application/x-www-form-urlencoded']]],
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
];

describe('SigV4', () => {
  const signer = new Signer('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
  const scope = { date: '20150830', region: 'us-east-1', service: 'service' };

  for (const [name, method, url, headers, body, signature] of suite) {
    it(`agrees with AWS's test suite: ${name}`, () => {
      const all = Object.fromEntries([
        ...headers,
        ['host', ['example.amazonaws.com']],
        ['x-amz-date', ['20150830T123600Z']],
      ]) as WireRequest['headers'];
      const options = { isS3: false, signedHeaders: Object.keys(all).sort(), payloadHash: sha256(body) };
      const canonical = canonicalRequest({ method, url, headers: all }, options);
      assert.equal(signer.signRequest(canonical, '20150830T123600Z', scope), signature, canonical);
    });
  }
});

describe('SigV4 of S3', () => {
  const signer = new Signer('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
  const common = {
    host: ['examplebucket.s3.amazonaws.com'],
    'x-amz-date': ['20130524T000000Z'],
  };

  function sign(method: string, url: string, more: Record<string, string[]>, payloadHash: string): string {
    const headers: Record<string, string[]> = { ...common, ...more };
    const options = { isS3: true, signedHeaders: Object.keys(headers).sort(), payloadHash };
    return signer.signRequest(canonicalRequest({ method, url, headers }, options), '20130524T000000Z', scope);
  }

  it('signs the documented examples as the documentation does', () => {
    assert.equal(
      sign('GET', '/test.txt', { range: ['bytes=0-9'], 'x-amz-content-sha256': [emptyHash] }, emptyHash),
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    const body = sha256('Welcome to Amazon S3.');
    assert.equal(
      sign(
        'PUT',
        '/test$file.text',
        {
          date: ['Fri, 24 May 2013 00:00:00 GMT'],
          'x-amz-content-sha256': [body],
          'x-amz-storage-class': ['REDUCED_REDUNDANCY'],
        },
        body,
      ),
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    );
    assert.equal(
      sign('GET', '/?lifecycle', { 'x-amz-content-sha256': [emptyHash] }, emptyHash),
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    );
    assert.equal(
      sign('GET', '/?max-keys=2&prefix=J', { 'x-amz-content-sha256': [emptyHash] }, emptyHash),
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
  });

  it('signs the documented presigned URL, leaving out its signature', () => {
    const signature = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
    const url =
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      `&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`;
    const request = { method: 'GET', url, headers: { host: ['examplebucket.s3.amazonaws.com'] } };
    const auth = readAuthorization(request);
    assert.ok(typeof auth === 'object');
    const options = { isS3: true, signedHeaders: auth.signedHeaders, payloadHash: 'UNSIGNED-PAYLOAD' };
    assert.equal(signer.signRequest(canonicalRequest(request, options), auth.time, auth.scope), signature);
    assert.equal(auth.signature, signature);
  });

  it('signs the documented presigned URL of version 2', () => {
    const url =
      '/johnsmith/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620';
    const auth = readAuthorization({ method: 'GET', url, headers: { host: ['johnsmith.s3.amazonaws.com'] } });
    assert.ok(typeof auth === 'object');
    assert.equal(auth.version2, 'GET\n\n\n1175139620\n/johnsmith/photos/puppy.jpg');
    assert.equal(signer.signVersion2(auth.version2), auth.signature);
  });

  it('leaves the path of a key as it is', () => {
    const request = { method: 'GET', url: '/b//a/../%2E./x%20y+z', headers: {} };
    const [, path] = canonicalRequest(request, { isS3: true, signedHeaders: [], payloadHash: emptyHash }).split('\n');
    assert.equal(path, '/b//a/../../x%20y%2Bz');
  });
});

describe('equalSignatures', () => {
  it('tells equal from unequal, of any length', () => {
    assert.ok(equalSignatures('abc', 'abc'));
    assert.ok(!equalSignatures('abc', 'abd'));
    assert.ok(!equalSignatures('abc', ''));
    assert.ok(!equalSignatures('abc', 'abcd'));
  });
});

describe('readAuthorization', () => {
  it('tells an unsigned request from a malformed one', () => {
    const read = (headers: Record<string, string[]>, url = '/') => readAuthorization({ method: 'GET', url, headers });
    assert.equal(read({}), 'missing');
    for (const header of [
      '',
      'Basic YTpi',
      'AWS4-HMAC-SHA256 ',
      'AWS4-HMAC-SHA256 Credential=a/b/c',
      'AWS4-HMAC-SHA256 ,=,=',
    ]) {
      assert.equal(read({ authorization: [header] }), 'malformed', header);
    }
    assert.equal(read({}, '/?X-Amz-Signature=1'), 'malformed');
    assert.equal(read({ authorization: ['AWS AKIA:sig'] }), 'version2');
    assert.equal(read({}, '/b/k?AWSAccessKeyId=AKIA&Signature=s'), 'missing');
  });
});
