import type { Clock } from '../../shared/clock.ts';
import type { SecondaryStatus, TrainingJobRecord, TrainingJobStatus } from '../services/sagemaker/trainingJobRecord.ts';
import type { ResourceStore } from '../store/resourceStore.ts';

/** The only writer of a running job's record: every change is durable before the job goes on. */
export class JobJournal {
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
  async enter(status: TrainingJobStatus, secondary: SecondaryStatus, message: string): Promise<void> {
    const now = this.now();
    const last = this.record.transitions.at(-1);
    if (last?.Status === secondary) last.StatusMessage = message;
    else {
      if (last !== undefined) last.EndTime = now;
      this.record.transitions.push({ Status: secondary, StartTime: now, StatusMessage: message });
    }
    this.record.status = status;
    this.record.secondaryStatus = secondary;
    await this.save();
  }

  /** Ends the job; the closing transition starts and ends at once. */
  async end(
    status: 'Completed' | 'Failed' | 'Stopped',
    message: string,
    details: { failureReason?: string; secondary?: SecondaryStatus } = {},
  ): Promise<void> {
    const now = this.now();
    if (this.record.trainingStartTime !== undefined) this.record.trainingEndTime = now;
    if (details.failureReason !== undefined) this.record.failureReason = details.failureReason.slice(0, 1024);
    await this.enter(status, details.secondary ?? status, message);
    const last = this.record.transitions.at(-1);
    if (last !== undefined) last.EndTime = now;
    await this.save();
  }

  async save(): Promise<void> {
    this.record.lastModifiedTime = this.now();
    await this.store.put(this.record);
  }
}
