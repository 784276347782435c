import type { TreeItem } from 'vscode';
import { LineageLoader } from '../../sagemaker/lineage/lineageLoader.ts';
import type { ConfiguredVariant } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import type { EndpointEntry } from '../../sagemaker/resources/kinds/endpointKind.ts';
import type { ModelEntry } from '../../sagemaker/resources/kinds/modelKind.ts';
import type { NotebookEntry } from '../../sagemaker/resources/kinds/notebookKind.ts';
import type { TrainingJobEntry } from '../../sagemaker/resources/kinds/trainingJobKind.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { resourceKinds } from '../../sagemaker/resources/resourceKinds.ts';
import type { Session } from '../../sagemaker/session.ts';
import { ResourceItem } from '../resources/resourceItem.ts';
import { variantLook } from './looks/endpointLooks.ts';
import { lookOf } from './looks/lookOf.ts';
import type { LookContext } from './looks/rowLook.ts';
import { NoteItem } from './noteItem.ts';
import { makeResourceItem } from './resourceRow.ts';
import { VariantItem } from './variantItem.ts';

/** Which way a row that stands below another leads on: to what it was made of, or to what was made of it. */
type Way = 'up' | 'down';

const loaders = new WeakMap<Session, LineageLoader>();

/** What a session's resources have to do with each other; the views share what was asked for. */
function loaderOf(session: Session): LineageLoader {
  const known = loaders.get(session) ?? new LineageLoader(session.clients, session.lists);
  loaders.set(session, known);
  return known;
}

/** The rows that resources open into: what they have, what they were made of and what was made of them. */
export class LineageRows {
  private readonly items = new Map<string, ResourceItem>();
  private readonly ways = new WeakMap<TreeItem, Way>();
  private readonly opened = new Set<TreeItem>();
  private readonly parents = new WeakMap<TreeItem, TreeItem>();

  /** @param openCommand - What a click on a training job runs in this view. */
  constructor(
    private readonly context: () => LookContext,
    private readonly openCommand: string,
  ) {}

  clear(): void {
    this.items.clear();
    this.opened.clear();
  }

  /** The open rows below which others stand that may come and go. */
  get open(): TreeItem[] {
    return [...this.opened];
  }

  /** The rows of resources that were drawn. */
  get drawn(): TreeItem[] {
    return [...this.items.values()];
  }

  setOpen(item: TreeItem, isOpen: boolean): void {
    if (!(item instanceof ResourceItem) || (item.kind !== 'model' && item.kind !== 'trainingJob')) return;
    if (isOpen) this.opened.add(item);
    else this.opened.delete(item);
  }

  parentOf(item: TreeItem): TreeItem | undefined {
    return this.parents.get(item);
  }

  async below(item: TreeItem, session: Session): Promise<TreeItem[]> {
    const rows = await this.rowsBelow(item, loaderOf(session));
    for (const row of rows) this.parents.set(row, item);
    return rows;
  }

  private async rowsBelow(item: TreeItem, loader: LineageLoader): Promise<TreeItem[]> {
    if (item instanceof VariantItem) return this.modelOf(item, loader);
    if (!(item instanceof ResourceItem)) return [];
    const way = this.ways.get(item);
    switch (item.kind) {
      case 'trainingJob':
        return this.modelsOf(item as ResourceItem<TrainingJobEntry>, loader);
      case 'model': {
        const model = item as ResourceItem<ModelEntry>;
        const [made, serving] = await Promise.all([
          way === 'down' ? [] : this.jobOf(model, loader),
          way === 'up' ? [] : this.endpointsOf(model, loader),
        ]);
        return [...made, ...serving];
      }
      case 'endpoint':
      case 'endpointConfig':
        return this.variantsOf(item as ResourceItem<EndpointEntry>, loader);
      case 'notebook':
        return this.partsOf(item as ResourceItem<NotebookEntry>, loader);
      default:
        return [];
    }
  }

