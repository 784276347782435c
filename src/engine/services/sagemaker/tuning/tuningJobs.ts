import { randomInt } from 'node:crypto';
import type { Clock } from '../../../../shared/clock.ts';
import type { RunnerWish } from '../../../../shared/node/runnerWish.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import { listPage } from '../../paging.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import type { TrainingJobs } from '../trainingJobs.ts';
import { checkTuningJob } from './checkTuningJob.ts';
import type { CurveStore } from './curveStore.ts';
import { trainingRequestOf } from './trainingRequest.ts';
import {
  describeTrial,
  describeTuningJob,
  statusOf,
  summarizeForList,
  type RunningJobs,
} from './tuningJobDescription.ts';
import { TuningJobExecution } from './tuningJobExecution.ts';
import { TuningJobJournal } from './tuningJobJournal.ts';
import { isTuningEnded, type TrialRecord, type TuningJobRecord } from './tuningJobRecord.ts';
import { tunedDefinitions, type TuningJobRequest } from './tuningJobRequest.ts';
import { checkLeft, parentsOf } from './warmStart.ts';

/** What the tuning jobs of one engine share. */
export interface TuningJobsParts {
  readonly store: ResourceStore<TuningJobRecord>;
  readonly curves: CurveStore;
  readonly trainingJobs: TrainingJobs;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** Owner of the tuning jobs: what they are, and which of them run. */
export class TuningJobs implements TagOwner {
  readonly arnType = 'hyper-parameter-tuning-job';
  private readonly running = new Map<string, { journal: TuningJobJournal; execution: TuningJobExecution }>();
  /** Names being created, in lower case. */
  private readonly arriving = new Set<string>();

  constructor(private readonly parts: TuningJobsParts) {}

  get activeCount(): number {
    return this.running.size;
  }

  /** Opens what an earlier engine left unfinished; it waits for `startLeft`. */
  async recover(): Promise<void> {
    for (const { name, status } of this.parts.store.list()) {
      if (isTuningEnded(status as TuningJobRecord['status'])) continue;
      const record = await this.parts.store.get(name);
      if (record !== undefined) await this.open(record);
    }
  }

  /** Goes on where an earlier engine was; after the training jobs have been started again. */
  startLeft(): void {
    for (const { execution } of this.running.values()) execution.start();
  }

  /** Before the engine ends, and before the training jobs are abandoned: none is to be replaced by another. */
  async abandon(): Promise<void> {
    for (const { execution } of this.running.values()) await execution.suspend();
  }

  /** @throws AwsError where the request breaks one of the service's rules; then nothing is stored. */
  async create(input: JsonObject, wish: RunnerWish): Promise<JsonObject> {
    const asked = input as unknown as TuningJobRequest;
    const name = asked.HyperParameterTuningJobName;
    const lower = name.toLowerCase(); // API reference: the name is not case sensitive
    if (this.arriving.has(lower) || [...this.parts.store.list()].some((other) => other.name.toLowerCase() === lower)) {
      throw new AwsError('ResourceInUse', '', 400, {
        // amazon-sagemaker-examples, issue 2440
        Message: `A hyperparameter tuning job with the name, ${name}, already exists. Choose a different name.`,
      });
    }
    this.arriving.add(lower);
    try {
      const request = await checkTuningJob(asked);
      const parents = await parentsOf(request, (parent) => this.record(parent));
      for (const tuned of tunedDefinitions(request))
        await this.parts.trainingJobs.check(trainingRequestOf(tuned, name, {}, []));
      const now = this.parts.clock.now() / 1000;
      const record: TuningJobRecord = {
        arn: `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:${this.arnType}/${name}`,
        request,
        wish,
        seed: request.HyperParameterTuningJobConfig.RandomSeed ?? randomInt(2 ** 31),
        status: 'InProgress',
        creationTime: now,
        lastModifiedTime: now,
        trials: [],
        parents,
        consumedSeconds: 0,
        tags: [...(request.Tags ?? [])],
      };
      checkLeft(record);
      await this.parts.store.put(record);
      (await this.open(record)).start();
      return { HyperParameterTuningJobArn: record.arn };
    } finally {
      this.arriving.delete(lower);
    }
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    return this.described(await this.find(input));
  }

