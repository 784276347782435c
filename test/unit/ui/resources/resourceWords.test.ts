import assert from 'node:assert/strict';
import { leftOutText } from '../../../../src/ui/resources/resourceWords.ts';

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
