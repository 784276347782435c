import { createHmac, createHash } from 'node:crypto';
import type { Dice } from './dice.ts';
import { fuzzBucket, type PlainRequest, type PlainRequests } from './plainRequests.ts';
import { headerText, spoilMembers } from './spoilers.ts';
import { bytesOf, encode, signed, unsigned, type Target, type Wire } from './wire.ts';

/**
 * - `refused`: an error of 400 to 499, and nothing done.
 * - `broken`: that, or the connection is closed.
 * - `answered`: any answer that is no fault of the engine.
 */
type Wanted = 'refused' | 'broken' | 'answered';

export interface FuzzInput {
  readonly family: string;
  readonly bytes: Buffer;
  readonly wanted: Wanted;
  readonly isHead: boolean;
  /** The client ends its side after the bytes. */
  readonly isLast: boolean;
}

type Make = (
  dice: Dice,
  target: Target,
  plain: PlainRequests,
) => Promise<Partial<FuzzInput> & { bytes: Buffer; wanted: Wanted }>;

const day = 24 * 3600 * 1000;
const refusedWire = (wire: Wire) => ({
  bytes: bytesOf(wire),
  wanted: 'refused' as const,
});

const unsignedRequest: Make = async (dice, target, plain) => {
  const request = plain.any(dice);
  const wire = unsigned(target, dice.chance(0.5) ? spoilMembers(dice, request) : request);
  if (dice.chance(0.3))
    wire.headers['authorization'] = dice.pick(['AWS4-HMAC-SHA256', 'AWS a:b', 'Bearer x', headerText(dice)]);
  return refusedWire(wire);
};

const wronglySigned: Make = async (dice, target, plain) => {
  const request = plain.any(dice);
  const { keys } = target;
  const other = dice.pick([
    { keys: { ...keys, secretAccessKey: dice.hex(40) } },
    { keys: { ...keys, accessKeyId: dice.pick(['AKIAOTHER', headerText(dice).replaceAll(/[,=\s]/g, '') || 'x']) } },
    { region: dice.pick(['eu-west-1', 'us-east-2']) },
    undefined,
  ]);
  const wire = await signed(target, request, other);
  if (other === undefined) spoilSigned(dice, wire);
  return refusedWire(wire);
};

/** One change to what was signed; each makes another request of it. */
function spoilSigned(dice: Dice, wire: Wire): void {
  const authorization = wire.headers['authorization'] ?? '';
  dice.pick([
    () => (wire.headers['authorization'] = authorization.replace(/Signature=.*/, `Signature=${dice.hex(64)}`)),
    () => (wire.headers['authorization'] = authorization.replace(/SignedHeaders=[^,]*/, 'SignedHeaders=accept')),
    () => (wire.headers['authorization'] = authorization.replace(/Credential=[^,]*/, `Credential=${dice.hex(9)}`)),
    () => (wire.headers['x-amz-date'] = '20200101T000000Z'),
    () => (wire.headers['x-amz-acl'] = 'public-read'),
    () => (wire.method = wire.method === 'GET' ? 'DELETE' : 'GET'),
    () => (wire.url = `${wire.url}${wire.url.includes('?') ? '&' : '?'}added=1`),
    () => (wire.headers['x-amz-security-token'] = dice.hex(30)),
  ])();
}

const outOfTime: Make = async (dice, target, plain) => {
  const away = dice.pick([-day, -16 * 60_000, 16 * 60_000, 400 * day]);
  return refusedWire(await signed(target, plain.any(dice), { date: new Date(Date.now() + away) }));
};

const presigned: Make = async (dice, target, plain) => {
  const request = { ...plain.s3(dice), headers: {} };
  const kind = dice.pick([
    'expired',
    'early',
    'long',
    'longer',
    'signature',
    'method',
    'key',
    'query',
    'right',
  ] as const);
  const date = new Date(Date.now() + (kind === 'expired' ? -day : kind === 'early' ? day : 0));
  const wire = await signed(target, request, { date, expiresIn: 3600 });
  const change = (pattern: RegExp, to: string) => (wire.url = wire.url.replace(pattern, to));
  if (kind === 'long') change(/X-Amz-Expires=\d+/, 'X-Amz-Expires=604801');
  if (kind === 'longer') change(/X-Amz-Expires=\d+/, 'X-Amz-Expires=86400');
  if (kind === 'signature') change(/X-Amz-Signature=\w+/, `X-Amz-Signature=${dice.hex(64)}`);
  if (kind === 'method') wire.method = wire.method === 'GET' ? 'PUT' : 'GET';
  if (kind === 'key') change(/^\/[^?]*/, `/${fuzzBucket}/other`);
  if (kind === 'query') wire.url += `&${encode(dice.text())}=${encode(dice.text())}&more=1`;
  if (kind === 'right') return { bytes: bytesOf(wire), wanted: 'answered' };
  return refusedWire(wire);
};

