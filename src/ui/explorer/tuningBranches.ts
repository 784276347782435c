import type { TreeItem } from 'vscode';
import type { TunedJobEntry, TunedJobsModel } from '../../sagemaker/tunedJobsModel.ts';
import type { TuningJobsModel } from '../../sagemaker/tuningJobsModel.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import type { LookContext } from './looks/rowLook.ts';
import { tunedJobLook } from './looks/tuningJobLooks.ts';
import { TunedJobItem } from './tunedJobItem.ts';
import type { TuningItem } from './tuningItem.ts';

interface Branch {
  readonly parent: TuningItem;
  readonly items: Map<string, TunedJobItem>;
  model: TunedJobsModel;
  lease: IDisposable;
  /** The rows as they were drawn last: names in their order. */
  drawn: string;
}

/** The tuning jobs that are open in the tree; what is closed is not asked for. */
export class TuningBranches extends Disposable {
  private readonly branches = new Map<string, Branch>();

  constructor(private readonly context: () => LookContext) {
    super();
    this.register({ dispose: () => this.clear() });
  }

  /** The rows below a tuning job, once they are known. */
  async open(parent: TuningItem, models: TuningJobsModel): Promise<TreeItem[]> {
    const { name } = parent.entry;
    let branch = this.branches.get(name);
    if (branch === undefined) {
      branch = { parent, items: new Map(), ...models.open(name), drawn: '' };
      this.branches.set(name, branch);
    }
    await firstAnswer(branch.model);
    return this.rows(branch);
  }

  close(name: string): void {
    this.branches.get(name)?.lease.dispose();
    this.branches.delete(name);
  }

  parentOf({ tuningJob }: TunedJobItem): TuningItem | undefined {
    return this.branches.get(tuningJob)?.parent;
  }

  /** What is open stays so when the session was lost and is there again. */
  follow(models: TuningJobsModel): void {
    for (const [name, branch] of this.branches) {
      branch.lease.dispose();
      Object.assign(branch, models.open(name));
    }
  }

  clear(): void {
    [...this.branches.keys()].forEach((name) => this.close(name));
  }

  /** Why the rows of an open one are not up to date. */
  get error(): unknown {
    return [...this.branches.values()].map(({ model }) => model.error).find((error) => error !== undefined);
  }

  /** The rows that were drawn. */
  get drawn(): TreeItem[] {
    return [...this.branches.values()].flatMap(({ items }) => [...items.values()]);
  }

  /** @returns What is to be drawn anew: a parent whose rows came, went or moved, else the rows that look different. */
  update(): TreeItem[] {
    return [...this.branches.values()].flatMap((branch): TreeItem[] => {
      if (!branch.model.isLoaded) return [];
      const changed = branch.model.jobs.filter((job) => this.show(branch, job));
      if (order(branch.model) !== branch.drawn) return [branch.parent];
      return changed.map((job) => this.itemOf(branch, job));
    });
  }

  private rows(branch: Branch): TreeItem[] {
    branch.drawn = order(branch.model);
    return branch.model.jobs.map((job) => {
      this.show(branch, job);
      return this.itemOf(branch, job);
    });
  }

  private show(branch: Branch, job: TunedJobEntry): boolean {
    const isBest = branch.parent.entry.best?.jobName === job.name;
    return this.itemOf(branch, job).show(job, tunedJobLook(job, isBest, this.context()));
  }

  private itemOf({ items, parent }: Branch, job: TunedJobEntry): TunedJobItem {
    const known = items.get(job.name);
    // A job that is run again has another ARN only where its name was made anew.
    if (known?.entry.arn === job.arn) return known;
    const made = new TunedJobItem(parent.place, job, parent.entry.name);
    items.set(job.name, made);
    return made;
  }
}

const order = ({ jobs }: TunedJobsModel): string => jobs.map(({ arn }) => arn).join('\n');

function firstAnswer(model: TunedJobsModel): Promise<void> {
  return new Promise((resolve) => {
    if (model.isLoaded || model.error !== undefined || model.isDisposed) return resolve();
    const listener = model.onDidChange(() => {
      listener.dispose();
      resolve();
    });
  });
}
