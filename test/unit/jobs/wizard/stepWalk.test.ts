import assert from 'node:assert/strict';
import { walkOn, walkSteps, type Step } from '../../../../src/jobs/wizard/stepWalk.ts';
import { UserError } from '../../../../src/shared/errors.ts';

interface Answers {
  readonly kind?: string;
  readonly size?: string;
  readonly last?: string;
}

const same = async (answers: Answers): Promise<Answers> => answers;

describe('a walk through questions', () => {
  const asked: string[] = [];
  beforeEach(() => void (asked.length = 0));

  const step = (id: keyof Answers, answers: (string | undefined)[]): Step<Answers> => ({
    id,
    ask: async (state, { step: at, totalSteps }) => {
      asked.push(`${id} ${at}/${totalSteps ?? '?'} ${state[id] ?? '-'}`);
      const answer = answers.shift();
      return answer === 'back' || answer === undefined ? answer : { ...state, [id]: answer };
    },
  });

  it('asks what follows from the answers, and proposes earlier answers again on the way back', async () => {
    const [kind, size, last] = [step('kind', ['big']), step('size', ['L', 'XL']), step('last', ['back', 'end'])];
    assert.deepEqual(await walkSteps<Answers, Answers>({}, () => [kind, size, last], same), {
      kind: 'big',
      size: 'XL',
      last: 'end',
    });
    assert.deepEqual(asked, ['kind 1/3 -', 'size 2/3 -', 'last 3/3 -', 'size 2/3 L', 'last 3/3 -']);
  });

  it('ends without an answer when one question is given up', async () => {
    const [kind, size] = [step('kind', ['big']), step('size', [undefined])];
    assert.equal(await walkSteps<Answers, Answers>({}, () => [kind, size], same), undefined);
  });

  it('can take another way after going back', async () => {
    const [kind, size, last] = [step('kind', ['big', 'small']), step('size', ['back']), step('last', ['end'])];
    const walked = await walkSteps<Answers, Answers>(
      {},
      (state) => (state.kind === 'small' ? [kind, last] : [kind, size, last]),
      same,
    );
    assert.deepEqual(walked, { kind: 'small', last: 'end' });
    assert.deepEqual(asked, ['kind 1/3 -', 'size 2/3 -', 'kind 1/3 big', 'last 2/2 -']);
  });

  it('stays at the first question when there is none before', async () => {
    assert.deepEqual(await walkSteps<Answers, Answers>({}, () => [step('kind', ['x'])], same), { kind: 'x' });
    const kind = step('kind', ['back', 'x']);
    assert.deepEqual(await walkSteps<Answers, Answers>({}, () => [kind], same), { kind: 'x' });
  });

  it('says how many there are when no answer decides that any more, also on the way back', async () => {
    const kind = { ...step('kind', ['big', 'small']), decidesWay: true };
    const [size, last] = [step('size', ['L']), step('last', ['back', 'end'])];
    const steps = (state: Answers): Step<Answers>[] =>
      state.kind === 'small' ? [kind, last] : [kind, size, ...(state.size === undefined ? [] : [last])];
    const back = {
      ...size,
      ask: async (...asking: Parameters<typeof size.ask>) => (await size.ask(...asking)) ?? 'back',
    };
    const walked = await walkSteps<Answers, Answers>(
      {},
      (state) => steps(state).map((one) => (one.id === 'size' ? back : one)),
      same,
    );
    assert.deepEqual(walked, { kind: 'small', size: 'L', last: 'end' });
    const there = ['kind 1/? -', 'size 2/2 -', 'last 3/3 -'];
    assert.deepEqual(asked, [...there, 'size 2/3 L', 'kind 1/? big', 'last 2/2 -']);
  });

  it('goes on counting after questions that were asked elsewhere, and back to those', async () => {
    const [kind, size] = [step('kind', ['big', 'back']), step('size', ['back'])];
    assert.equal(await walkOn<Answers, Answers>({}, () => [kind, size], same, 1), 'back');
    assert.deepEqual(asked, ['kind 2/3 -', 'size 3/3 -', 'kind 2/3 big']);
    assert.deepEqual(await walkOn<Answers, Answers>({}, () => [step('kind', ['x'])], same, 1), {
      result: { kind: 'x' },
    });
    const givenUp = await walkOn<Answers, Answers>({}, () => [step('kind', [undefined])], same, 1);
    assert.deepEqual(givenUp, { result: undefined });
  });

  it('asks the last question again, with every answer kept, when the end cannot be reached', async () => {
    const problems: (string | undefined)[] = [];
    const last: Step<Answers> = {
      id: 'last',
      ask: async (state, { problem }) => {
        problems.push(problem);
        return { ...state, last: problem === undefined ? 'full disk' : 'other disk' };
      },
    };
    const finish = async (answers: Answers): Promise<Answers> => {
      if (answers.last === 'full disk') throw new UserError('The disk is full.');
      return answers;
    };
    const walked = await walkSteps<Answers, Answers>({}, () => [step('kind', ['big']), last], finish);
    assert.deepEqual(walked, { kind: 'big', last: 'other disk' });
    assert.deepEqual(problems, [undefined, 'The disk is full.']);
  });

  it('asks the question before one that cannot be asked, and throws what nobody can answer', async () => {
    let failures = 1;
    const size: Step<Answers> = {
      id: 'size',
      ask: async (state) => {
        if (failures-- > 0) throw new UserError('There is no size for that.');
        return { ...state, size: 'S' };
      },
    };
    const kind = step('kind', ['huge', 'big']);
    assert.deepEqual(await walkSteps<Answers, Answers>({}, () => [kind, size], same), { kind: 'big', size: 'S' });
    const broken: Step<Answers> = { id: 'last', ask: () => Promise.reject(new Error('a bug')) };
    await assert.rejects(
      walkSteps<Answers, Answers>({}, () => [step('kind', ['x']), broken], same),
      /a bug/,
    );
    const first: Step<Answers> = { id: 'kind', ask: () => Promise.reject(new UserError('No folder is open.')) };
    await assert.rejects(
      walkSteps<Answers, Answers>({}, () => [first], same),
      /No folder is open/,
    );
  });
});
