import { cbor } from '@smithy/core/cbor';
import type { Dice } from './dice.ts';
import type { Json, PlainRequest } from './plainRequests.ts';
import { encode } from './wire.ts';

/** JSON that no program writes; stands for itself in the text of a request. */
const rawJson = [
  ...['1e400', '-1e400', '123456789012345678901234567890', '0.1e-400', '-0', 'null', 'true', '[]', '{}'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '[null]', '[[]]'],
  ...[
    '"\\ud800"',
    '"\\u0000"',
    `${'['.repeat(200)}${']'.repeat(200)}`,
    `${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}`,
  ],
  `[${'0,'.repeat(20_000)}0]`,
];

/** The same request with something else in some, or in all, of its members. */
export function spoilMembers(dice: Dice, request: PlainRequest): PlainRequest {
  const { protocol, members } = request;
  if (protocol === 's3') return spoilS3(dice, request);
  if (protocol === 'rest') return spoilRest(dice, request);
  if (dice.chance(0.2)) return { ...request, body: dice.spoil(request.body) };
  if (protocol === 'query')
    return { ...request, body: Buffer.from(spoiltForm(dice, members as Record<string, string>)) };
  const everywhere = dice.chance(0.2);
  const spoilt = everywhere
    ? mapLeaves(members, () => dice.text())
    : replaceOne(dice, members, dice.chance(0.5) ? dice.text() : '@raw@');
  if (protocol === 'cbor') return { ...request, body: Buffer.from(cbor.serialize(spoilt)) };
  const raw = dice.pick(rawJson);
  return { ...request, body: Buffer.from(JSON.stringify(spoilt).replaceAll('"@raw@"', () => raw)) };
}

function spoiltForm(dice: Dice, members: Record<string, string>): string {
  const pairs = Object.entries(members).map(([name, value]): [string, string] => {
    if (dice.chance(0.3)) return [name, dice.text()];
    return dice.chance(0.1)
      ? [`${name}.${dice.pick(['__proto__.a', 'member.9999999999', 'member.0', 'a.'.repeat(500)])}`, value]
      : [name, value];
  });
  return new URLSearchParams(pairs).toString(); // which makes every text well formed
}

function spoilRest(dice: Dice, request: PlainRequest): PlainRequest {
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    dice.chance(0.2) ? headerText(dice) : value,
  ]);
  const asked = dice.pick(['target-model', 'target-container-hostname', 'session-id', 'inference-component']);
  const extra = dice.chance(0.2) ? { [`x-amzn-sagemaker-${asked}`]: headerText(dice) } : {};
  return {
    ...request,
    path: dice.chance(0.2) ? `/endpoints/${encode(dice.text())}/invocations` : request.path,
    headers: { ...Object.fromEntries(headers), ...extra },
    body: dice.chance(0.3) ? request.body : dice.chance(0.5) ? Buffer.from(dice.text()) : dice.spoil(request.body),
  };
}

function spoilS3(dice: Dice, request: PlainRequest): PlainRequest {
  const spoil = (values: Readonly<Record<string, string>>, share: number) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, dice.chance(share) ? headerText(dice) : value]),
    );
  const extra = dice.pick([
    {},
    { range: dice.pick(['bytes=-', 'bytes=9-1', `bytes=${'9'.repeat(40)}-`, 'bytes=0-0,2-3', 'lines=1', 'bytes=-0']) },
    {
      'x-amz-copy-source': dice.pick([
        '/../../etc/passwd',
        '%2e%2e/%2e%2e/x',
        'a',
        '/',
        `${'..%2f'.repeat(20)}etc/passwd`,
      ]),
    },
    { 'x-amz-checksum-crc32': headerText(dice) },
    { 'x-amz-metadata-directive': headerText(dice), 'x-amz-copy-source': 'fuzz-bucket/folder/object' },
    { 'x-amz-meta-x': headerText(dice), 'content-type': headerText(dice) },
    { expect: '100-continue' },
  ]);
  return {
    ...request,
    query: spoil(request.query, 0.5),
    headers: { ...spoil(request.headers, 0.5), ...extra },
    body: dice.chance(0.5) ? request.body : dice.chance(0.5) ? xmlBomb(dice) : dice.spoil(request.body),
  };
}

function xmlBomb(dice: Dice): Buffer {
  const deep = 5_000;
  return Buffer.from(
    dice.pick([
      '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><Delete><Object><Key>&c;</Key></Object></Delete>',
      `<Delete>${'<Object>'.repeat(deep)}${'</Object>'.repeat(deep)}</Delete>`,
      `<Delete>${'<Object><Key>k</Key></Object>'.repeat(1_001)}</Delete>`,
      '<CompleteMultipartUpload><Part><PartNumber>-1</PartNumber></Part></CompleteMultipartUpload>',
      '<Delete><__proto__><Key>x</Key></__proto__></Delete>',
      `<Delete><Object><Key>${dice.text()}</Key></Object></Delete>`,
      '<a',
      '',
      '<?xml version="1.0"?>',
      '<Delete/>',
      '\0'.repeat(100),
    ]),
  );
}

/** What Node lets into a header. */
export function headerText(dice: Dice): string {
  return dice
    .text()
    .slice(0, 2_000)
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')
    .trim();
}

function mapLeaves(value: unknown, to: () => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, to));
  if (typeof value !== 'object' || value === null) return to();
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mapLeaves(child, to)]));
}

function replaceOne(dice: Dice, members: Json, by: unknown): unknown {
  const copy = structuredClone(members);
  let node: Json = copy;
  for (;;) {
    const names = Object.keys(node);
    if (names.length === 0) return { ...copy, [dice.text()]: by };
    const name = dice.pick(names);
    const child = node[name];
    if (typeof child === 'object' && child !== null && dice.chance(0.7)) node = child as Json;
    else {
      node[name] = by;
      return copy;
    }
  }
}
