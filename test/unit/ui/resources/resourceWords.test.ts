import assert from 'node:assert/strict';
import { leftOutText, taggedText } from '../../../../src/ui/resources/resourceWords.ts';

describe('what a command leaves out of a selection', () => {
  const job = (name: string) => ({ kind: 'trainingJob', entry: { name, status: 'Completed' } }) as const;

  it('is named in one sentence, with its kind and its status where it has one', () => {
    const model = { kind: 'model', entry: { name: 'churn', status: '' } } as const;
    assert.equal(leftOutText('Stop', [job('red')]), '"Stop" leaves out the training job red (Completed).');
    assert.equal(
      leftOutText('Stop', [job('red'), model]),
      '"Stop" leaves out the training job red (Completed) and the model churn.',
    );
  });

  it('is counted beyond three', () => {
    const jobs = ['a', 'b', 'c', 'd', 'e'].map(job);
    assert.match(leftOutText('Stop', jobs), /a \(Completed\), .+b .+, .+c \(Completed\) and 2 more\.$/);
  });
});

describe('what became of a change of tags', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ kind: 'model', name }) as const);
  assert.ok(a && b && c);

  it('is said of those alone that were changed before it was cancelled', () => {
    assert.equal(taggedText(2, [a, b, c], [a, b, c]), '2 tags of 3 models changed.');
    assert.equal(taggedText(1, [a], [a]), '1 tag of the model a changed.');
    assert.equal(
      taggedText(1, [a, c], [a, b, c]),
      '1 tag of 2 models changed; those of the model b are as they were (cancelled).',
    );
    assert.equal(taggedText(3, [], [a, b, c]), 'Cancelled: the tags of 3 models are as they were.');
  });
});
