import assert from 'node:assert/strict';
import { walkSteps, type Step } from '../../../../src/jobs/wizard/stepWalk.ts';

interface Answers {
  readonly kind?: string;
  readonly size?: string;
  readonly last?: string;
}

describe('a walk through questions', () => {
  const asked: string[] = [];
  beforeEach(() => void (asked.length = 0));

  const step = (id: keyof Answers, answers: (string | undefined)[]): Step<Answers> => ({
    id,
    ask: async (state, { step: at, totalSteps }) => {
      asked.push(`${id} ${at}/${totalSteps} ${state[id] ?? '-'}`);
      const answer = answers.shift();
      return answer === 'back' || answer === undefined ? answer : { ...state, [id]: answer };
    },
  });

  it('asks what follows from the answers, and proposes earlier answers again on the way back', async () => {
    const [kind, size, last] = [step('kind', ['big']), step('size', ['L', 'XL']), step('last', ['back', 'end'])];
    assert.deepEqual(await walkSteps<Answers>({}, () => [kind, size, last]), { kind: 'big', size: 'XL', last: 'end' });
    assert.deepEqual(asked, ['kind 1/3 -', 'size 2/3 -', 'last 3/3 -', 'size 2/3 L', 'last 3/3 -']);
  });

  it('ends without an answer when one question is given up', async () => {
    const [kind, size] = [step('kind', ['big']), step('size', [undefined])];
    assert.equal(await walkSteps<Answers>({}, () => [kind, size]), undefined);
  });

  it('can take another way after going back', async () => {
    const [kind, size, last] = [step('kind', ['big', 'small']), step('size', ['back']), step('last', ['end'])];
    const walked = await walkSteps<Answers>({}, (state) =>
      state.kind === 'small' ? [kind, last] : [kind, size, last],
    );
    assert.deepEqual(walked, { kind: 'small', last: 'end' });
    assert.deepEqual(asked, ['kind 1/3 -', 'size 2/3 -', 'kind 1/3 big', 'last 2/2 -']);
  });

  it('stays at the first question when there is none before', async () => {
    assert.deepEqual(await walkSteps<Answers>({}, () => [step('kind', ['x'])]), { kind: 'x' });
    const kind = step('kind', ['back', 'x']);
    assert.deepEqual(await walkSteps<Answers>({}, () => [kind]), { kind: 'x' });
  });
});
