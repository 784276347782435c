import assert from 'node:assert/strict';
import { FrameReader, type FrameHead } from '../../../../src/engine/hosting/frameReader.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

interface Head extends FrameHead {
  readonly id: number;
}

describe('Frames of a stream', () => {
  it('are the same in whatever pieces they come', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 200; round++) {
      const bodies = Array.from({ length: 6 }, () => '\n{é'.repeat(Math.floor(random() * 5)));
      const stream = Buffer.concat(
        bodies.flatMap((body, id) => {
          const length = Buffer.byteLength(body);
          return [Buffer.from(`${JSON.stringify(length === 0 ? { id } : { id, length })}\n`), Buffer.from(body)];
        }),
      );
      const reader = new FrameReader<Head>();
      const found: string[] = [];
      for (let at = 0; at < stream.length;) {
        const end = at + 1 + Math.floor(random() * 20);
        found.push(...reader.take(stream.subarray(at, end)).map(({ head, body }) => `${head.id}:${body.toString()}`));
        at = end;
      }
      assert.deepEqual(
        found,
        bodies.map((body, id) => `${id}:${body}`),
      );
    }
  });

  it('begin with JSON', () => {
    assert.throws(() => new FrameReader().take(Buffer.from('Traceback\n')), SyntaxError);
  });
});
