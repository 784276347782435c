import { join } from 'node:path';
import { TrainingJobQueue } from '../../../execution/trainingJobQueue.ts';
import type { PredictorChooser } from '../../../hosting/predictorChooser.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import { fileNameFor, type ResourceStore } from '../../../store/resourceStore.ts';
import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import { TransformJobExecution, type TransformParts } from '../../../transform/transformJobExecution.ts';
import { listPage } from '../../paging.ts';
import { missingInput } from '../missingInput.ts';
import { containersOf, type ModelRequest } from '../models/modelRecord.ts';
import type { Models } from '../models/models.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import {
  describeTransformJob,
  isEnded,
  transformJobRow,
  type TransformJobRecord,
  type TransformJobRequest,
} from './transformJobRecord.ts';
import { TransformJournal } from './transformJournal.ts';
import { invalidTransform } from './transformLimits.ts';

export interface TransformJobsParts extends Omit<TransformParts, 'workFolder' | 'findModel'> {
  readonly store: ResourceStore<TransformJobRecord>;
  readonly models: Models;
  readonly predictors: Pick<PredictorChooser, 'prepare'>;
  readonly accountId: string;
  readonly region: string;
  /** Holds one work folder per running job. */
  readonly workDirectory: string;
}

/** Jobs that may run at the same time; the others wait. */
const parallelJobs = 2;

const interrupted =
  'InternalServerError: The local engine ended (killed, crashed or switched off) while this job was running; nothing of its output is stored. Run it again.';

/** Owner of the transform jobs: what they are, and which of them run. */
export class TransformJobs implements TagOwner {
  readonly arnType = 'transform-job';
  private readonly running = new Map<string, { journal: TransformJournal; execution: TransformJobExecution }>();
  private readonly queue = new TrainingJobQueue(parallelJobs);
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();
  /** Of an earlier engine, to be started by this one. */
  private readonly left: TransformJobRecord[] = [];

  constructor(private readonly parts: TransformJobsParts) {}

  /** Jobs that run or wait for their turn. */
  get activeCount(): number {
    return this.running.size;
  }

  /** After a restart: what had begun is Failed, with a reason, or Stopped where that was asked for; what had not waits for `startLeft`. */
  async recover(): Promise<void> {
    for (const { name, status } of this.parts.store.list()) {
      if (isEnded(status as TransformJobRecord['status'])) continue;
      const record = await this.parts.store.get(name);
      if (record === undefined) continue;
      if (isLeftToNext(record)) this.left.push(record);
      else await endInterrupted(this.journalOf(record));
    }
  }

  /** Starts the jobs that an earlier engine never began, in the order they came. */
  startLeft(): void {
    for (const record of this.left.splice(0).sort((a, b) => a.creationTime - b.creationTime)) this.start(record);
  }

  /** Before the engine ends: nothing runs on, and nothing stays InProgress that the next engine does not start. */
  async abandon(): Promise<void> {
    const running = [...this.running.values()];
    // All at once: where one ends, the next in the queue would begin.
    await Promise.all(running.map(({ execution }) => execution.abandon()));
    for (const { journal } of running)
      if (!isEnded(journal.record.status) && !isLeftToNext(journal.record)) await endInterrupted(journal);
  }

  /** @throws AwsError with SageMaker's own code and wording (contract, section 9). */
  async create(input: JsonObject, wish: RunnerWish): Promise<JsonObject> {
    const request = input as TransformJobRequest;
    const name = request.TransformJobName;
    const arn = `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:transform-job/${name}`;
    if (this.parts.store.has(name) || this.arriving.has(name)) {
      throw new AwsError('ResourceInUse', '', 400, {
        Message: `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      });
    }
    this.arriving.add(name);
    try {
      const { Tags: _, ...model } = await this.check(request);
      const now = this.parts.clock.now() / 1000;
      const record: TransformJobRecord = {
        arn,
        request,
        model,
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
    return { TransformJobArn: arn };
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    return describeTransformJob(await this.find(input));
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const page = listPage(this.parts.store.list(), input, { sortBy: 'CreationTime', sortOrder: 'Descending' });
    const records = await Promise.all(page.items.map((item) => this.parts.store.get(item.name)));
    return {
      TransformJobSummaries: records.filter((record) => record !== undefined).map(transformJobRow),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  async stop(input: JsonObject): Promise<JsonObject> {
    const record = await this.find(input);
    const running = this.running.get(record.request.TransformJobName);
    if (running === undefined || isEnded(running.journal.record.status)) {
      throw new AwsError(
        'ValidationException',
        `The request was rejected because the transform job is in status ${record.status}.`,
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
    const journal = this.running.get(name)?.journal ?? this.journalOf(await this.find({ TransformJobName: name }));
    await journal.putTags(tags);
  }

  private start(record: TransformJobRecord): void {
    const name = record.request.TransformJobName;
    const journal = this.journalOf(record);
    const execution = new TransformJobExecution(journal, {
      ...this.parts,
      findModel: async (model) => (await this.parts.models.find({ ModelName: model })).request,
      // No job has such a name, so no job's own folder is meant by it.
      workFolder: join(this.parts.workDirectory, '.transform', fileNameFor(name)),
    });
    this.running.set(name, { journal, execution });
    this.queue.add(async () => {
      await execution.run();
      this.running.delete(name);
    });
  }

  /** @returns Its model. */
  private async check(request: TransformJobRequest): Promise<ModelRequest> {
    const problem = invalidTransform(request);
    if (problem !== undefined) throw new AwsError('ValidationException', problem);
    const model = (await this.parts.models.find(request)).request;
    // The service's wording: aws/sagemaker-python-sdk issue 4777.
    if (containersOf(model).some(({ ModelDataSource }) => ModelDataSource !== undefined))
      throw new AwsError(
        'ValidationException',
        "SageMaker Batch currently doesn't support Model entity with container definitions which use ModelDataSource attribute.",
      );
    const { S3Uri, S3DataType } = request.TransformInput.DataSource.S3DataSource;
    const missing = await missingInput(S3Uri, S3DataType !== 'S3Prefix', model.ExecutionRoleArn ?? '', this.parts);
    if (missing !== undefined) throw new AwsError('ValidationException', missing);
    return model;
  }

  /** The job as it is now. */
  private async record(name: string): Promise<TransformJobRecord | undefined> {
    return this.running.get(name)?.journal.record ?? (await this.parts.store.get(name));
  }

  private async find({ TransformJobName: name }: { readonly TransformJobName?: unknown }): Promise<TransformJobRecord> {
    const record = await this.record(name as string);
    if (record === undefined) throw new AwsError('ValidationException', 'Requested resource not found.'); // a guess: contract, section 9
    return record;
  }

  private journalOf(record: TransformJobRecord): TransformJournal {
    return new TransformJournal(record, this.parts.store, this.parts.clock, this.parts.report);
  }
}

/** An engine that ends, in order or not, leaves such a job as it is, and the next one starts it. */
function isLeftToNext({ status, startTime }: TransformJobRecord): boolean {
  return status === 'InProgress' && startTime === undefined;
}

/** The end of a job that its engine left behind: an acknowledged stop has become one. */
function endInterrupted(journal: TransformJournal): Promise<void> {
  return journal.record.status === 'Stopping' ? journal.end('Stopped') : journal.end('Failed', interrupted);
}
