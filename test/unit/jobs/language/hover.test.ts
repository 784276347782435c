import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { memberDocumentation } from '../../../../scripts/lib/memberDocumentation.mjs';
import { toMarkdown } from '../../../../scripts/lib/markdown.mjs';
import { parseDefinition } from '../../../../src/jobs/definition.ts';
import { hover } from '../../../../src/jobs/language/hover.ts';
import { Documentation } from '../../../../src/serviceModel/documentation.ts';
import { loadServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { boston } from '../workspace.ts';

describe('hover in a definition', () => {
  let documentation: Documentation;
  before(async () => {
    documentation = new Documentation(await memberDocumentation(resolve(import.meta.dirname, '../../../..')));
  });

  /** What is said at the start of a word, and the text that it is said of. */
  async function at(word: string, text = boston): Promise<{ markdown: string; of: string } | undefined> {
    const definition = parseDefinition(text, { path: '/x/boston.training-job.yaml' });
    const context = { model: await loadServiceModel(), documentation, region: 'eu-west-1' };
    const found = await hover(definition, text.indexOf(word) + 1, context);
    return found && { markdown: found.markdown, of: text.slice(found.start, found.end) };
  }

  it('tells of a field: type, values, documentation, and where to read on', async () => {
    const found = await at('TrainingInputMode');
    assert.equal(found?.of, 'TrainingInputMode');
    assert.match(found.markdown, /^\*\*TrainingInputMode\*\*: one of 3 values, required\n\n`Pipe`, `File`, `FastFile`/);
    assert.match(found.markdown, /\*\*Pipe mode\*\*/);
    assert.match(
      found.markdown,
      /API_AlgorithmSpecification\.html#sagemaker-Type-AlgorithmSpecification-TrainingInputMode/,
    );
    const top = await at('TrainingJobName');
    assert.match(
      top?.markdown ?? '',
      /text, 1 to 63 characters.*API_CreateTrainingJob\.html#sagemaker-CreateTrainingJob-request-TrainingJobName/s,
    );
  });

  it('tells of a hyperparameter, an image and an instance type', async () => {
    assert.match(
      (await at('eta:'))?.markdown ?? '',
      /\*\*eta\*\* \(XGBoost\): number, at least 0, at most 1, default 0\.3/,
    );
    assert.match(
      (await at('xgboost:1.7-1'))?.markdown ?? '',
      /built-in algorithm\n\nIn eu-west-1: `141502667606\.dkr\.ecr\.eu-west-1/,
    );
    assert.match((await at('ml.m5.large'))?.markdown ?? '', /computes on CPU/);
  });

  it('is silent about names of one’s own and comments', async () => {
    assert.equal(await at('MINE', `${boston}Environment:\n  MINE: x\n`), undefined);
    assert.equal(await at('# a comment', `${boston}# a comment\n`), undefined);
  });

  it('has no HTML left, and tells of nearly every member of the model', async () => {
    const model = await loadServiceModel();
    const shape = model.shape(model.inputOf('CreateTrainingJob'));
    assert.ok(shape.type === 'structure');
    for (const member of Object.keys(shape.members)) {
      const text = documentation.of(model.inputOf('CreateTrainingJob'), member);
      assert.ok(text, member);
      assert.doesNotMatch(text.replace(/\\</g, ''), /<\/?\w+>|&\w+;/, member);
    }
  });
});

describe('the documentation’s HTML as Markdown', () => {
  it('keeps paragraphs, lists, notes, code and links', () => {
    assert.equal(
      toMarkdown(
        '<p>One <code>a_b</code>, see <a href="https://x.y/z">there</a>.</p> <ul> <li> <p>first</p> </li> <li> <p>second_one</p> </li> </ul> <note> <p>Mind.</p> </note>',
      ),
      'One `a_b`, see [there](https://x.y/z).\n\n- first\n- second\\_one\n\n**Note:** Mind.',
    );
  });
});
