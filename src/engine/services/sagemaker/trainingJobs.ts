import { join } from 'node:path';
import { findAlgorithm } from '../../../catalog/algorithms/registry.ts';
import { algorithmOf } from '../../../catalog/images.ts';
import type { Clock } from '../../../shared/clock.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { RunnerWish } from '../../../shared/node/runnerWish.ts';
import { loggedMetrics } from '../../execution/loggedMetrics.ts';
import { JobJournal } from '../../execution/jobJournal.ts';
import { killLeftovers } from '../../execution/process/leftovers.ts';
import type { RunnerChooser } from '../../execution/runnerChooser.ts';
import type { ObservedMetric } from '../../execution/jobLog.ts';
import { TrainingJobExecution } from '../../execution/trainingJobExecution.ts';
import { WorkQueue } from '../../execution/workQueue.ts';
import type { HostUsage } from '../../execution/usageSampler.ts';
import { AwsError } from '../../server/awsError.ts';
import type { JsonObject } from '../../server/jsonService.ts';
import type { LogStore } from '../../store/logStore.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import { fileNameFor, type ResourceStore } from '../../store/resourceStore.ts';
import { listPage } from '../paging.ts';
import type { TagOwner } from './tagOwner.ts';
import { builtInOf } from './builtInAlgorithm.ts';
import { algorithmProblem, builtInMetricsProblem } from './algorithmRules.ts';
import { checkInput } from './trainingJobInput.ts';
import { checkTrainingJobRequest } from './trainingJobRules.ts';
import {
  describe,
  isEnded,
  summarizeForList,
  tagsOf,
  type TrainingJobRecord,
  type TrainingJobRequest,
} from './trainingJobRecord.ts';

/** What the training jobs of one engine share. */
export interface TrainingJobsParts {
  readonly store: ResourceStore<TrainingJobRecord>;
  readonly objects: ObjectStore;
  readonly logs: LogStore;
  readonly runners: Pick<RunnerChooser, 'choose'>;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  /** Holds one work folder per running job. */
  readonly workDirectory: string;
  /** Jobs that may train at the same time. */
  readonly parallelJobs: number;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** Records that are read side by side where all are wanted. */
const readAhead = 32;

const interrupted =
  'InternalServerError: The local engine ended (killed, crashed or switched off) while this job was running; its logs are kept. Run it again.';

const restarting = 'The local engine ended while this job was running; it runs again, for its tuning job.';

/** Values of metrics that a job has just logged. */
export interface JobObservation {
  readonly jobName: string;
  readonly metrics: readonly ObservedMetric[];
}

/** What a program of a job uses of this machine. */
export interface JobMeasurement {
  readonly jobName: string;
  readonly usage: HostUsage;
}

/** What a training job has besides its request. */
export interface TrainingJobOrigin {
  readonly wish: RunnerWish;
  /** Of the tuning job that starts it. */
  readonly tuningJobArn?: string;
  /** Lines for the head of its log. */
  readonly notes?: readonly string[];
}

interface RunningJob {
  readonly journal: JobJournal;
  readonly execution: TrainingJobExecution;
}

/** Owner of the training jobs: what they are, and which of them run. */
export class TrainingJobs {
  private readonly running = new Map<string, RunningJob>();
  private readonly queue: WorkQueue;
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();
  /** Of an earlier engine, to be started by this one. */
  private readonly left: TrainingJobRecord[] = [];
  private readonly observed = new Emitter<JobObservation>();
  private readonly ended = new Emitter<TrainingJobRecord>();
  private readonly measured = new Emitter<JobMeasurement>();
  readonly onDidObserve = this.observed.event;
  /** Now and then, while a job's programs run. */
  readonly onDidMeasure = this.measured.event;
  /** A job of this engine is Completed, Failed or Stopped. */
  readonly onDidEnd = this.ended.event;

  constructor(private readonly parts: TrainingJobsParts) {
    this.queue = new WorkQueue(parts.parallelJobs);
  }

  get activeCount(): number {
    return this.running.size;
  }

  /**
   * After a restart: no process of an earlier engine runs any more, so what it left unfinished is Failed, with a reason, or Stopped where
   * that was asked for. What had not got beyond `Starting` had done nothing yet, and waits for `startLeft`; so does every job of a tuning
   * job, which goes on where it was.
   */
  async recover(): Promise<void> {
    for (const { name, status } of this.parts.store.list()) {
      if (isEnded(status as TrainingJobRecord['status'])) continue;
      const record = await this.parts.store.get(name);
      if (record === undefined) continue;
      if (!isLeftToNext(record)) await endInterrupted(this.journalOf(record), await this.loggedMetrics(record));
      else {
        if (record.secondaryStatus !== 'Starting')
          await this.journalOf(record).enter('InProgress', 'Restarting', restarting);
        this.left.push(record);
      }
    }
  }

  /** Starts the jobs that an earlier engine never began, in the order they came; once the engine can be reached, since scripts ask it. */
  startLeft(): void {
    for (const record of this.left.splice(0).sort((a, b) => a.creationTime - b.creationTime)) this.start(record);
  }

