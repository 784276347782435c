import { join } from 'node:path';
import type { PredictorChooser } from '../../../hosting/predictorChooser.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import { fileNameFor, type ResourceStore } from '../../../store/resourceStore.ts';
import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import { TransformOutputStore } from '../../../transform/outputStore.ts';
import { TransformJobExecution, type TransformParts } from '../../../transform/transformJobExecution.ts';
import { listPage } from '../../paging.ts';
import { ExecutedJobs } from '../executedJobs.ts';
import { missingInput } from '../missingInput.ts';
import { containersOf, type ModelRequest } from '../models/modelRecord.ts';
import type { Models } from '../models/models.ts';
import type { RecordJournal } from '../recordJournal.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import {
  describeTransformJob,
  transformJobRow,
  type TransformJobRecord,
  type TransformJobRequest,
} from './transformJobRecord.ts';
import { invalidTransform } from './transformLimits.ts';

export interface TransformJobsParts extends Omit<TransformParts, 'workFolder' | 'findModel' | 'outputs'> {
  readonly store: ResourceStore<TransformJobRecord>;
  readonly models: Models;
  readonly predictors: Pick<PredictorChooser, 'prepare'>;
  readonly accountId: string;
  readonly region: string;
  readonly stateDirectory: string;
  /** Holds one work folder per running job. */
  readonly workDirectory: string;
}

const interrupted =
  'InternalServerError: The local engine ended (killed, crashed or switched off) while this job was running; nothing of its output is stored. Run it again.';

/** Owner of the transform jobs: what they are, and which of them run. */
export class TransformJobs implements TagOwner {
  readonly arnType = 'transform-job';
  private readonly jobs: ExecutedJobs<TransformJobRecord>;
  private readonly outputs: TransformOutputStore;

  constructor(private readonly parts: TransformJobsParts) {
    this.outputs = new TransformOutputStore({ ...parts, folder: join(parts.stateDirectory, 'transform-outputs') });
    this.jobs = new ExecutedJobs({
      ...parts,
      nameOf: ({ request }) => request.TransformJobName,
      execute: (journal) => this.execution(journal),
      interrupted,
    });
  }

  /** Jobs that run or wait for their turn. */
  get activeCount(): number {
    return this.jobs.activeCount;
  }

  /** Puts back what was half stored, which the reason of a job that was left behind tells. @see ExecutedJobs.recover */
  async recover(): Promise<void> {
    await this.outputs.recover(async (name) => (await this.parts.store.get(name))?.areOutputsStored === true);
    await this.jobs.recover();
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
    const request = input as TransformJobRequest;
    const name = request.TransformJobName;
    const arn = `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:transform-job/${name}`;
    await this.jobs.create(name, arn, async () => {
      const { Tags: _, ...model } = await this.check(request);
      const now = this.parts.clock.now() / 1000;
      return { arn, request, model, wish, status: 'InProgress', creationTime: now, lastModifiedTime: now };
    });
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
    if (!(await this.jobs.stop(record.request.TransformJobName))) {
      throw new AwsError(
        'ValidationException',
        `The request was rejected because the transform job is in status ${record.status}.`,
      );
    }
    return {};
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    const record = await this.jobs.record(name);
    return record && (record.request.Tags ?? []);
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    await this.jobs.putTags(await this.find({ TransformJobName: name }), tags);
  }

  private execution(journal: RecordJournal<TransformJobRecord>): TransformJobExecution {
    const name = journal.record.request.TransformJobName;
    return new TransformJobExecution(journal, {
      ...this.parts,
      outputs: this.outputs,
      findModel: async (model) => (await this.parts.models.find({ ModelName: model })).request,
      // No job has such a name, so no job's own folder is meant by it.
      workFolder: join(this.parts.workDirectory, '.transform', fileNameFor(name)),
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

  private async find({ TransformJobName: name }: { readonly TransformJobName?: unknown }): Promise<TransformJobRecord> {
    const record = await this.jobs.record(name as string);
    if (record === undefined) throw new AwsError('ValidationException', 'Requested resource not found.'); // a guess: contract, section 9
    return record;
  }
}
