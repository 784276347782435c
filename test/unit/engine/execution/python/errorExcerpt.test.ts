import assert from 'node:assert/strict';
import { ErrorExcerpt } from '../../../../../src/engine/execution/python/errorExcerpt.ts';

function excerptOf(text: string, limit = 900): string {
  const excerpt = new ErrorExcerpt();
  excerpt.add(text.split('\n').map((message) => ({ message })));
  return excerpt.text(limit);
}

const traceback = (error: string, frames = 1): string =>
  [
    'Traceback (most recent call last):',
    ...Array.from(
      { length: frames },
      (_, i) => `  File "/code/part${i}.py", line ${i}, in run\n    call(${i})\n    ^^^^^^^`,
    ),
    error,
  ].join('\n');

describe('what a failed program says of the reason', () => {
  it('passes over an early line that only names an error', () => {
    const noise = 'warn: IOError may come\n'.repeat(3) + 'line\n'.repeat(3000);
    const said = excerptOf(`${noise}${traceback('ValueError: no column price')}`);
    assert.match(said, /^Traceback [^]*ValueError: no column price$/);
    assert.ok(!said.includes('IOError') && !said.includes('^^'));
  });

  it('takes the last of chained tracebacks', () => {
    const chain = `${traceback('KeyError: 1')}\n\nThe above exception was the direct cause of the following exception:\n\n${traceback('RuntimeError: cannot go on')}`;
    const said = excerptOf(chain);
    assert.match(said, /RuntimeError: cannot go on$/);
    assert.ok(!said.includes('KeyError'));
  });

  it('keeps the error of a long traceback, and its nearest frames', () => {
    const said = excerptOf(traceback('MyError: the last word', 200), 300);
    assert.ok(said.length <= 300 && said.endsWith('call(199)\n MyError: the last word'), said);
  });

  it('cuts a long line in its middle', () => {
    const said = excerptOf(traceback(`ValueError: begin ${'x'.repeat(5000)}`), 200);
    assert.ok(said.length <= 200);
    assert.match(said, /call\(0\)\n ValueError: begin x+…x+$/);
  });

  it('keeps what follows the error: the rest of its message, or the words of sys.exit', () => {
    assert.match(
      excerptOf(`${traceback('ValueError: Input X contains NaN.')}\nUse an imputer.`),
      /NaN\.\n Use an imputer\.$/,
    );
    assert.match(
      excerptOf(`${traceback('KeyError: 2')}\n${'going on\n'.repeat(99)}no data, giving up\n`),
      /no data, giving up$/,
    );
  });

  it('passes over tracebacks that end nothing', () => {
    const late = `Exception ignored in: <function Pool.__del__ at 0x7f>\n${traceback('AttributeError: late')}`;
    assert.match(excerptOf(`${traceback('ValueError: real')}\n${late}`), /ValueError: real/);
    assert.match(
      excerptOf(`--- Logging error ---\n${traceback('TypeError: format')}\nstopped: disk full`),
      /stopped: disk full$/,
    );
  });

  it('reads the tracebacks of launchers and of exception groups', () => {
    const launched = traceback('ValueError: on rank 0').replaceAll(/^/gm, '[rank0]: ');
    assert.match(excerptOf(launched), /ValueError: on rank 0$/);
    const group = `  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 1\n  | ExceptionGroup: two (1 sub-exception)\n  +-+---------------- 1 ----------------\n${traceback('OSError: inner').replaceAll(/^/gm, '    | ')}\n    +------------------------------------`;
    assert.match(excerptOf(group), /OSError: inner/);
  });

  it('keeps the place and the source of a script that cannot be compiled, which has no traceback', () => {
    for (const error of ['SyntaxError: invalid syntax', 'IndentationError: unexpected indent', 'TabError: mixed'])
      assert.equal(
        excerptOf(
          `${traceback('KeyError: handled')}\n  File "/code/train.py", line 7\n    x = = 1\n        ^\n${error}`,
        ),
        `File "/code/train.py", line 7\n x = = 1\n ${error}`,
      );
  });

  it('falls back to the last line that names an error, then to the last lines', () => {
    assert.equal(excerptOf('starting\nSyntaxWarning, no SyntaxError: x'), 'SyntaxWarning, no SyntaxError: x');
    assert.equal(
      excerptOf('usage: train.py [-h]\ntrain.py: error: unrecognized arguments: --epochs 3\n'),
      'usage: train.py [-h]\n train.py: error: unrecognized arguments: --epochs 3',
    );
    assert.equal(excerptOf(''), '');
  });
});
