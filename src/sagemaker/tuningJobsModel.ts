import { toDisposable, type IDisposable } from '../shared/disposable.ts';
import { tuningJobKind } from './resources/kinds/tuningJobKind.ts';
import { answers } from './resources/resourceOrder.ts';
import { ResourceListModel, type ListParts } from './resources/resourceListModel.ts';
import { TunedJobsModel } from './tunedJobsModel.ts';
import type { TuningJobEntry } from './tuningJobEntry.ts';

/** The tuning jobs of one connection; the training jobs of those that are opened. */
export class TuningJobsModel extends ResourceListModel<TuningJobEntry> {
  private readonly opened = new Map<string, TunedJobsModel>();

  constructor(parts: ListParts) {
    super(tuningJobKind, parts);
    this.register({ dispose: () => this.opened.forEach((model) => model.dispose()) });
  }

  /**
   * Whether a training job is one of a listed tuning job's, whose name then begins with the tuning job's (API reference). A tuning job that
   * is not among what is looked for has none: those of its training jobs that are stand by themselves.
   */
  owns(trainingJob: string): boolean {
    const known = this.makerOf(trainingJob);
    return known !== undefined && answers(known, this.query);
  }

  /** The same, whatever is looked for. */
  made(trainingJob: string): boolean {
    return this.makerOf(trainingJob) !== undefined;
  }

  /** The training jobs of a tuning job, kept up to date until the lease is disposed. */
  open(name: string): { readonly model: TunedJobsModel; readonly lease: IDisposable } {
    const model = this.opened.get(name) ?? this.follow(name);
    return {
      model,
      lease: toDisposable(() => {
        model.dispose();
        this.opened.delete(name);
      }),
    };
  }

  protected override isFollowed(job: TuningJobEntry, index: number): boolean {
    return super.isFollowed(job, index) || this.opened.has(job.name);
  }

  protected override async complete(): Promise<void> {
    this.opened.forEach((model) => model.setVisible(this.visible));
    await super.complete();
  }

  protected override hidden(): void {
    this.opened.forEach((model) => model.setVisible(false));
  }

  private makerOf(trainingJob: string): TuningJobEntry | undefined {
    const tuningJob = /^(.+)-\d{3,}-[0-9a-f]{8}$/.exec(trainingJob)?.[1];
    return tuningJob === undefined ? undefined : this.find(tuningJob);
  }

  private follow(name: string): TunedJobsModel {
    const { clients, scheduler } = this.parts;
    const model = new TunedJobsModel(clients, scheduler, name, () => this.find(name));
    model.onDidChange(() => this.changes.fire({ names: new Set([name]), isNewOrder: false }));
    model.setVisible(this.visible);
    this.opened.set(name, model);
    return model;
  }
}
