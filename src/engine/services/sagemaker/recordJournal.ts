import { sleep, type Clock } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { ResourceStore } from '../../store/resourceStore.ts';
import type { Tag } from './tagOwner.ts';

export type JobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** What the records of jobs without secondary statuses have in common; times in epoch seconds, as on the wire. */
export interface JobRecord {
  readonly arn: string;
  request: { readonly Tags?: readonly Tag[] };
  status: JobStatus;
  failureReason?: string;
  readonly creationTime: number;
  lastModifiedTime: number;
  startTime?: number;
  endTime?: number;
}

export const hasEnded = (status: JobStatus): boolean => ['Completed', 'Failed', 'Stopped'].includes(status);

/** Between two tries to write a job's end to a disk that is full. */
const retryEvery = 5_000;

/** The only writer of a job's record: every change is durable before the job goes on, one after the other. */
export class RecordJournal<R extends JobRecord> {
  private before: Promise<void> = Promise.resolve();

  constructor(
    readonly record: R,
    private readonly store: ResourceStore<R>,
    private readonly clock: Clock,
    private readonly report: (line: string) => void,
  ) {}

  begin(): Promise<void> {
    return this.change((now) => ({ startTime: now }));
  }

  /** Changes nothing of a job whose end came first. */
  stopping(): Promise<void> {
    return this.change(() => (hasEnded(this.record.status) ? {} : { status: 'Stopping' }));
  }

  /**
   * Ends the job, however often that takes; once it has ended this changes nothing.
   * @param more - What else is known of the job now.
   */
  async end(
    status: 'Completed' | 'Failed' | 'Stopped',
    failureReason?: string,
    more?: Readonly<Partial<R>>,
  ): Promise<void> {
    for (;;) {
      try {
        return await this.change((now) =>
          hasEnded(this.record.status)
            ? {}
            : {
                ...more,
                status,
                ...(this.record.startTime !== undefined && { endTime: now }),
                ...(failureReason !== undefined && { failureReason: failureReason.slice(0, 1024) }),
              },
        );
      } catch (error) {
        this.report(`The end of ${this.record.arn} cannot be written and is tried again: ${messageOf(error)}`);
        await sleep(this.clock, retryEvery);
      }
    }
  }

  putTags(tags: readonly Tag[]): Promise<void> {
    return this.change(() => ({ request: { ...this.record.request, Tags: tags } }));
  }

  private change(changes: (now: number) => Partial<JobRecord>): Promise<void> {
    const changed = this.before.then(async () => {
      const now = this.clock.now() / 1000;
      const draft = { ...this.record, lastModifiedTime: now, ...changes(now) };
      await this.store.put(draft);
      Object.assign(this.record, draft);
    });
    this.before = changed.catch(() => undefined); // its caller hears of it
    return changed;
  }
}
