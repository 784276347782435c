import { priceText } from '../../../sagemaker/cost/price.ts';
import type { ModelEntry } from '../../../sagemaker/resources/kinds/modelKind.ts';
import { notebookKind, type NotebookEntry } from '../../../sagemaker/resources/kinds/notebookKind.ts';
import type { ResourceEntry } from '../../../sagemaker/resources/resourceEntry.ts';
import { iconOf } from './icons.ts';
import type { LookContext, RowLook } from './rowLook.ts';
import { rowPrice } from './rowPrice.ts';
import { createdOn, joined, momentOf, shortReason, timeOf } from './texts.ts';

export function notebookLook(notebook: NotebookEntry, { now, price }: LookContext): RowLook {
  const { instanceType, status } = notebook;
  const state = notebookKind.stateOf(status);
  const cost = instanceType === undefined ? undefined : price(instanceType, 'Notebook');
  const hourly = cost && state === 'inService' ? rowPrice(cost) : undefined;
  const word = state === 'inService' ? undefined : status;
  const when = word === undefined ? timeOf(notebook.modified ?? notebook.created, now) : undefined;
  return {
    description: joined([word, instanceType, hourly, when]),
    icon: iconOf('notebook', state),
    spoken: joined([status, instanceType, hourly], ', '),
    facts: [
      ['Status', status],
      ['Why', shortReason(notebook.failureReason)],
      ['Instance', instanceType],
      ['Price', cost && priceText(cost)],
      ['Lifecycle configuration', notebook.lifecycleConfig],
      ['Repositories', joined(notebook.repositories, ', ') || undefined],
      ['Created', momentOf(notebook.created)],
      ['Last changed', momentOf(notebook.modified)],
    ],
  };
}

export function modelLook(model: ModelEntry, { now }: LookContext): RowLook {
  const image = model.image && imageName(model.image);
  return {
    description: joined([image, timeOf(model.created, now)]),
    icon: iconOf('model', 'ready'),
    spoken: joined([image, createdOn(model.created, now)], ', '),
    facts: [
      ['Created', momentOf(model.created)],
      ['Image', model.image],
      ['Artifact', model.artifact],
    ],
  };
}

export function lifecycleConfigLook(config: ResourceEntry, { now }: LookContext): RowLook {
  const changed = config.modified ?? config.created;
  return {
    description: timeOf(changed, now),
    icon: iconOf('lifecycleConfig', 'ready'),
    spoken: `changed ${timeOf(changed, now)}`,
    facts: [
      ['Created', momentOf(config.created)],
      ['Last changed', momentOf(config.modified)],
    ],
  };
}

/** Of a registry's URI what tells images apart: `sagemaker-xgboost:1.7-1`. */
function imageName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1).replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1');
}
