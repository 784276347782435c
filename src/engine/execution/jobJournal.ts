import type { Clock } from '../../shared/clock.ts';
import type { Tag } from '../services/sagemaker/tagOwner.ts';
import {
  isEnded,
  type SecondaryStatus,
  type TrainingJobRecord,
  type TrainingJobStatus,
} from '../services/sagemaker/trainingJobRecord.ts';
import type { ResourceStore } from '../store/resourceStore.ts';

/** The only writer of a running job's record: every change is durable before the job goes on. */
export class JobJournal {
  private before: Promise<void> = Promise.resolve();

  constructor(
    readonly record: TrainingJobRecord,
    private readonly store: ResourceStore<TrainingJobRecord>,
    private readonly clock: Clock,
  ) {}

  /** Epoch seconds, as SageMaker's JSON has them. */
  now(): number {
    return this.clock.now() / 1000;
  }

  /**
   * Enters a status, or changes the message of the one it is in: SageMaker keeps one transition per status and updates its
   * message in place (contract, section 12).
   */
  enter(status: TrainingJobStatus, secondary: SecondaryStatus, message: string): Promise<void> {
    return this.change((draft, now) => move(draft, { status, secondary, message, now }));
  }

  /** Ends the job; the closing transition starts and ends at once. */
  end(
    status: 'Completed' | 'Failed' | 'Stopped',
    message: string,
    details: { failureReason?: string; secondary?: SecondaryStatus } = {},
  ): Promise<void> {
    return this.change((draft, now) => {
      if (draft.trainingStartTime !== undefined) draft.trainingEndTime = now;
      if (details.failureReason !== undefined) draft.failureReason = details.failureReason.slice(0, 1024);
      move(draft, { status, secondary: details.secondary ?? status, message, now });
      const last = draft.transitions.at(-1);
      if (last !== undefined) last.EndTime = now;
    });
  }

  /** Replaces the job's tags, which are no change of the job itself: LastModifiedTime stays. */
  retag(tags: readonly Tag[]): Promise<void> {
    const changed = this.before.then(async () => {
      await this.store.put({ ...structuredClone(this.record), tags });
      this.record.tags = tags;
    });
    this.before = changed.catch(() => undefined); // its caller hears of it
    return changed;
  }

  /** One change after the other; nobody sees one before it is durable. A job ends once: what comes later changes nothing. */
  private change(apply: (draft: TrainingJobRecord, now: number) => void): Promise<void> {
    const changed = this.before.then(async () => {
      if (isEnded(this.record.status)) return;
      const draft = structuredClone(this.record);
      draft.lastModifiedTime = this.now();
      apply(draft, draft.lastModifiedTime);
      await this.store.put(draft);
      const { status, secondaryStatus, transitions, lastModifiedTime, trainingEndTime, failureReason } = draft;
      Object.assign(this.record, { status, secondaryStatus, transitions, lastModifiedTime });
      Object.assign(this.record, trainingEndTime !== undefined && { trainingEndTime });
      Object.assign(this.record, failureReason !== undefined && { failureReason });
    });
    this.before = changed.catch(() => undefined); // its caller hears of it
    return changed;
  }
}

function move(
  draft: TrainingJobRecord,
  to: { status: TrainingJobStatus; secondary: SecondaryStatus; message: string; now: number },
): void {
  const last = draft.transitions.at(-1);
  if (last?.Status === to.secondary) last.StatusMessage = to.message;
  else {
    if (last !== undefined) last.EndTime = to.now;
    draft.transitions.push({ Status: to.secondary, StartTime: to.now, StatusMessage: to.message });
  }
  draft.status = to.status;
  draft.secondaryStatus = to.secondary;
}
