import type { Clock } from '../../../../shared/clock.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import type { TuningJobRecord } from './tuningJobRecord.ts';

/** The only writer of a tuning job's record while it runs: every change is durable before the job goes on. */
export class TuningJobJournal {
  private before: Promise<void> = Promise.resolve();
  /** Epoch seconds; what the record says was consumed is as of then. */
  private countedUntil: number;

  constructor(
    readonly record: TuningJobRecord,
    private readonly store: ResourceStore<TuningJobRecord>,
    private readonly clock: Clock,
  ) {
    this.countedUntil = this.now();
  }

  /** Epoch seconds, as SageMaker's JSON has them. */
  now(): number {
    return this.clock.now() / 1000;
  }

  /** Wall-clock seconds that engines have run the job; the time between two engines does not count. */
  get consumedSeconds(): number {
    return this.record.consumedSeconds + (this.now() - this.countedUntil);
  }

  /** One change after the other; nobody sees one before it is durable. */
  change(apply: (draft: TuningJobRecord, now: number) => void): Promise<void> {
    const changed = this.before.then(async () => {
      const draft = structuredClone(this.record);
      const now = this.now();
      draft.lastModifiedTime = now;
      draft.consumedSeconds = this.record.consumedSeconds + (now - this.countedUntil);
      apply(draft, now);
      await this.store.put(draft);
      Object.assign(this.record, draft);
      this.countedUntil = now;
    });
    this.before = changed.catch(() => undefined); // its caller hears of it
    return changed;
  }
}
