import { sleep, type Clock } from '../../../../shared/clock.ts';
import { messageOf } from '../../../../shared/errors.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import { isEnded, type TransformJobRecord } from './transformJobRecord.ts';

/** Between two tries to write a job's end to a disk that is full. */
const retryEvery = 5_000;

/** The only writer of a transform job's record: every change is durable before the job goes on, one after the other. */
export class TransformJournal {
  private before: Promise<void> = Promise.resolve();

  constructor(
    readonly record: TransformJobRecord,
    private readonly store: ResourceStore<TransformJobRecord>,
    private readonly clock: Clock,
    private readonly report: (line: string) => void,
  ) {}

  begin(): Promise<void> {
    return this.change((now) => ({ startTime: now }));
  }

  stopping(): Promise<void> {
    return this.change(() => ({ status: 'Stopping' }));
  }

  /** Ends the job, however often that takes; once it has ended this changes nothing. */
  async end(status: 'Completed' | 'Failed' | 'Stopped', failureReason?: string): Promise<void> {
    for (;;) {
      try {
        return await this.change((now) =>
          isEnded(this.record.status)
            ? {}
            : {
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

  putTags(tags: TransformJobRecord['request']['Tags'] & object): Promise<void> {
    return this.change(() => ({ request: { ...this.record.request, Tags: tags } }));
  }

  private change(changes: (now: number) => Partial<TransformJobRecord>): Promise<void> {
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
