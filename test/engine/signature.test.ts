import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { startTestServer, testCredentials, type TestServer } from '../support/engineServer.ts';
import { presign, rawFetch, sign, signedFetch, type RawAnswer } from '../support/signedFetch.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';
import { createEngineServer } from '../../src/engine/server/engineServer.ts';
import { Keyring } from '../../src/engine/server/signature/keyring.ts';
import { UserError } from '../../src/shared/errors.ts';

const logsTarget = { 'x-amz-target': 'Logs_20140328.DescribeLogGroups', 'content-type': 'application/x-amz-json-1.1' };

describe('what the engine lets in', () => {
  const folders = useTemporaryFolders();
  let server: TestServer;

  beforeEach(async () => (server = await startTestServer(await folders())));
  afterEach(() => server.close());

  const s3Code = ({ status, text }: RawAnswer): string => `${status} ${/<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? text}`;
  const jsonCode = ({ status, text }: RawAnswer): string =>
    `${status} ${(JSON.parse(text) as { __type?: string }).__type ?? ''}`;
  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

  it('answers health without a signature, and nothing else', async () => {
    const host = { host: `127.0.0.1:${server.port}` };
    const health = await rawFetch(server.port, 'GET', '/_engine/health', host);
    assert.deepEqual([health.status, JSON.parse(health.text)], [200, { instance: 'test' }]);
    assert.equal(s3Code(await rawFetch(server.port, 'GET', '/', host)), '403 AccessDenied');
    assert.equal(s3Code(await rawFetch(server.port, 'GET', '/_engine/health/x', host)), '403 AccessDenied');
    const json = await rawFetch(server.port, 'POST', '/', { ...host, ...logsTarget }, '{}');
    assert.equal(jsonCode(json), '400 MissingAuthenticationTokenException');
  });

  it('refuses other hosts and web pages, whatever they ask for', async () => {
    for (const headers of [
      { host: `evil.example:${server.port}` },
      { host: '127.0.0.1' },
      { host: `127.0.0.1:${server.port}`, origin: 'https://evil.example' },
      { host: `127.0.0.1:${server.port}`, origin: 'null' },
      { host: `127.0.0.1:${server.port}`, 'sec-fetch-site': 'cross-site' },
    ]) {
      assert.equal(s3Code(await rawFetch(server.port, 'GET', '/_engine/health', headers)), '403 AccessDenied');
      const signed = await signedFetch(server.port, { path: '/' }, (sent) => Object.assign(sent.headers, headers));
      assert.equal(s3Code(signed), '403 AccessDenied');
    }
    const localhost = await signedFetch(server.port, { path: '/', headers: { host: `localhost:${server.port}` } });
    assert.equal(localhost.status, 200);
  });

  it('refuses a wrong secret, key, region or time, in the words of the service', async () => {
    const wrongSecret = { ...testCredentials, secretAccessKey: 'wrong' };
    const wrongKey = { ...testCredentials, accessKeyId: 'AKIAUNKNOWN' };
    const s3 = async (more: object) => s3Code(await signedFetch(server.port, { path: '/', ...more }));
    assert.equal(await s3({}), `200 ${(await signedFetch(server.port, { path: '/' })).text}`);
    assert.equal(await s3({ credentials: wrongSecret }), '403 SignatureDoesNotMatch');
    assert.equal(await s3({ credentials: wrongKey }), '403 InvalidAccessKeyId');
    assert.equal(await s3({ region: 'eu-west-1' }), '400 AuthorizationHeaderMalformed');
    assert.equal(await s3({ date: minutesAgo(16) }), '403 RequestTimeTooSkewed');
    assert.equal(await s3({ date: minutesAgo(-16) }), '403 RequestTimeTooSkewed');
    const json = async (more: object) =>
      jsonCode(
        await signedFetch(server.port, {
          method: 'POST',
          path: '/',
          service: 'logs',
          headers: logsTarget,
          body: '{}',
          ...more,
        }),
      );
    assert.equal(await json({}), '200 ');
    assert.equal(await json({ credentials: wrongSecret }), '400 InvalidSignatureException');
    assert.equal(await json({ credentials: wrongKey }), '400 UnrecognizedClientException');
    assert.equal(await json({ region: 'eu-west-1' }), '400 InvalidSignatureException');
    assert.equal(await json({ date: minutesAgo(16) }), '400 InvalidSignatureException');
    const sts = await signedFetch(server.port, {
      method: 'POST',
      path: '/',
      service: 'sts',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity',
      credentials: wrongKey,
    });
    assert.equal(s3Code(sts), '403 InvalidClientTokenId');
  });

  it('refuses a request that was changed after it was signed', async () => {
    await signedFetch(server.port, { method: 'PUT', path: '/boston' });
    const put = { method: 'PUT', path: '/boston/k', body: 'content' };
    assert.equal((await signedFetch(server.port, put)).status, 200);
    const changed = async (change: Parameters<typeof signedFetch>[2]) =>
      s3Code(await signedFetch(server.port, put, change));
    assert.equal(await changed((sent) => (sent.body = 'CONTENT')), '400 XAmzContentSHA256Mismatch');
    assert.equal(await changed((sent) => (sent.path = '/boston/other')), '403 SignatureDoesNotMatch');
    assert.equal(await changed((sent) => (sent.path = '/boston/k?acl')), '403 SignatureDoesNotMatch');
    assert.equal(await changed((sent) => (sent.headers['x-amz-copy-source'] = '/boston/secret')), '403 AccessDenied');
    assert.equal(
      await changed((sent) => (sent.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD')),
      '403 SignatureDoesNotMatch',
    );
    const kept = await signedFetch(server.port, { path: '/boston/k' });
    assert.equal(kept.text, 'content');
    const json = await signedFetch(
      server.port,
      { method: 'POST', path: '/', service: 'logs', headers: logsTarget, body: '{}' },
      (sent) => (sent.body = '{"limit":1}'),
    );
    assert.equal(jsonCode(json), '400 InvalidSignatureException');
  });

  it('takes presigned URLs until they expire', async () => {
    await signedFetch(server.port, { method: 'PUT', path: '/boston' });
    await signedFetch(server.port, { method: 'PUT', path: '/boston/a%20b', body: 'content' });
    const host = { host: `127.0.0.1:${server.port}` };
    const get = (url: string) => rawFetch(server.port, 'GET', url, host);
    const url = await presign(server.port, '/boston/a%20b', { expiresIn: 3600, date: minutesAgo(30) });
    assert.equal((await get(url)).text, 'content');
    const expired = await presign(server.port, '/boston/a%20b', { expiresIn: 60, date: minutesAgo(5) });
    assert.match((await get(expired)).text, /<Code>AccessDenied<\/Code><Message>Request has expired/);
    const early = await presign(server.port, '/boston/a%20b', { expiresIn: 60, date: minutesAgo(-60) });
    assert.equal(s3Code(await get(early)), '403 RequestTimeTooSkewed');
    assert.equal(s3Code(await get(url.replace('Expires=3600', 'Expires=36000'))), '403 SignatureDoesNotMatch');
    assert.equal(s3Code(await get(url.replace('Expires=3600', 'Expires=0'))), '400 AuthorizationQueryParametersError');
    assert.equal(s3Code(await get(url.replace('a%20b', 'other'))), '403 SignatureDoesNotMatch');
    const put = await presign(server.port, '/boston/put', { expiresIn: 60, method: 'PUT' });
    assert.equal((await rawFetch(server.port, 'PUT', put, host, 'by url')).status, 200);
    assert.equal((await signedFetch(server.port, { path: '/boston/put' })).text, 'by url');
  });

  it('survives garbage', async () => {
    const garbage = [
      '\0\0\0\0',
      'GET / HTTP/1.1\r\n\r\n',
      'GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n',
      'POST / HTTP/1.1\r\n',
    ];
    for (const text of garbage) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.end(text));
        socket.on('error', () => resolve());
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
    for (const path of ['/%', '/%ff', '/b/%E0%A4%A', '/?%']) {
      const headers = (await sign(server.port, { path: '/' })).headers;
      assert.equal(s3Code(await rawFetch(server.port, 'GET', path, headers)), '400 InvalidURI', path);
    }
    for (const authorization of ['x', 'AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=']) {
      const answer = await rawFetch(server.port, 'GET', '/', { host: `127.0.0.1:${server.port}`, authorization });
      assert.equal(s3Code(answer), '400 AuthorizationHeaderMalformed');
    }
    const old = { host: `127.0.0.1:${server.port}`, authorization: 'AWS AKIA:sig' };
    assert.equal(s3Code(await rawFetch(server.port, 'GET', '/', old)), '400 InvalidRequest');
    assert.equal((await signedFetch(server.port, { path: '/' })).status, 200);
    assert.deepEqual(server.faults, []);
  });

  it('asks for the body of a request that waits for it, once the request is let in', async () => {
    await signedFetch(server.port, { method: 'PUT', path: '/boston' });
    const put = async (change: Record<string, string>) => {
      const signed = await sign(server.port, { method: 'PUT', path: '/boston/k', body: 'content' });
      const headers = { ...signed.headers, expect: '100-continue', 'content-length': '7', ...change };
      return new Promise<{ asked: boolean; status: number | undefined }>((resolve, reject) => {
        let asked = false;
        const sent = request({ host: '127.0.0.1', port: server.port, method: 'PUT', path: '/boston/k', headers });
        sent.on('error', reject);
        sent.on('continue', () => {
          asked = true;
          sent.end('content');
        });
        sent.on('response', (response) => {
          response.resume();
          resolve({ asked, status: response.statusCode });
          if (!asked) sent.destroy();
        });
        sent.flushHeaders();
      });
    };
    assert.deepEqual(await put({}), { asked: true, status: 200 });
    assert.deepEqual(await put({ 'x-amz-date': '20200101T000000Z' }), { asked: false, status: 400 });
    assert.equal((await signedFetch(server.port, { path: '/boston/k' })).text, 'content');
  });

  it('takes signed chunks with a signed trailer, and none that were changed', async () => {
    await signedFetch(server.port, { method: 'PUT', path: '/boston' });
    const content = 'a'.repeat(1000);
    const put = async (body: (seed: string, scope: string[]) => string) => {
      const signed = await sign(server.port, {
        method: 'PUT',
        path: '/boston/k',
        headers: {
          'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
          'x-amz-decoded-content-length': '1000',
          'x-amz-trailer': 'x-amz-checksum-sha256',
          'content-encoding': 'aws-chunked',
        },
      });
      const authorization = signed.headers['authorization'] ?? '';
      const seed = /Signature=(\w+)/.exec(authorization)?.[1] ?? '';
      const scope = /Credential=[^/]+\/([^,]+)/.exec(authorization)?.[1] ?? '';
      const text = body(seed, [signed.headers['x-amz-date'] ?? '', scope]);
      return rawFetch(
        server.port,
        'PUT',
        '/boston/k',
        { ...signed.headers, 'content-length': String(text.length) },
        text,
      );
    };
    const frame = (seed: string, scope: string[], sent = content): string => {
      const key = ['us-east-1', 's3', 'aws4_request'].reduce<Buffer>(
        (last, part) => createHmac('sha256', last).update(part).digest(),
        createHmac('sha256', `AWS4${testCredentials.secretAccessKey}`)
          .update((scope[0] ?? '').slice(0, 8))
          .digest(),
      );
      const link = (kind: string, previous: string, ...hashes: string[]) =>
        createHmac('sha256', key)
          .update([`AWS4-HMAC-SHA256-${kind}`, ...scope, previous, ...hashes].join('\n'))
          .digest('hex');
      const hash = (text: string) => createHash('sha256').update(text).digest('hex');
      const first = link('PAYLOAD', seed, hash(''), hash(content));
      const last = link('PAYLOAD', first, hash(''), hash(''));
      const trailer = `x-amz-checksum-sha256:${createHash('sha256').update(content).digest('base64')}\n`;
      return (
        `3e8;chunk-signature=${first}\r\n${sent}\r\n0;chunk-signature=${last}\r\n` +
        `${trailer.trim()}\r\nx-amz-trailer-signature:${link('TRAILER', last, hash(trailer))}\r\n\r\n`
      );
    };
    assert.equal((await put(frame)).status, 200);
    assert.equal((await signedFetch(server.port, { path: '/boston/k' })).text, content);
    const changed = await put((seed, scope) => frame(seed, scope, 'b'.repeat(1000)));
    assert.equal(s3Code(changed), '403 SignatureDoesNotMatch');
    const unsigned = await put((seed, scope) => frame(seed, scope).replace(/;chunk-signature=\w+/g, ''));
    assert.equal(s3Code(unsigned), '403 SignatureDoesNotMatch');
    const short = await put((seed, scope) => frame(seed, scope).slice(0, 700));
    assert.equal(s3Code(short), '400 IncompleteBody');
    assert.equal((await signedFetch(server.port, { path: '/boston/k' })).text, content);
  });

  it('forgets an upload whose client went away in the middle of it', async () => {
    await signedFetch(server.port, { method: 'PUT', path: '/boston' });
    const { headers } = await sign(server.port, {
      method: 'PUT',
      path: '/boston/half',
      headers: { 'content-length': '1000000', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`PUT /boston/half HTTP/1.1\r\n${head.join('')}\r\n${'x'.repeat(1000)}`);
    await waitFor('the upload to begin', () => (server.openRequests() === 1 ? true : undefined));
    socket.destroy();
    await waitFor('the upload to end', () => (server.openRequests() === 0 ? true : undefined));
    assert.equal((await signedFetch(server.port, { path: '/boston/half' })).status, 404);
    assert.deepEqual(server.faults, []);
  });

  it('speaks the JSON protocol and keeps its inside to itself', async () => {
    const call = (target: string, body: string) =>
      signedFetch(server.port, {
        method: 'POST',
        path: '/',
        service: 'logs',
        headers: { ...logsTarget, 'x-amz-target': target },
        body,
      });
    assert.equal(jsonCode(await call('Logs_20140328.Nothing', '{}')), '400 UnknownOperationException');
    assert.equal(jsonCode(await call('Logs_20140328.constructor', '{}')), '400 UnknownOperationException');
    assert.equal(jsonCode(await call('Nothing', '{}')), '400 UnknownOperationException');
    assert.equal(jsonCode(await call('Logs_20140328.DescribeLogGroups', '{"a":')), '400 SerializationException');
    assert.equal(jsonCode(await call('Logs_20140328.DescribeLogGroups', '[]')), '400 SerializationException');
    const large = await call('Logs_20140328.DescribeLogGroups', ' '.repeat(11 * 1024 * 1024));
    assert.equal(jsonCode(large), '413 RequestEntityTooLargeException');
    const failed = await call('Broken.Fail', '{}');
    assert.equal(jsonCode(failed), '500 InternalFailure');
    assert.doesNotMatch(failed.text, /secret/);
    assert.match(server.faults.join(), /a secret of the inside/);
    assert.match(
      String((await call('Logs_20140328.DescribeLogGroups', '')).headers['x-amzn-requestid']),
      /^[0-9a-f-]{36}$/,
    );
  });

  it('says in one sentence that a port is in use', async () => {
    const unused = { protocol: 's3', handle: async () => undefined } as const;
    const options = {
      region: 'us-east-1',
      jsonServices: [],
      s3: unused,
      sts: unused,
      iam: unused,
      monitoring: unused,
    };
    const clock = { now: () => 0, schedule: () => ({ dispose: () => undefined }) };
    const second = createEngineServer({
      ...options,
      clock,
      keyring: new Keyring(testCredentials, clock),
      health: () => ({}),
      log: () => undefined,
    });
    await assert.rejects(second.listen(server.port), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(
        error.message,
        `Port ${server.port} is in use by another program; choose another one, or 0 for any free one.`,
      );
      return true;
    });
  });
});