const foreignHost: Make = async (dice, target, plain) => {
  const wire = await signed(target, plain.any(dice));
  wire.headers['host'] = dice.pick([
    ...[
      'evil.example',
      `evil.example:${target.port}`,
      `127.0.0.1.evil.example:${target.port}`,
      '127.0.0.1',
      '127.0.0.1:1',
    ],
    ...[
      `127.0.0.1:${target.port}.evil.example`,
      `user@127.0.0.1:${target.port}`,
      `[::]:${target.port}`,
      '',
      headerText(dice),
    ],
  ]);
  return { ...refusedWire(wire), wanted: 'broken' };
};

/** What a page in a browser can send: simple requests, preflights, navigations, forms. */
const fromPage: Make = async (dice, target, plain) => {
  const wire = dice.chance(0.5) ? unsigned(target, plain.any(dice)) : await signed(target, plain.any(dice));
  const origin = dice.pick(['https://evil.example', 'null', `http://127.0.0.1:${target.port}`, 'vscode-webview://x']);
  Object.assign(
    wire.headers,
    dice.pick([
      { origin },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', referer: 'https://evil.example/' },
      { 'sec-fetch-site': 'same-site' },
      { origin, 'content-type': 'text/plain' },
      { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' },
    ]),
  );
  if ('access-control-request-method' in wire.headers) wire.method = 'OPTIONS';
  if (dice.chance(0.2)) wire.url = '/_engine/health';
  return refusedWire(wire);
};

const climbs = [
  '..',
  '../..',
  '../../../../../../etc/passwd',
  '../keep-bucket/kept',
  './../keep-bucket',
  '.',
  '../../data',
  '..\\..',
  '....//',
];

/** Signed, and meant for somewhere else. */
const traversal: Make = async (dice, target, plain) => {
  const climb = dice.pick(climbs);
  const written = dice.pick([
    climb,
    climb.replaceAll('/', '%2F'),
    climb.replaceAll('.', '%2E'),
    climb.replaceAll('.', '%252E'),
    encode(dice.text()),
  ]);
  const method = dice.pick(['PUT', 'GET', 'DELETE', 'HEAD', 'POST']);
  const path = dice.pick([
    `/${fuzzBucket}/${written}`,
    `/${fuzzBucket}/a/${written}/b`,
    `/${written}`,
    `/${written}/key`,
    `//${written}`,
  ]);
  const query = dice.pick([
    {},
    {},
    { uploads: '' },
    { uploadId: climb, partNumber: '1' },
    { prefix: climb },
    { delete: '' },
  ]);
  const request: PlainRequest = {
    ...plain.s3(dice),
    method,
    path: encodeURI(decodable(path)),
    query,
    headers: {},
    body: dice.bytes(20),
  };
  return { bytes: bytesOf(await signed(target, request)), wanted: 'answered' };
};

function decodable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path; // it stays as wrong as it is
  }
}

const spoiltMembers: Make = async (dice, target, plain) => {
  const wire = await signed(target, spoilMembers(dice, plain.any(dice)));
  return { bytes: bytesOf(wire), wanted: 'answered' };
};

const garbage: Make = async (dice, target, plain) => {
  const length = dice.chance(0.01) ? 10 * 2 ** 20 + dice.below(3) - 1 : dice.below(5_000);
  const block = dice.bytes(Math.min(length, 4_096));
  const body = Buffer.concat(
    Array.from({ length: Math.ceil(length / 4_096) }, () => block),
    length,
  );
  const request = { ...plain.any(dice), body };
  if (dice.chance(0.5)) return refusedWire(unsigned(target, request));
  const wire = await signed(target, request);
  return { bytes: bytesOf(wire), wanted: 'answered' };
};

const truncated: Make = async (dice, target, plain) => {
  const request = plain.any(dice);
  const wire = await signed(
    target,
    request.body.length > 0 ? request : { ...request, body: Buffer.from('some bytes') },
  );
  const whole = bytesOf(wire);
  return {
    bytes: whole.subarray(0, dice.below(whole.length)),
    wanted: 'broken',
    isLast: true,
  };
};

