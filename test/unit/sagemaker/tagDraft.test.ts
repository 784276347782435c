import assert from 'node:assert/strict';
import { TagDraft } from '../../../src/sagemaker/tagDraft.ts';
import { keyProblem, valueProblem, type Tag } from '../../../src/sagemaker/tags.ts';

const tag = (Key: string, Value: string): Tag => ({ Key, Value });
const two = () =>
  new TagDraft(
    new Map([
      ['a', [tag('Owner', 'me'), tag('Stage', 'test')]],
      ['b', [tag('Owner', 'you')]],
    ]),
  );

describe('a draft of tags', () => {
  it('shows the tags of several resources, and where they differ', () => {
    assert.deepEqual(two().tags, [
      { key: 'Owner', value: undefined, count: 2 },
      { key: 'Stage', value: 'test', count: 1 },
    ]);
    assert.deepEqual(two().changes(), []);
  });

  it('changes only what is different at each', () => {
    const draft = two();
    draft.put('Owner', 'me');
    draft.put('New', '');
    draft.remove('Stage');
    assert.equal(draft.changeCount, 3);
    assert.deepEqual(draft.changes(), [
      { arn: 'a', put: [tag('New', '')], remove: ['Stage'] },
      { arn: 'b', put: [tag('Owner', 'me'), tag('New', '')], remove: [] },
    ]);
  });

  it('takes back what was drafted', () => {
    const draft = two();
    draft.remove('Owner');
    draft.put('New', 'x');
    draft.undo('Owner');
    draft.remove('New');
    assert.equal(draft.changeCount, 0);
    assert.deepEqual(draft.changes(), []);
    draft.put('Stage', 'test');
    assert.deepEqual(draft.changes(), [{ arn: 'b', put: [tag('Stage', 'test')], remove: [] }]);
  });

  it('knows when a resource would have too many', () => {
    const draft = new TagDraft(new Map([['a', Array.from({ length: 50 }, (_, index) => tag(`k${index}`, ''))]]));
    assert.equal(draft.problem, undefined);
    draft.put('one-more', '');
    assert.match(draft.problem ?? '', /50 tags; one would have 51/);
    draft.remove('k0');
    assert.equal(draft.problem, undefined);
  });
});

describe('a tag that is typed', () => {
  it('is told why it cannot be one', () => {
    for (const [key, problem] of [
      [' ', /needs a key/],
      ['k'.repeat(129), /at most 128/],
      ['AWS:x', /reserved/],
      ['a#b', /cannot hold "#"/],
      ['a😀', /cannot hold "😀"/],
    ] as const)
      assert.match(keyProblem(key) ?? '', problem);
    assert.match(valueProblem('v'.repeat(257)) ?? '', /at most 256/);
    for (const good of ['Kosten Stelle', 'a_.:/=+-@1', 'größe', '値']) assert.equal(keyProblem(good), undefined);
    assert.equal(valueProblem(''), undefined);
  });
});
