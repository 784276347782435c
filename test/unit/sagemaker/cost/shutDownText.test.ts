import assert from 'node:assert/strict';
import {
  checkText,
  goingText,
  nothingText,
  shutDownQuestion,
  shutDownTitle,
  typedQuestion,
} from '../../../../src/sagemaker/cost/shutDownText.ts';
import { goesTooText } from '../../../../src/sagemaker/deploy/partsText.ts';
import type { Connection } from '../../../../src/sagemaker/connection.ts';

const dev = { kind: 'aws', label: 'dev', region: 'eu-west-1', accountId: '123456789012' } as Connection;
const [churn, fraud] = ['churn', 'fraud'].map((name) => ({ kind: 'endpoint', name }) as const);
const job = { kind: 'trainingJob', name: 'boston-1' } as const;
const what = { places: ['churn in dev'], others: [], sum: '$0.115 an hour' };

describe('shutting down what costs money', () => {
  it('says that nothing runs only when everything was looked at, and says it once', () => {
    const state = { looking: 0, isEmpty: true, checked: 'nothing checked' };
    const title = (more: object): string => /\((.*)\)$/.exec(shutDownTitle({ ...state, ...more }))?.[1] ?? '';
    assert.equal(title({ looking: 2 }), 'looking…');
    assert.equal(title({}), '', 'the only row says it');
    const [us, eu] = ['us-east-1', 'eu-west-1'].map((region) => ({ kind: 'aws', region }));
    assert.ok(us && eu);
    assert.equal(nothingText([us], true), 'Nothing runs that costs money in us-east-1');
    assert.equal(nothingText([us, eu], true), 'Nothing runs that costs money in us-east-1 and eu-west-1');
    assert.equal(nothingText([{ kind: 'local', region: 'us-east-1' }], true), 'Nothing runs on this machine');
    assert.equal(nothingText([us], false), 'Nothing was found, and not everything could be looked at');
    assert.equal(checkText([]), 'Check what is to be shut down');
    assert.equal(checkText([eu]), 'Check what is to be shut down; nothing runs in eu-west-1');
    assert.equal(title({ isEmpty: false, looking: 1 }), 'looking… nothing checked');
    assert.equal(title({ isEmpty: false }), 'nothing checked');
  });

  it('names what goes where before endpoints are typed, and what goes with them', () => {
    const items = [churn, fraud, job].filter((one) => one !== undefined);
    const places = [goingText(items, dev)];
    assert.deepEqual(places, ['churn, fraud and boston-1 in dev · eu-west-1 · 123456789012']);
    const { prompt, word } = typedQuestion({
      ...what,
      items,
      places,
      others: [{ kind: 'endpointConfig', name: 'one' }],
    });
    assert.equal(word, 'delete 2');
    assert.equal(
      prompt,
      'Deletes 2 endpoints and stops 1 more: churn, fraud and boston-1 in dev · eu-west-1 · 123456789012 ($0.115 an hour). Goes too: the configuration one. Type "delete 2" to confirm.',
    );
  });

  it('asks with the verb of what is meant', () => {
    const ask = (...items: (typeof job | typeof churn)[]): string[] => {
      const { question, button } = shutDownQuestion({ ...what, items: items.filter((one) => one !== undefined) });
      return [question, button];
    };
    assert.deepEqual(ask(churn), ['Delete churn?', 'Delete']);
    assert.deepEqual(ask(job), ['Stop boston-1?', 'Stop']);
    assert.deepEqual(ask(churn, job), ['Shut Down 2 resources?', 'Shut Down All']);
    assert.deepEqual(ask(churn, fraud), ['Delete 2 endpoints?', 'Delete All']);
  });

  it('counts all that goes, says what it costs once, and where in the words of the place', () => {
    const others = [
      { kind: 'endpointConfig', name: 'one' },
      { kind: 'endpointConfig', name: 'two' },
      { kind: 'model', name: 'boosted' },
    ] as const;
    const items = [churn, fraud].filter((one) => one !== undefined);
    const places = [goingText(items, { kind: 'local', label: 'local' } as Connection)];
    const { question, detail, button } = shutDownQuestion({ items, places, others, sum: '' });
    assert.equal(question, 'Delete 2 endpoints, 2 configurations and 1 model?');
    assert.equal(button, 'Delete All');
    assert.equal(
      detail,
      'churn and fraud on the local engine\nGoes too: the configuration one, the configuration two and the model boosted.',
    );
    const one = shutDownQuestion({ ...what, items: items.slice(0, 1), others: others.slice(0, 1) });
    assert.equal(one.question, 'Delete churn and 1 configuration?');
    assert.match(one.detail, /\n\nCost: \$0\.115 an hour$/);
    assert.match(typedQuestion({ items, places, others, sum: '' }).prompt, /on the local engine\. Goes too: /);
    assert.match(goesTooText(1), /deletes the endpoint alone\.$/);
    assert.match(goesTooText(2), /deletes the endpoints alone\.$/);
  });

  it('names ten and counts the rest', () => {
    const many = Array.from({ length: 12 }, (_, at) => ({ name: `e${at}` }));
    assert.match(goingText(many, dev), /^e0, .*, e9 and 2 more in dev/);
  });
});
