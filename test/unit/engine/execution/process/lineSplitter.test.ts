import assert from 'node:assert/strict';
import {
  LineSplitter,
  eventPieces,
  largestEvent,
  type SplitLine,
} from '../../../../../src/engine/execution/process/lineSplitter.ts';

describe('lines of a program’s bytes', () => {
  const shown = (lines: readonly SplitLine[]): string[] =>
    lines.filter(({ isOverwritten }) => isOverwritten !== true).map(({ message }) => message);
  const states = (...chunks: (string | Buffer)[]): SplitLine[] => {
    const splitter = new LineSplitter();
    return [...chunks.flatMap((chunk) => splitter.take(Buffer.from(chunk as string), 0)), ...splitter.end()];
  };
  const split = (...chunks: (string | Buffer)[]): string[] => shown(states(...chunks));

  it('are whole wherever the chunks end, in the middle of a character too', () => {
    const bytes = Buffer.from('grün\nblau\n\nrot');
    for (let at = 0; at <= bytes.length; at++)
      assert.deepEqual(split(bytes.subarray(0, at), bytes.subarray(at)), ['grün', 'blau', '', 'rot']);
  });

  it('may end in CRLF, and show the last state of a line that overwrites itself', () => {
    assert.deepEqual(split('one\r\ntwo\r\n'), ['one', 'two']);
    assert.deepEqual(split('\r10%\r50%\r100%\r\nnext\n'), ['100%', 'next']);
    assert.deepEqual(split('10%\r100%\r'), ['100%']);
  });

  it('show a progress bar now and then before it ends', () => {
    const splitter = new LineSplitter();
    splitter.take(Buffer.from('start\n'), 0);
    assert.deepEqual(splitter.take(Buffer.from('\r10%\r20%'), 500), []);
    assert.deepEqual(splitter.progress(900), []);
    assert.deepEqual(shown(splitter.progress(1000)), ['10%']);
    assert.deepEqual(splitter.progress(1500), []);
    assert.deepEqual(shown(splitter.take(Buffer.from('\r99%\n'), 1600)), ['99%']);
  });

  it('tell every state that was overwritten, once and in order, however long the line', () => {
    assert.deepEqual(states('one\nloss=3\rloss=2\r\r\nloss=1\r\n'), [
      { message: 'one' },
      { message: 'loss=3', isOverwritten: true },
      { message: 'loss=2' },
      { message: 'loss=1' },
    ]);
    const all = Array.from({ length: 300_000 }, (_, index) => index.toString(36));
    const text = `\r${all.join('\r')}`;
    for (const at of [text.length, 10, 400_000]) {
      const told = states(text.slice(0, at), text.slice(at));
      assert.deepEqual(
        told.map(({ message }) => message),
        all,
      );
      assert.deepEqual(shown(told), all.slice(-1));
    }
    const splitter = new LineSplitter();
    splitter.take(Buffer.from('a\rb\rc'), 0);
    const seen = [...splitter.progress(1000), ...splitter.end()];
    assert.deepEqual(
      seen.map(({ message }) => message),
      ['a', 'b', 'c'],
    );
  });

  it('replace what is no UTF-8, and keep NUL', () => {
    assert.deepEqual(split(Buffer.from([0, 0xff, 0x61, 0xc3, 10])), ['\0\ufffda\ufffd']);
  });

  it('are cut to what CloudWatch takes as one event, between characters', () => {
    const text = 'ä'.repeat(400_000);
    for (const pieces of [
      split(text),
      split(`${text}\n`),
      split(text.slice(0, 150_000), text.slice(150_000)),
      eventPieces(text),
    ]) {
      assert.equal(pieces.join(''), text);
      assert.ok(pieces.every((piece) => Buffer.byteLength(piece) <= largestEvent));
    }
    const noise = split(Buffer.alloc(200_000, 0xff));
    assert.ok(noise.length > 1 && noise.every((piece) => Buffer.byteLength(piece) <= largestEvent));
    assert.equal(noise.join(''), '\ufffd'.repeat(200_000));
  });
});
