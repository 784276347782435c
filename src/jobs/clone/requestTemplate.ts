import { loadServiceModel } from '../../serviceModel/serviceModel.ts';
import { templateOf } from '../language/template.ts';
import { SnippetWriter } from '../language/templateText.ts';
import { creations, type CreatableKind } from './creation.ts';

/** The fields that a request of a kind usually has, as a snippet in YAML. */
export async function requestTemplate(kind: CreatableKind): Promise<string> {
  const model = await loadServiceModel();
  return `${new SnippetWriter('yaml').value(templateOf(model, model.inputOf(creations[kind].operation)), 0)}\n`;
}
