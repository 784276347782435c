import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { conveniences } from '../../../src/jobs/language/completeFields.ts';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';

interface Grammar {
  readonly injections: Readonly<Record<string, { readonly patterns: readonly { readonly match: string }[] }>>;
}

async function grammarOf(name: string): Promise<Grammar> {
  return JSON.parse(
    await readFile(new URL(`../../../syntaxes/${name}.tmLanguage.json`, import.meta.url), 'utf8'),
  ) as Grammar;
}

describe('the grammar of job definitions', () => {
  it('marks exactly the fields that the API has, and the conveniences', async () => {
    const grammar = await grammarOf('sagemaker-job-definition');
    const match = Object.values(grammar.injections)[0]?.patterns[0]?.match ?? '';
    const marked = /^\^\(\?:([\w|]+)\)/.exec(match)?.[1]?.split('|') ?? [];
    const model = await loadServiceModel();
    const shape = model.shape(model.inputOf('CreateTrainingJob'));
    assert.ok(shape.type === 'structure');
    assert.deepEqual(marked.toSorted(), [...Object.keys(shape.members), ...Object.keys(conveniences)].sort());
  });

  const lines: [name: string, prefix: string, suffix: string][] = [
    ['sagemaker-job-definition', 'TrainingImage: ', ''],
    ['sagemaker-job-definition', 'TrainingImage: "', '"'],
    ['sagemaker-job-definition-json', '"TrainingImage": "', '",'],
  ];
  for (const [name, prefix, suffix] of lines) {
    it(`marks short images, objects and ARNs after ${prefix}`, async () => {
      const patterns = (await grammarOf(name)).injections['L:string']?.patterns ?? [];
      const marked = (value: string) =>
        patterns.map(({ match }) => new RegExp(match).exec(`${prefix}${value}${suffix}`)?.[0]);
      const role = 'arn:aws-cn:iam::000000000000:role/a';
      assert.deepEqual(marked('pytorch:2.3'), [undefined, undefined, 'pytorch:2.3']);
      assert.deepEqual(marked('kmeans'), [undefined, undefined, 'kmeans']);
      assert.deepEqual(marked('123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1'), [
        undefined,
        undefined,
        undefined,
      ]);
      assert.deepEqual(marked('s3://bucket/a%20key'), ['s3://bucket/a%20key', undefined, undefined]);
      assert.deepEqual(marked(role), [undefined, role, undefined]);
    });
  }
});