  /** All tuning jobs as Search shows them, one after the other: what is described, and the tags. */
  async *records(): AsyncGenerator<JsonObject> {
    for (const { name } of this.parts.store.list()) {
      const record = await this.record(name);
      if (record !== undefined) yield { ...(await this.described(record)), Tags: record.tags };
    }
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const page = listPage(this.parts.store.list(), input, { sortBy: 'Name', sortOrder: 'Ascending' });
    const records = await Promise.all(page.items.map(({ name }) => this.record(name)));
    const seen = await Promise.all(records.filter((record) => record !== undefined).map((record) => this.seen(record)));
    return {
      HyperParameterTuningJobSummaries: seen.map(({ record }) => summarizeForList(record)),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  /** `ListTrainingJobsForHyperParameterTuningJob`. */
  async listTrainingJobs(input: JsonObject): Promise<JsonObject> {
    const { record, jobs } = await this.seen(await this.find(input));
    const items = record.trials.map((trial) => ({
      name: trial.trainingJobName,
      status: statusOf(trial, jobs),
      creationTime: trial.creationTime,
      lastModifiedTime: trial.creationTime,
      trial,
    }));
    const page = listPage(
      items,
      input,
      { sortBy: 'Name', sortOrder: 'Ascending' },
      { FinalObjectiveMetricValue: ({ trial }) => trial.end?.objective },
    );
    return {
      TrainingJobSummaries: page.items.map(({ trial }) => describeTrial(record, trial, jobs)),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  async stop(input: JsonObject): Promise<JsonObject> {
    const record = await this.find(input);
    const running = this.running.get(record.request.HyperParameterTuningJobName);
    if (running === undefined || isTuningEnded(record.status)) {
      throw new AwsError(
        'ValidationException', // [M]: worded as for training jobs (contract, section 9); the SDK takes the code for "has ended"
        `The request was rejected because the hyperparameter tuning job is in status ${record.status}.`,
      );
    }
    if (record.status !== 'Stopping') await running.execution.stop();
    return {};
  }

  /** Removes the entry of an ended tuning job; its training jobs stay (API reference). */
  async delete(input: JsonObject): Promise<JsonObject> {
    const record = await this.find(input);
    if (!isTuningEnded(record.status)) {
      throw new AwsError(
        'ValidationException', // [M]
        `The request was rejected because the hyperparameter tuning job is in status ${record.status}; stop it first.`,
      );
    }
    await this.parts.store.delete(record.request.HyperParameterTuningJobName);
    return {};
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    return (await this.record(name))?.tags;
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    const running = this.running.get(name);
    if (running !== undefined) return running.journal.change((draft) => void (draft.tags = [...tags]));
    const record = await this.parts.store.get(name);
    if (record !== undefined) await this.parts.store.put({ ...record, tags: [...tags] });
  }

  private async open(record: TuningJobRecord): Promise<TuningJobExecution> {
    const { store, clock, trainingJobs, curves, report } = this.parts;
    const name = record.request.HyperParameterTuningJobName;
    const journal = new TuningJobJournal(record, store, clock);
    const onEnd = (): void => void this.running.delete(name);
    const names = record.trials.map(({ trainingJobName }) => trainingJobName);
    const known = await curves.get(name, names);
    const execution = new TuningJobExecution(journal, known, { trainingJobs, curves, clock, report, onEnd });
    this.running.set(name, { journal, execution });
    return execution;
  }

  private async described(stored: TuningJobRecord): Promise<JsonObject> {
    const { record } = await this.seen(stored);
    const journal = this.running.get(record.request.HyperParameterTuningJobName)?.journal;
    return describeTuningJob(record, journal?.consumedSeconds ?? record.consumedSeconds);
  }

  private async record(name: string): Promise<TuningJobRecord | undefined> {
    return this.running.get(name)?.journal.record ?? (await this.parts.store.get(name));
  }

  private async find(input: JsonObject): Promise<TuningJobRecord> {
    const name = input['HyperParameterTuningJobName'] as string;
    const record = await this.record(name);
    if (record !== undefined) return record;
    const Message = `Amazon SageMaker can't find a tuning job called ${name}. Type another name.`; // amazon-sagemaker-examples, issue 1540
    throw new AwsError('ResourceNotFound', '', 400, { Message });
  }

  /**
   * The record as clients see it, with the records of the training jobs that run: one that is written down and not created yet
   * is not there yet, since a client would ask for it in vain.
   */
  private async seen(now: TuningJobRecord): Promise<{ record: TuningJobRecord; jobs: RunningJobs }> {
    const record = { ...now }; // a running job's changes while we wait: all is to be of one moment
    const { trials } = record;
    const open = trials.filter(({ end }) => end === undefined);
    const found = await Promise.all(open.map((trial) => this.parts.trainingJobs.record(trial.trainingJobName)));
    const jobs = new Map(found.flatMap((job) => (job === undefined ? [] : [[job.request.TrainingJobName, job]])));
    const isThere = ({ end, trainingJobName }: TrialRecord): boolean => end !== undefined || jobs.has(trainingJobName);
    return { record: { ...record, trials: trials.filter(isThere) }, jobs };
  }
}