  /** Before the engine ends: nothing runs on, and nothing stays InProgress that the next engine does not start. */
  async abandon(): Promise<void> {
    const running = [...this.running.values()];
    for (const { execution } of running) execution.suspend(); // all at once: where one ends, the next in the queue would begin
    for (const { journal, execution } of running)
      if (!isEnded(journal.record.status) && !isLeftToNext(journal.record))
        await endInterrupted(journal, execution.finalMetrics);
    await killLeftovers(this.parts.workDirectory);
  }

  /** @throws AwsError with SageMaker's own code and wording (contract, section 9). */
  async create(input: JsonObject, origin: TrainingJobOrigin): Promise<JsonObject> {
    const checked = checkTrainingJobRequest(input);
    if (origin.tuningJobArn === undefined) await refuseMetricsOfBuiltIn(checked); // a tuning job's were given by the engine
    const request = await withServiceMetrics(checked);
    const name = request.TrainingJobName;
    const arn = this.arnOf(name);
    if (this.parts.store.has(name) || this.arriving.has(name)) {
      throw new AwsError('ResourceInUse', '', 400, {
        Message: `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
      });
    }
    this.arriving.add(name);
    try {
      await this.check(request);
      const now = this.parts.clock.now() / 1000;
      const record: TrainingJobRecord = {
        arn,
        request,
        ...origin,
        status: 'InProgress',
        secondaryStatus: 'Starting',
        transitions: [{ Status: 'Starting', StartTime: now, StatusMessage: 'Starting the training job' }],
        creationTime: now,
        lastModifiedTime: now,
        finalMetrics: [],
      };
      await this.parts.store.put(record);
      this.start(record);
    } finally {
      this.arriving.delete(name);
    }
    return { TrainingJobArn: arn };
  }

  /** @throws AwsError ValidationException for what can be seen to be wrong before a job runs. */
  async check(request: TrainingJobRequest): Promise<void> {
    checkTrainingJobRequest(request);
    const problem = algorithmProblem(request.AlgorithmSpecification, this.arn('algorithm', ''));
    if (problem !== undefined) throw new AwsError('ValidationException', problem);
    await checkInput(request, this.parts);
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    return describe(await this.find(input));
  }

  async list(input: JsonObject): Promise<JsonObject> {
    // No job here has a warm pool, or runs in a training plan.
    if (input['WarmPoolStatusEquals'] !== undefined || input['TrainingPlanArnEquals'] !== undefined)
      return { TrainingJobSummaries: [] };
    const page = listPage(this.parts.store.list(), input, { sortBy: 'CreationTime', sortOrder: 'Ascending' });
    const records = await Promise.all(page.items.map((item) => this.parts.store.get(item.name)));
    return {
      TrainingJobSummaries: records.filter((record) => record !== undefined).map(summarizeForList),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  /** @param why - What its status is to say, where it was not its owner who stopped it. */
  async stop(input: JsonObject, why?: string): Promise<JsonObject> {
    const record = await this.find(input);
    const running = this.running.get(record.request.TrainingJobName);
    if (running === undefined || isEnded(running.journal.record.status)) {
      throw new AwsError(
        'ValidationException',
        `The request was rejected because the training job is in status ${record.status}.`,
      );
    }
    await running.execution.stop(why);
    return {};
  }

  /** @throws AwsError ResourceNotFound, and ResourceInUse for a job that has not ended. */
  async delete(input: JsonObject): Promise<JsonObject> {
    const name = input['TrainingJobName'] as string;
    const record = await this.find(input, 'ResourceNotFound');
    if (!isEnded(record.status))
      throw new AwsError('ResourceInUse', '', 400, {
        Message: `The training job is in status ${record.status}; only one that is Completed, Failed or Stopped can be deleted.`,
      });
    if (this.running.has(name)) await this.cleared(name);
    await this.parts.store.delete(name);
    return {};
  }

  /**
   * All that `UpdateTrainingJob` changes is what no job has here.
   * @throws AwsError ResourceNotFound, else ValidationException.
   */
  async refuseUpdate(input: JsonObject): Promise<never> {
    await this.find(input, 'ResourceNotFound');
    throw new AwsError(
      'ValidationException',
      'UpdateTrainingJob changes the profiler, the warm pool and remote debugging of a job, and the local engine has none of them: run this job on AWS.',
    );
  }

  /** Resolves once nothing of an ended job is cleared away any more: its name, and with it its work folder, may be used again. */
  private cleared(name: string): Promise<void> {
    return new Promise((resolve) => {
      const subscription = this.onDidEnd(({ request }) => {
        if (request.TrainingJobName !== name) return;
        subscription.dispose();
        resolve();
      });
    });
  }

  private start(record: TrainingJobRecord): void {
    const name = record.request.TrainingJobName;
    const journal = this.journalOf(record);
    const { objects, logs, runners, clock, workDirectory, report } = this.parts;
    const leave = (): void => {
      if (this.running.get(name)?.execution !== execution) return; // ended before its turn came
      this.running.delete(name);
      this.ended.fire(journal.record);
    };
    const execution = new TrainingJobExecution(journal, {
      objects,
      logs,
      runners,
      clock,
      report,
      measure: (usage) => this.measured.fire({ jobName: name, usage }),
      observe: (metrics) => this.observed.fire({ jobName: name, metrics }),
      workFolder: join(workDirectory, fileNameFor(name)),
      endedBeforeItsTurn: leave,
    });
    this.running.set(name, { journal, execution });
    execution.wait();
    if (this.running.size > this.parts.parallelJobs) void this.sayWaiting(journal);
    void this.queue.run(async () => {
      await execution.run();
      if (execution.hasBegun) leave(); // else it leaves when its end is written
    });
  }

  private async sayWaiting(journal: JobJournal): Promise<void> {
    try {
      await journal.enter(
        'InProgress',
        'Starting',
        `Waiting for a running job to end: ${this.parts.parallelJobs} run at once here`,
      );
    } catch (error) {
      this.parts.report(`${journal.record.arn}: ${messageOf(error)}`);
    }
  }

  /** Tags are asked for and changed by name, whether the job runs or not. */
  readonly tagOwner: TagOwner = {
    arnType: 'training-job',
    tagsOf: async (name) => {
      const record = await this.record(name);
      return record && tagsOf(record);
    },
    putTags: async (name, tags) => {
      const running = this.running.get(name)?.journal;
      const record = running?.record ?? (await this.parts.store.get(name));
      if (record !== undefined) await (running ?? this.journalOf(record)).retag(tags);
    },
  };

  /** Every job as it is now, one after the other. */
  async *records(): AsyncGenerator<TrainingJobRecord> {
    const names = Array.from(this.parts.store.list(), ({ name }) => name);
    for (let start = 0; start < names.length; start += readAhead) {
      const some = await Promise.all(names.slice(start, start + readAhead).map((name) => this.record(name)));
      for (const record of some) if (record !== undefined) yield record;
    }
  }

  /** The record of a job as it is now; undefined when there is none of that name. */
  async record(name: string): Promise<TrainingJobRecord | undefined> {
    return this.running.get(name)?.journal.record ?? (await this.parts.store.get(name));
  }

  private async find(input: JsonObject, code: 'ValidationException' | 'ResourceNotFound' = 'ValidationException') {
    const record = await this.record(input['TrainingJobName'] as string);
    if (record !== undefined) return record;
    const said = 'Requested resource not found.';
    throw new AwsError(code, said, 400, code === 'ResourceNotFound' ? { Message: said } : {});
  }

  /** Of a job of an earlier engine; a log that cannot be read keeps no job from its end. */
  private async loggedMetrics(record: TrainingJobRecord): Promise<TrainingJobRecord['finalMetrics']> {
    try {
      return await loggedMetrics(record, this.parts.logs);
    } catch (error) {
      this.parts.report(`The metrics of ${record.arn} cannot be read from its log: ${messageOf(error)}`);
      return record.finalMetrics;
    }
  }

  private journalOf(record: TrainingJobRecord): JobJournal {
    return new JobJournal(record, this.parts.store, this.parts.clock);
  }

  arnOf(name: string): string {
    return this.arn('training-job', name);
  }

  private arn(type: string, name: string): string {
    return `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:${type}/${name}`;
  }
}

/** An engine that ends, in order or not, leaves such a job as it is, and the next one starts it. */
function isLeftToNext({ status, secondaryStatus, tuningJobArn }: TrainingJobRecord): boolean {
  return status === 'InProgress' && (tuningJobArn !== undefined || secondaryStatus === 'Starting');
}

/** The end of a job that its engine left behind: an acknowledged stop has become one. */
function endInterrupted(journal: JobJournal, metrics: TrainingJobRecord['finalMetrics']): Promise<void> {
  journal.record.finalMetrics = metrics;
  return journal.record.status === 'Stopping'
    ? journal.end('Stopped', 'Training job stopped')
    : journal.end('Failed', 'Training job failed', { failureReason: interrupted });
}

async function refuseMetricsOfBuiltIn(request: TrainingJobRequest): Promise<void> {
  if ((request.AlgorithmSpecification.MetricDefinitions ?? []).length === 0) return;
  if ((await builtInOf(request, request.HyperParameters)) === undefined) return;
  throw new AwsError('ValidationException', builtInMetricsProblem);
}

/** A built-in algorithm's job that sends no metric definitions gets the image's own (contract, section 6). */
async function withServiceMetrics(request: TrainingJobRequest): Promise<TrainingJobRequest> {
  const { AlgorithmSpecification: algorithm } = request;
  if ((algorithm.MetricDefinitions ?? []).length > 0) return request;
  const image = algorithmOf(algorithm.TrainingImage ?? algorithm.AlgorithmName ?? '');
  const builtIn = image && (await findAlgorithm(image.algorithm));
  if (builtIn === undefined) return request;
  const definitions = builtIn
    .metricsOfJob(request.HyperParameters ?? {})
    .map(({ name, regex }) => ({ Name: name, Regex: regex }));
  return { ...request, AlgorithmSpecification: { ...algorithm, MetricDefinitions: definitions } };
}
