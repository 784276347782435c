import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';

interface Grammar {
  readonly injections: Readonly<Record<string, { readonly patterns: readonly { readonly match: string }[] }>>;
}

describe('the grammar of job definitions', () => {
  it('marks exactly the fields that the API has', async () => {
    const file = new URL('../../../syntaxes/sagemaker-job-definition.tmLanguage.json', import.meta.url);
    const grammar = JSON.parse(await readFile(file, 'utf8')) as Grammar;
    const match = Object.values(grammar.injections)[0]?.patterns[0]?.match ?? '';
    const marked = /^\^\(\?:([\w|]+)\)/.exec(match)?.[1]?.split('|') ?? [];
    const model = await loadServiceModel();
    const shape = model.shape(model.inputOf('CreateTrainingJob'));
    assert.ok(shape.type === 'structure');
    assert.deepEqual(marked.toSorted(), Object.keys(shape.members).sort());
  });
});
