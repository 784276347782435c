import assert from 'node:assert/strict';
import { good, type CheckResult, type SetupCheck } from '../../../../src/connections/setup/setupCheck.ts';
import { SetupModel } from '../../../../src/connections/setup/setupModel.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const check = (label: string, run: SetupCheck['run'], patience = 1_000): SetupCheck => ({ label, patience, run });
const never = (): Promise<CheckResult> => new Promise(() => undefined);

describe('the checks of the set-up', () => {
  const clock = new ManualClock();
  const logged: string[] = [];
  const model = (...checks: SetupCheck[]): SetupModel =>
    new SetupModel(
      () => checks,
      clock,
      (context) => void logged.push(context),
    );
  const states = ({ rows }: SetupModel): (string | undefined)[] => rows.map(({ result }) => result?.state);

  it('are all shown from the start, and each as soon as it is answered', async () => {
    let answer: (result: CheckResult) => void = () => undefined;
    const slow = new Promise<CheckResult>((resolve) => (answer = resolve));
    const both = model(
      check('slow', () => slow),
      check('fast', async () => good('Yes.')),
    );
    const seen: (string | undefined)[][] = [];
    both.onDidChange(() => seen.push(states(both)));
    const running = both.run();
    await new Promise((resolve) => setImmediate(resolve));
    answer(good('At last.'));
    await running;
    assert.deepEqual(seen, [
      [undefined, undefined],
      [undefined, 'good'],
      ['good', 'good'],
    ]);
  });

  it('fail alone, and say why', async () => {
    const both = model(
      check('broken', async () => Promise.reject(new Error('No such thing.'))),
      check('whole', async () => good('Yes.')),
    );
    await both.run();
    assert.deepEqual(states(both), ['bad', 'good']);
    assert.equal(both.rows[0]?.result?.sentence, 'No such thing.');
    assert.deepEqual(logged.splice(0), ['Check Setup: broken']);
  });

  it('are not waited for beyond their patience, and are told to end', async () => {
    let told: AbortSignal | undefined;
    const hanging = model(check('hanging', (signal) => ((told = signal), never()), 5_000));
    const running = hanging.run();
    await clock.advance(4_999);
    assert.deepEqual(states(hanging), [undefined]);
    await clock.advance(1);
    await running;
    assert.match(hanging.rows[0]?.result?.sentence ?? '', /No answer within 5 seconds/);
    assert.equal(told?.aborted, true);
  });

  it('are forgotten by the next look, whose answers alone count', async () => {
    const answers: ((result: CheckResult) => void)[] = [];
    const again = model(check('twice', () => new Promise((resolve) => answers.push(resolve))));
    void again.run();
    const second = again.run();
    answers[0]?.(good('The first.'));
    answers[1]?.(good('The second.'));
    await second;
    assert.equal(again.rows[0]?.result?.sentence, 'The second.');
  });

  it('are told to others without secrets', async () => {
    const report = model(
      check('Credentials', async () => good('aws_secret_access_key=AbCdEf.')),
      check('Git', never),
    );
    void report.run();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(report.report(), 'Credentials: ok. aws_secret_access_key=[removed]\nGit: still looked at');
    report.dispose();
  });
});
