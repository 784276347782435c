import type { Clock } from '../../../shared/clock.ts';
import { WorkQueue } from '../../execution/workQueue.ts';
import { AwsError } from '../../server/awsError.ts';
import type { ResourceStore } from '../../store/resourceStore.ts';
import { hasEnded, RecordJournal, type JobRecord, type JobStatus } from './recordJournal.ts';
import type { Tag } from './tagOwner.ts';

/** One job that runs. */
interface JobExecution {
  /** Runs to the end. Never throws: whatever happens becomes the job's status. */
  run(): Promise<void>;
  /** Asks the job to end. */
  stop(): Promise<void>;
  /** Ends what runs because the engine ends, and writes no more. */
  abandon(): Promise<void> | void;
}

interface RunningJob<R extends JobRecord> {
  readonly journal: RecordJournal<R>;
  readonly execution: JobExecution;
  /** Set once its turn has come. */
  finished?: Promise<void>;
}

export interface ExecutedJobsParts<R extends JobRecord> {
  readonly store: ResourceStore<R>;
  readonly nameOf: (record: R) => string;
  readonly execute: (journal: RecordJournal<R>) => JobExecution;
  /** The reason of a job that an engine left behind. */
  readonly interrupted: string;
  readonly clock: Clock;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** Jobs of one kind that may run at the same time; the others wait. */
const parallelJobs = 2;

/** Which jobs of one kind run, wait, or were left by an earlier engine; each record has one writer, its journal. */
export class ExecutedJobs<R extends JobRecord> {
  private readonly running = new Map<string, RunningJob<R>>();
  private readonly queue = new WorkQueue(parallelJobs);
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();
  /** Of an earlier engine, to be started by this one. */
  private readonly left: R[] = [];

  constructor(private readonly parts: ExecutedJobsParts<R>) {}

  /** Jobs that run or wait for their turn. */
  get activeCount(): number {
    return this.running.size;
  }

  /** After a restart: what had begun is Failed, with a reason, or Stopped where that was asked for; what had not waits for `startLeft`. */
  async recover(): Promise<void> {
    for (const { name, status } of this.parts.store.list()) {
      if (hasEnded(status as JobStatus)) continue;
      const record = await this.parts.store.get(name);
      if (record === undefined) continue;
      if (isLeftToNext(record)) this.left.push(record);
      else await this.endInterrupted(this.journalOf(record));
    }
  }

  /** Starts the jobs that an earlier engine never began, in the order they came; once the engine can be reached, since scripts ask it. */
  startLeft(): void {
    for (const record of this.left.splice(0).sort((a, b) => a.creationTime - b.creationTime)) this.start(record);
  }

  /** Before the engine ends: nothing runs on, and nothing stays InProgress that the next engine does not start. */
  async abandon(): Promise<void> {
    const running = [...this.running.values()];
    // All at once: where one ends, the next in the queue would begin.
    await Promise.all(running.map(async ({ execution }) => execution.abandon()));
    for (const { journal } of running)
      if (!hasEnded(journal.record.status) && !isLeftToNext(journal.record)) await this.endInterrupted(journal);
  }

  /**
   * Stores a job and starts it.
   * @param make - Checks the request and makes its record.
   * @throws AwsError ResourceInUse for a name that is taken (contract, section 9), and what `make` throws.
   */
  async create(name: string, arn: string, make: () => Promise<R>): Promise<void> {
    if (this.parts.store.has(name) || this.arriving.has(name)) {
      throw new AwsError('ResourceInUse', '', 400, {
        Message: `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      });
    }
    this.arriving.add(name);
    try {
      const record = await make();
      await this.parts.store.put(record);
      this.start(record);
    } finally {
      this.arriving.delete(name);
    }
  }

  /** The job as it is now. */
  async record(name: string): Promise<R | undefined> {
    return this.running.get(name)?.journal.record ?? (await this.parts.store.get(name));
  }

  /** @returns False, having done nothing, for a job that does not run any more. */
  async stop(name: string): Promise<boolean> {
    const running = this.running.get(name);
    if (running === undefined || hasEnded(running.journal.record.status)) return false;
    await running.execution.stop();
    return true;
  }

  /**
   * Forgets a job once nothing of it is cleared away any more, so that its name may be used again.
   * @returns False, having done nothing, for a job that has not ended.
   */
  async delete(name: string): Promise<boolean> {
    const running = this.running.get(name);
    if (running !== undefined) {
      if (!hasEnded(running.journal.record.status)) return false;
      await running.finished; // one that was stopped before its turn has nothing to clear away
      this.forget(name, running);
    }
    await this.parts.store.delete(name);
    return true;
  }

  async putTags(record: R, tags: readonly Tag[]): Promise<void> {
    const journal = this.running.get(this.parts.nameOf(record))?.journal ?? this.journalOf(record);
    await journal.putTags(tags);
  }

  private start(record: R): void {
    const name = this.parts.nameOf(record);
    const journal = this.journalOf(record);
    const execution = this.parts.execute(journal);
    const running: RunningJob<R> = { journal, execution };
    this.running.set(name, running);
    void this.queue.run(async () => {
      running.finished = execution.run();
      await running.finished;
      this.forget(name, running);
    });
  }

  /** Of one name there may be another by now. */
  private forget(name: string, job: RunningJob<R>): void {
    if (this.running.get(name) === job) this.running.delete(name);
  }

  private journalOf(record: R): RecordJournal<R> {
    return new RecordJournal(record, this.parts.store, this.parts.clock, this.parts.report);
  }

  /** The end of a job that its engine left behind: an acknowledged stop has become one. */
  private endInterrupted(journal: RecordJournal<R>): Promise<void> {
    return journal.record.status === 'Stopping'
      ? journal.end('Stopped')
      : journal.end('Failed', this.parts.interrupted);
  }
}

/** An engine that ends, in order or not, leaves such a job as it is, and the next one starts it. */
function isLeftToNext({ status, startTime }: JobRecord): boolean {
  return status === 'InProgress' && startTime === undefined;
}
