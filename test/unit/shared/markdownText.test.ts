import assert from 'node:assert/strict';
import { markdownText } from '../../../src/shared/markdownText.ts';

describe('plain text as Markdown', () => {
  it('keeps the spaces between words, where lines may be broken', () =>
    assert.equal(markdownText('please take a\n  look'), 'please take a look'));

  it('leaves no sign a meaning', () => {
    assert.equal(
      markdownText('[a](command:x) <b> &amp; $(x)'),
      '\\[a\\]\\(command\\:x\\) \\<b\\> \\&amp\\; \\$\\(x\\)',
    );
    assert.equal(markdownText('https://a.b'), 'https\\:\\/\\/a\\.b');
    assert.equal(markdownText('    # not code'), '\\# not code');
  });
});