/** HTTP that is none, or that two servers would read differently. */
const framing: Make = async (dice, target, plain) => {
  const wire = unsigned(target, plain.any(dice));
  const kind = dice.pick(['length', 'both', 'chunks', 'noise', 'headers', 'line'] as const);
  let bytes = bytesOf(wire);
  if (kind === 'length')
    bytes = bytesOf(wire, dice.pick(['-1', '1e3', '0x10', '9'.repeat(30), '', '3, 4', 'abc', '+5']));
  if (kind === 'both') {
    wire.headers['transfer-encoding'] = dice.pick([
      'chunked',
      'gzip, chunked',
      'identity',
      'chunked, chunked',
      'xchunked',
    ]);
    bytes = bytesOf(wire);
  }
  if (kind === 'chunks') {
    const head = `${wire.method} ${wire.url} HTTP/1.1\r\nhost: ${wire.headers['host']}\r\ntransfer-encoding: chunked\r\n\r\n`;
    bytes = Buffer.from(
      head + dice.pick(['zz\r\nx\r\n', 'ffffffffffffffff\r\nx', '-1\r\n\r\n', '5\r\nabc\r\n0\r\n\r\n', '0\r\nx: y']),
      'latin1',
    );
  }
  if (kind === 'noise') bytes = dice.bytes(1 + dice.below(2_000));
  if (kind === 'headers') {
    for (let count = dice.pick([10, 3_000]); count > 0; count--)
      wire.headers[`x-${count}`] = 'v'.repeat(dice.below(50));
    bytes = bytesOf(wire);
  }
  if (kind === 'line')
    bytes = Buffer.from(
      dice.pick([
        'GET',
        'GET / HTTP/9.9\r\n\r\n',
        'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n',
        `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n\r\n`,
        'GET * HTTP/1.1\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\n\r\n',
        'OPTIONS * HTTP/1.1\r\n\r\n',
      ]),
      'latin1',
    );
  return { bytes, wanted: 'broken', isLast: true };
};

/** aws-chunked bodies whose frames or signatures are wrong. */
const chunked: Make = async (dice, target) => {
  const kind = dice.pick(['right', 'spoilt', 'signature', 'length', 'huge', 'endless', 'trailer'] as const);
  const content = dice.bytes(dice.below(300));
  const mode = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const plain: PlainRequest = {
    ...{ protocol: 's3', service: 's3', method: 'PUT', path: `/${fuzzBucket}/chunked`, query: {}, members: {} },
    headers: {
      'x-amz-content-sha256': mode,
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(content.length + (kind === 'length' ? 1 : 0)),
    },
    body: Buffer.alloc(0),
  };
  const wire = await signed(target, plain);
  const framed = chunkFrames(target, wire, content);
  if (kind === 'right') return { bytes: bytesOf({ ...wire, body: framed }), wanted: 'answered' };
  const bodies: Record<Exclude<typeof kind, 'right'>, () => Buffer> = {
    spoilt: () => Buffer.concat([Buffer.from('zz'), dice.spoil(framed)]),
    signature: () =>
      Buffer.from(framed.toString('latin1').replace(/signature=\w{64}/, `signature=${dice.hex(64)}`), 'latin1'),
    length: () => framed,
    huge: () => Buffer.from(`${dice.pick(['ffffffff', '7fffffff', '-1', '1e9'])};chunk-signature=${dice.hex(64)}\r\nx`),
    endless: () => Buffer.alloc(100_000, 'a'),
    trailer: () => Buffer.concat([framed.subarray(0, -2), Buffer.from('no trailer\r\n')]),
  };
  return refusedWire({ ...wire, body: bodies[kind]() });
};

/** "Signature calculations for the Authorization header: transferring a payload in multiple chunks". */
function chunkFrames({ keys }: Target, { headers }: Wire, content: Buffer): Buffer {
  const time = headers['x-amz-date'] ?? '';
  const scope = [time.slice(0, 8), 'us-east-1', 's3', 'aws4_request'];
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = scope.reduce<string | Buffer>((own, part) => hmac(own, part), `AWS4${keys.secretAccessKey}`);
  const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
  let previous = /Signature=(\w+)/.exec(headers['authorization'] ?? '')?.[1] ?? '';
  const frames = (content.length === 0 ? [content] : [content, Buffer.alloc(0)]).flatMap((chunk) => {
    const lines = ['AWS4-HMAC-SHA256-PAYLOAD', time, scope.join('/'), previous, hash(''), hash(chunk)];
    previous = hmac(key, lines.join('\n')).toString('hex');
    return [Buffer.from(`${chunk.length.toString(16)};chunk-signature=${previous}\r\n`), chunk, Buffer.from('\r\n')];
  });
  return Buffer.concat(frames);
}

const families: Readonly<Record<string, readonly [weight: number, make: Make]>> = {
  'not signed': [2, unsignedRequest],
  'wrongly signed': [3, wronglySigned],
  'out of time': [2, outOfTime],
  'a presigned URL': [2, presigned],
  'a foreign Host': [2, foreignHost],
  'from a web page': [2, fromPage],
  'a climbing path': [3, traversal],
  'spoilt members': [10, spoiltMembers],
  garbage: [2, garbage],
  'cut off': [2, truncated],
  'broken HTTP': [2, framing],
  'aws-chunked': [2, chunked],
};

const drawn = Object.entries(families).flatMap(([family, [weight]]) => Array<string>(weight).fill(family));

/** One input, the same for the same dice. */
export async function fuzzInput(dice: Dice, target: Target, plain: PlainRequests): Promise<FuzzInput> {
  const family = dice.pick(drawn);
  const [, make] = families[family] as readonly [number, Make];
  const made = await make(dice, target, plain);
  return { family, isLast: false, ...made, isHead: made.bytes.toString('latin1', 0, 5) === 'HEAD ' };
}