  private async jobOf(model: ResourceItem<ModelEntry>, loader: LineageLoader): Promise<TreeItem[]> {
    const job = await loader.jobOf(model.entry);
    if (job === undefined) return [note(model, 'of no training job that is known here')];
    return [this.related(model, 'trainingJob', job, 'from job')];
  }

  private async endpointsOf(model: ResourceItem<ModelEntry>, loader: LineageLoader): Promise<TreeItem[]> {
    const endpoints = await loader.endpointsOf(model.entry);
    if (endpoints.length === 0) return [note(model, 'serves no endpoint')];
    return endpoints.map((endpoint) => this.related(model, 'endpoint', endpoint, 'serves'));
  }

  private async modelsOf(job: ResourceItem<TrainingJobEntry>, loader: LineageLoader): Promise<TreeItem[]> {
    const models = await loader.modelsOf(job.entry);
    if (models.length === 0) return [note(job, 'no model was made of it yet')];
    return models.map((model) => this.related(job, 'model', model, 'model', 'down'));
  }

  private async variantsOf(item: ResourceItem<EndpointEntry>, loader: LineageLoader): Promise<TreeItem[]> {
    const { variants = [] } = await loader.detailed(item.kind as 'endpoint', item.entry);
    if (variants.length === 0) return [note(item, 'no variants yet')];
    return variants.map(
      (variant: ConfiguredVariant) => new VariantItem(item, variant, variantLook(variant, variants, this.context())),
    );
  }

  private async modelOf(item: VariantItem, loader: LineageLoader): Promise<TreeItem[]> {
    const { model: name = '' } = item.variant;
    const model = await loader.find('model', name);
    if (model === undefined) return [note(item, `the model ${name} was deleted`)];
    return [this.related(item.parent, 'model', model, 'model', 'up', item.id)];
  }

  private async partsOf(item: ResourceItem<NotebookEntry>, loader: LineageLoader): Promise<TreeItem[]> {
    const { lifecycleConfig, repositories } = item.entry;
    const config = lifecycleConfig === undefined ? undefined : await loader.find('lifecycleConfig', lifecycleConfig);
    return [
      ...(config === undefined ? [] : [this.related(item, 'lifecycleConfig', config, 'lifecycle configuration')]),
      ...repositories.map(
        (repository) =>
          new NoteItem(`${item.id ?? ''} > ${repository}`, repository, { icon: 'repo', label: nameOf(repository) }),
      ),
    ];
  }

  /** The row of a resource below another's. @param way - Where it leads on; a row without one opens into nothing. */
  private related(
    above: ResourceItem,
    kind: KindId,
    entry: ResourceEntry,
    relation: string,
    way?: Way,
    below = above.id,
  ): ResourceItem {
    const key = `${below ?? ''} > ${entry.arn}`;
    const item =
      this.items.get(key) ?? makeResourceItem(above.place, kind, entry, `${below ?? ''} > `, way !== undefined);
    this.items.set(key, item);
    if (way !== undefined) this.ways.set(item, way);
    if (kind === 'trainingJob') item.command = { command: this.openCommand, title: 'Open' };
    const look = lookOf(kind, entry, this.context());
    item.show(entry, {
      ...look,
      // What it is its icon tells; a row has room for what the icon does not.
      description: relation === resourceKinds[kind].noun ? look.description : `${relation} · ${look.description}`,
      spoken: `${relation}, ${look.spoken}`,
    });
    return item;
  }
}

/** Of a repository's URL, or of its name at AWS: `aws/amazon-sagemaker-examples`. */
function nameOf(repository: string): string {
  return /[^/:]+\/[^/]+?(?=(?:\.git)?\/?$)/.exec(repository)?.[0] ?? repository;
}

function note(above: TreeItem, text: string): NoteItem {
  return new NoteItem(`${above.id ?? ''} > ${text}`, text);
}
