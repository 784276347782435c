import { join } from 'node:path';
import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import { TrainingJobQueue } from '../../../execution/trainingJobQueue.ts';
import { ProcessingJobExecution, type ProcessingParts } from '../../../processing/processingJobExecution.ts';
import type { HostUsage } from '../../../execution/usageSampler.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import { fileNameFor, type ResourceStore } from '../../../store/resourceStore.ts';
import { listPage } from '../../paging.ts';
import { missingInput } from '../missingInput.ts';
import { hasEnded, RecordJournal, type JobStatus } from '../recordJournal.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import { checkNewTags } from '../tagOperations.ts';
import {
  describeProcessingJob,
  processingJobRow,
  type ProcessingJobRecord,
  type ProcessingJobRequest,
} from './processingJobRecord.ts';
import { processingProblem, withDefaults } from './processingJobRules.ts';

export interface ProcessingJobsParts extends Omit<ProcessingParts, 'workFolder' | 'measure'> {
  readonly store: ResourceStore<ProcessingJobRecord>;
  /** Told now and then of what a program of a job uses of this machine. */
  readonly measureJob: (jobName: string, usage: HostUsage) => void;
  readonly accountId: string;
  readonly region: string;
  /** Holds one work folder per running job. */
  readonly workDirectory: string;
}

/** Jobs that may run at the same time; the others wait. */
const parallelJobs = 2;

const interrupted =
  'InternalServerError: The local engine ended (killed, crashed or switched off) while this job was running; its logs are kept. Run it again.';

/** Owner of the processing jobs: what they are, and which of them run. */
export class ProcessingJobs implements TagOwner {
  readonly arnType = 'processing-job';
  private readonly running = new Map<
    string,
    { journal: RecordJournal<ProcessingJobRecord>; execution: ProcessingJobExecution }
  >();
  private readonly queue = new TrainingJobQueue(parallelJobs);
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();
  /** Of an earlier engine, to be started by this one. */
  private readonly left: ProcessingJobRecord[] = [];

  constructor(private readonly parts: ProcessingJobsParts) {}

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
      else await endInterrupted(this.journalOf(record));
    }
  }

  /** Starts the jobs that an earlier engine never began, in the order they came; once the engine can be reached, since scripts ask it. */
  startLeft(): void {
    for (const record of this.left.splice(0).sort((a, b) => a.creationTime - b.creationTime)) this.start(record);
  }

  /** Before the engine ends: nothing runs on, and nothing stays InProgress that the next engine does not start. */
  async abandon(): Promise<void> {
    const running = [...this.running.values()];
    for (const { execution } of running) execution.abandon(); // all at once: where one ends, the next in the queue would begin
    for (const { journal } of running)
      if (!hasEnded(journal.record.status) && !isLeftToNext(journal.record)) await endInterrupted(journal);
  }

  /** @throws AwsError with SageMaker's own code and wording (contract, section 9). */
  async create(input: JsonObject, wish: RunnerWish): Promise<JsonObject> {
    const request = withDefaults(input);
    const name = request.ProcessingJobName;
    const arn = `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:processing-job/${name}`;
    if (this.parts.store.has(name) || this.arriving.has(name)) {
      throw new AwsError('ResourceInUse', '', 400, {
        Message: `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      });
    }
    this.arriving.add(name);
    try {
      await this.check(request);
      const now = this.parts.clock.now() / 1000;
      const record: ProcessingJobRecord = {
        arn,
        request,
        wish,
        status: 'InProgress',
        creationTime: now,
        lastModifiedTime: now,
      };
      await this.parts.store.put(record);
      this.start(record);
    } finally {
      this.arriving.delete(name);
    }
    return { ProcessingJobArn: arn };
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    return describeProcessingJob(await this.find(input));
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const page = listPage(this.parts.store.list(), input, { sortBy: 'CreationTime', sortOrder: 'Ascending' });
    const records = await Promise.all(page.items.map((item) => this.parts.store.get(item.name)));
    return {
      ProcessingJobSummaries: records.filter((record) => record !== undefined).map(processingJobRow),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  async stop(input: JsonObject): Promise<JsonObject> {
    const record = await this.find(input);
    const running = this.running.get(record.request.ProcessingJobName);
    if (running === undefined || hasEnded(running.journal.record.status)) {
      throw new AwsError(
        'ValidationException',
        `The request was rejected because the processing job is in status ${record.status}.`,
      );
    }
    await running.execution.stop();
    return {};
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    const record = await this.record(name);
    return record && (record.request.Tags ?? []);
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    const journal = this.running.get(name)?.journal ?? this.journalOf(await this.find({ ProcessingJobName: name }));
    await journal.putTags(tags);
  }

  private start(record: ProcessingJobRecord): void {
    const name = record.request.ProcessingJobName;
    const journal = this.journalOf(record);
    const execution = new ProcessingJobExecution(journal, {
      ...this.parts,
      measure: (usage) => this.parts.measureJob(name, usage),
      // No job has such a name, so no job's own folder is meant by it.
      workFolder: join(this.parts.workDirectory, '.processing', fileNameFor(name)),
    });
    this.running.set(name, { journal, execution });
    this.queue.add(async () => {
      await execution.run();
      this.running.delete(name);
    });
  }

  private async check(request: ProcessingJobRequest): Promise<void> {
    const problem = processingProblem(request);
    if (problem !== undefined) throw new AwsError('ValidationException', problem);
    checkNewTags(request.Tags);
    for (const { AppManaged = false, S3Input: s3 } of request.ProcessingInputs ?? []) {
      if (AppManaged || s3 === undefined) continue;
      const missing = await missingInput(s3.S3Uri, s3.S3DataType !== 'S3Prefix', request.RoleArn, this.parts);
      if (missing !== undefined) throw new AwsError('ValidationException', missing);
    }
  }

  /** The job as it is now. */
  private async record(name: string): Promise<ProcessingJobRecord | undefined> {
    return this.running.get(name)?.journal.record ?? (await this.parts.store.get(name));
  }

  private async find({
    ProcessingJobName: name,
  }: {
    readonly ProcessingJobName?: unknown;
  }): Promise<ProcessingJobRecord> {
    const record = await this.record(name as string);
    if (record === undefined)
      throw new AwsError('ValidationException', `Could not find requested job with name: ${String(name)}`);
    return record;
  }

  private journalOf(record: ProcessingJobRecord): RecordJournal<ProcessingJobRecord> {
    return new RecordJournal(record, this.parts.store, this.parts.clock, this.parts.report);
  }
}

/** An engine that ends, in order or not, leaves such a job as it is, and the next one starts it. */
function isLeftToNext({ status, startTime }: ProcessingJobRecord): boolean {
  return status === 'InProgress' && startTime === undefined;
}

/** The end of a job that its engine left behind: an acknowledged stop has become one. */
function endInterrupted(journal: RecordJournal<ProcessingJobRecord>): Promise<void> {
  return journal.record.status === 'Stopping' ? journal.end('Stopped') : journal.end('Failed', interrupted);
}
