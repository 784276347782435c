import { join } from 'node:path';
import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import { ProcessingJobExecution, type ProcessingParts } from '../../../processing/processingJobExecution.ts';
import type { HostUsage } from '../../../execution/usageSampler.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import { fileNameFor, type ResourceStore } from '../../../store/resourceStore.ts';
import { listPage } from '../../paging.ts';
import { ExecutedJobs } from '../executedJobs.ts';
import { missingInput } from '../missingInput.ts';
import type { RecordJournal } from '../recordJournal.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
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

const interrupted =
  'InternalServerError: The local engine ended (killed, crashed or switched off) while this job was running; its logs are kept. Run it again.';

/** Owner of the processing jobs: what they are, and which of them run. */
export class ProcessingJobs implements TagOwner {
  readonly arnType = 'processing-job';
  private readonly jobs: ExecutedJobs<ProcessingJobRecord>;

  constructor(private readonly parts: ProcessingJobsParts) {
    this.jobs = new ExecutedJobs({
      ...parts,
      nameOf: ({ request }) => request.ProcessingJobName,
      execute: (journal) => this.execution(journal),
      interrupted,
    });
  }

  /** Jobs that run or wait for their turn. */
  get activeCount(): number {
    return this.jobs.activeCount;
  }

  /** @see ExecutedJobs.recover */
  recover(): Promise<void> {
    return this.jobs.recover();
  }

  /** @see ExecutedJobs.startLeft */
  startLeft(): void {
    this.jobs.startLeft();
  }

  /** @see ExecutedJobs.abandon */
  abandon(): Promise<void> {
    return this.jobs.abandon();
  }

  /** @throws AwsError with SageMaker's own code and wording (contract, section 9). */
  async create(input: JsonObject, wish: RunnerWish): Promise<JsonObject> {
    const request = withDefaults(input);
    const name = request.ProcessingJobName;
    const arn = `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:processing-job/${name}`;
    await this.jobs.create(name, arn, async () => {
      await this.check(request);
      const now = this.parts.clock.now() / 1000;
      return { arn, request, wish, status: 'InProgress', creationTime: now, lastModifiedTime: now };
    });
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
    if (!(await this.jobs.stop(record.request.ProcessingJobName))) {
      throw new AwsError(
        'ValidationException',
        `The request was rejected because the processing job is in status ${record.status}.`,
      );
    }
    return {};
  }

  /** @throws AwsError ResourceNotFound, and ResourceInUse for a job that has not ended (API reference, DeleteProcessingJob). */
  async delete(input: JsonObject): Promise<JsonObject> {
    const record = await this.find(input, 'ResourceNotFound');
    if (!(await this.jobs.delete(record.request.ProcessingJobName)))
      throw new AwsError('ResourceInUse', '', 400, {
        Message: `The processing job is in status ${record.status}; only one that is Completed, Failed or Stopped can be deleted.`,
      });
    return {};
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    const record = await this.jobs.record(name);
    return record && (record.request.Tags ?? []);
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    await this.jobs.putTags(await this.find({ ProcessingJobName: name }), tags);
  }

  private execution(journal: RecordJournal<ProcessingJobRecord>): ProcessingJobExecution {
    const name = journal.record.request.ProcessingJobName;
    return new ProcessingJobExecution(journal, {
      ...this.parts,
      measure: (usage) => this.parts.measureJob(name, usage),
      // No job has such a name, so no job's own folder is meant by it.
      workFolder: join(this.parts.workDirectory, '.processing', fileNameFor(name)),
    });
  }

  private async check(request: ProcessingJobRequest): Promise<void> {
    const problem = processingProblem(request);
    if (problem !== undefined) throw new AwsError('ValidationException', problem);
    for (const { AppManaged = false, S3Input: s3 } of request.ProcessingInputs ?? []) {
      if (AppManaged || s3 === undefined) continue;
      const missing = await missingInput(s3.S3Uri, s3.S3DataType !== 'S3Prefix', request.RoleArn, this.parts);
      if (missing !== undefined) throw new AwsError('ValidationException', missing);
    }
  }

  private async find(
    { ProcessingJobName: name }: { readonly ProcessingJobName?: unknown },
    code: 'ValidationException' | 'ResourceNotFound' = 'ValidationException',
  ): Promise<ProcessingJobRecord> {
    const record = await this.jobs.record(name as string);
    if (record !== undefined) return record;
    const message = `Could not find requested job with name: ${String(name)}`;
    throw code === 'ResourceNotFound' ? new AwsError(code, '', 400, { Message: message }) : new AwsError(code, message);
  }
}
