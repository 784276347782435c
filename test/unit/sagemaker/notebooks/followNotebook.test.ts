import assert from 'node:assert/strict';
import type { DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import { followNotebook, lacksJupyter, type NotebookEnd } from '../../../../src/sagemaker/notebooks/followNotebook.ts';
import { ManualClock } from '../../../support/manualClock.ts';

type Answer = DescribeNotebookInstanceOutput | Error;

describe('a notebook instance that is followed', () => {
  function follow(answers: readonly Answer[]) {
    const clock = new ManualClock();
    const stop = new AbortController();
    const statuses: string[] = [];
    let asked = 0;
    const end = followNotebook({
      describe: async () => {
        const answer = answers[Math.min(asked++, answers.length - 1)];
        if (answer instanceof Error) throw answer;
        return answer ?? {};
      },
      clock,
      interval: 10_000,
      signal: stop.signal,
      onStatus: (status) => statuses.push(status),
    });
    // What is expected to fail is looked at only after time has passed.
    end.catch(() => undefined);
    return { end, clock, stop, statuses, asked: () => asked };
  }
  const status = (NotebookInstanceStatus: string, FailureReason?: string): Answer =>
    ({ NotebookInstanceStatus, FailureReason }) as DescribeNotebookInstanceOutput;
  const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

  for (const [last, end] of [
    [status('InService'), { kind: 'inService' }],
    [status('Stopped'), { kind: 'stopped' }],
    [status('Failed', 'No room.'), { kind: 'failed', reason: 'No room.' }],
    [status('Failed'), { kind: 'failed', reason: 'SageMaker gave no reason.' }],
    [named('ValidationException', 'RecordNotFound'), { kind: 'gone' }],
  ] as [Answer, NotebookEnd][])
    it(`ends as ${JSON.stringify(end)}`, async () => {
      const followed = follow([status('Pending'), last]);
      await followed.clock.advance(10_000);
      assert.deepEqual(await followed.end, end);
      assert.equal(followed.statuses[0], 'Pending');
      assert.equal(followed.asked(), 2, 'asked once every ten seconds');
    });

  it('is asked for again where the network fails for a while', async () => {
    const cut = named('TimeoutError', 'cut');
    const followed = follow([status('Pending'), cut, cut, status('InService')]);
    await followed.clock.advance(40_000);
    assert.deepEqual(await followed.end, { kind: 'inService' });
  });

  it('is given up where nothing answers for three minutes', async () => {
    const followed = follow([status('Pending'), named('TimeoutError', 'cut')]);
    await followed.clock.advance(200_000);
    await assert.rejects(followed.end, /What becomes of the notebook cannot be told, though it goes on: cut/);
  });

  it('is let go when it is not waited for any more', async () => {
    const followed = follow([status('Pending')]);
    await followed.clock.advance(5_000);
    followed.stop.abort(new Error('left'));
    await followed.clock.advance(10_000);
    await assert.rejects(followed.end, /left/);
    assert.equal(followed.asked(), 1);
  });

  it('lacks Jupyter only where the engine says how to set it up', () => {
    assert.ok(
      lacksJupyter('Notebook instances need Jupyter, which is not set up here; run sagemaker-local setup-jupyter'),
    );
    assert.ok(!lacksJupyter('Jupyter ended with exit code 1 before it was ready'));
  });
});
