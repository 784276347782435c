import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import type { NotebookEntry } from '../../sagemaker/resources/kinds/notebookKind.ts';
import type { TrainingJobEntry } from '../../sagemaker/resources/kinds/trainingJobKind.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import type { TuningJobEntry } from '../../sagemaker/tuningJobEntry.ts';
import { ResourceItem } from '../resources/resourceItem.ts';
import { GroupItem, LoadMoreItem, TryAgainItem } from './groupItem.ts';
import { JobItem } from './jobItem.ts';
import { lookOf } from './looks/lookOf.ts';
import { TuningItem } from './tuningItem.ts';
import type { RowMaker } from './viewRows.ts';

/**
 * The row of a resource, not yet drawn.
 * @param below - The id of the row that it stands below.
 * @param opens - Whether it may open into rows of its own.
 */
export function makeResourceItem(
  place: Place,
  kind: KindId,
  entry: ResourceEntry,
  below = '',
  opens = true,
): ResourceItem {
  if (kind === 'trainingJob') return new JobItem(place, entry as TrainingJobEntry, { below, opens });
  if (kind === 'tuningJob') return new TuningItem(place, entry as TuningJobEntry, below);
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  return new ResourceItem(place, kind, entry, entry.name, opens && hasParts(kind, entry) ? Collapsed : None, below);
}

function hasParts(kind: KindId, entry: ResourceEntry): boolean {
  if (kind !== 'notebook') return kind === 'model' || kind === 'endpoint' || kind === 'endpointConfig';
  const { lifecycleConfig, repositories } = entry as NotebookEntry;
  return lifecycleConfig !== undefined || repositories.length > 0;
}

/** Makes the rows of a view. @param commands - Without arguments. */
export function rowMaker(commands: { readonly loadMore: string; readonly refresh: string }): RowMaker {
  return {
    heading: (id, label, isOpen) => new GroupItem(id, label, isOpen),
    loadMore: (group) => new LoadMoreItem(group, commands.loadMore),
    tryAgain: () => new TryAgainItem(commands.refresh),
    row: (place, kind, entry) => makeResourceItem(place, kind, entry),
    draw: (item, entry, context, label) => item.show(entry, lookOf(item.kind, entry, context), label),
  };
}
