import assert from 'node:assert/strict';
import { decodeAwsChunked, type ChunkObserver } from '../../../../src/engine/server/body/awsChunked.ts';
import { ChunkSignatures } from '../../../../src/engine/server/body/chunkSignatures.ts';
import { Signer } from '../../../../src/engine/server/signature/signer.ts';

const silent: ChunkObserver = { chunk: () => undefined, trailers: () => undefined };

/** The text cut into pieces of every possible bad size. */
async function* inPieces(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const whole = Buffer.from(text);
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function decode(text: string | Buffer, size: number, observer = silent): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of decodeAwsChunked(inPieces(text, size), observer)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('decodeAwsChunked', () => {
  it('takes the framing off however the bytes arrive', async () => {
    const text = '5\r\nhe\r\no\r\n3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\nX-Other: b \r\n\r\n';
    for (let size = 1; size <= text.length; size++) {
      let trailers = new Map<string, string>();
      const observer = {
        ...silent,
        trailers: (found: ReadonlyMap<string, string>) => void (trailers = new Map(found)),
      };
      assert.equal((await decode(text, size, observer)).toString(), 'he\r\noabc');
      assert.deepEqual(
        [...trailers],
        [
          ['x-amz-checksum-crc32', 'AAAAAA=='],
          ['x-other', 'b'],
        ],
      );
    }
  });

  const broken: [why: string, text: string][] = [
    ['is not framed', 'plain text'],
    ['ends in a chunk', '5\r\nhel'],
    ['ends before the last chunk', '5\r\nhello\r\n'],
    ['has a longer chunk than it says', '2\r\nhello\r\n0\r\n\r\n'],
    ['has a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['claims a huge chunk', 'ffffffff\r\nhello'],
    ['has no end of line', 'a'.repeat(20_000)],
    ['has a broken trailer', '0\r\nnonsense\r\n\r\n'],
  ];
  for (const [why, text] of broken) {
    it(`refuses a body that ${why}`, async () => {
      await assert.rejects(decode(text, 7), { name: 'AwsError', code: 'IncompleteBody' });
    });
  }
});

describe('ChunkSignatures', () => {
  const signer = new Signer('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  const auth = (signature: string) => ({
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    scope: { date: '20130524', region: 'us-east-1', service: 's3' },
    signedHeaders: [],
    signature,
    time: '20130524T000000Z',
  });
  const frame = (content: string, signature: string) =>
    `${content.length.toString(16)};chunk-signature=${signature}\r\n${content}\r\n`;
  const [first, second] = ['a'.repeat(65536), 'a'.repeat(1024)];

  const signedPayload =
    frame(first, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648') +
    frame(second, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497') +
    frame('', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9');
  const payloadAuth = auth('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9');

  it("accepts the documentation's signed chunks", async () => {
    const content = await decode(signedPayload, 1000, new ChunkSignatures(signer, payloadAuth, false));
    assert.equal(content.toString(), first + second);
  });

  it("accepts the documentation's signed chunks with a signed trailer", async () => {
    const trailer =
      'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n';
    const text =
      frame(first, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2') +
      frame(second, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7') +
      '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n';
    const seed = auth('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e');
    const content = await decode(text + trailer, 1000, new ChunkSignatures(signer, seed, true));
    assert.equal(content.length, 66560);
    const forged = text + trailer.replace('sOO8', 'sOO9');
    await assert.rejects(decode(forged, 1000, new ChunkSignatures(signer, seed, true)), { reason: 'mismatch' });
  });

  it('refuses a chunk that was changed, left out or not signed', async () => {
    const refuse = (text: string) =>
      assert.rejects(decode(text, 1000, new ChunkSignatures(signer, payloadAuth, false)), { reason: 'mismatch' });
    await refuse(signedPayload.replace('aaab', 'aaaa').replace('\r\na', '\r\nb'));
    await refuse(signedPayload.slice(frame(first, '0'.repeat(64)).length));
    await refuse(`5\r\nhello\r\n0\r\n\r\n`);
  });
});
