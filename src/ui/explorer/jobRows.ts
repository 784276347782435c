import type { TreeItem } from 'vscode';
import type { Session } from '../../sagemaker/session.ts';
import { hasEnded } from '../../sagemaker/trainingJobs.ts';
import type { TrainingJobEntry } from '../../sagemaker/trainingJobsModel.ts';
import type { TuningJobEntry } from '../../sagemaker/tuningJobEntry.ts';
import { tuningHasEnded } from '../../sagemaker/tuningJobs.ts';
import type { Clock } from '../../shared/clock.ts';
import { jobItem, jobLook, type JobItem } from './jobItem.ts';
import { TuningItem } from './tuningItem.ts';

type Models = Pick<Session, 'trainingJobs' | 'tuningJobs'>;

/** The rows that stand by themselves, newest first; while a lost engine is looked for, those of the last good answer. */
export class JobRows {
  private readonly jobItems = new Map<string, JobItem>();
  private readonly tuningItems = new Map<string, TuningItem>();
  private models: Models | undefined;
  /** The rows as they were drawn last: ARNs in their order. */
  private drawn = '';

  constructor(private readonly clock: Clock) {}

  /** Of both kinds: a tuning job's training jobs are known for such by it. */
  get isLoaded(): boolean {
    return this.models !== undefined;
  }

  get hasMore(): boolean {
    return this.models !== undefined && (this.models.trainingJobs.hasMore || this.models.tuningJobs.hasMore);
  }

  get running(): number {
    if (this.models === undefined) return 0;
    const { trainingJobs, tuningJobs } = this.models;
    const training = trainingJobs.jobs.filter(({ status }) => !hasEnded(status));
    return training.length + tuningJobs.jobs.filter(({ status }) => !tuningHasEnded(status)).length;
  }

  get items(): TreeItem[] {
    if (this.models === undefined) return [];
    const { trainingJobs, tuningJobs } = this.models;
    const rows = [
      ...tuningJobs.jobs.map((job) => ({ item: this.tuningItem(job), created: job.created })),
      ...trainingJobs.jobs.map((job) => ({ item: this.jobItem(job), created: job.created })),
    ];
    return rows.sort((a, b) => b.created - a.created).map(({ item }) => item);
  }

  clear(): void {
    this.models = undefined;
    this.jobItems.clear();
    this.tuningItems.clear();
    this.drawn = '';
  }

  /** @returns `all` when some came or went, else those that look different. */
  update(models: Models): 'all' | TreeItem[] {
    const { trainingJobs, tuningJobs } = models;
    // Where tuning jobs may not be listed, the training jobs are all the same.
    if (!trainingJobs.isLoaded || !(tuningJobs.isLoaded || tuningJobs.error !== undefined)) return [];
    this.models = models;
    const now = this.clock.now();
    const changed: TreeItem[] = [
      ...tuningJobs.jobs.filter((job) => this.tuningItem(job).update(job, now)).map((job) => this.tuningItem(job)),
      ...trainingJobs.jobs
        .filter((job) => this.jobItem(job).show(job, jobLook(job, now)))
        .map((job) => this.jobItem(job)),
    ];
    const rows = [...this.items.map(({ id }) => id), this.hasMore].join('\n');
    const isSame = rows === this.drawn;
    this.drawn = rows;
    return isSame ? changed : 'all';
  }

  tuningItem(job: TuningJobEntry): TuningItem {
    const known = this.tuningItems.get(job.name);
    if (known?.id === job.arn) return known;
    const made = new TuningItem(job, this.clock.now());
    this.tuningItems.set(job.name, made);
    return made;
  }

  private jobItem(job: TrainingJobEntry): JobItem {
    const known = this.jobItems.get(job.name);
    if (known?.id === job.arn) return known;
    const made = jobItem(job, this.clock.now());
    this.jobItems.set(job.name, made);
    return made;
  }
}
