import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../../../shared/disposable.ts';
import { describeChain, messageOf } from '../../../../shared/errors.ts';
import { AwsError } from '../../../server/awsError.ts';
import { isEnded, type TrainingJobRecord } from '../trainingJobRecord.ts';
import type { JobObservation, TrainingJobs } from '../trainingJobs.ts';
import type { CurveStore } from './curveStore.ts';
import { stoppedModelNotes } from './stoppedModelNote.ts';
import { trainingRequestOf } from './trainingRequest.ts';
import type { TuningJobJournal } from './tuningJobJournal.ts';
import {
  isTuningEnded,
  type Closing,
  type TrialEnd,
  type TrialRecord,
  type TuningJobRecord,
} from './tuningJobRecord.ts';
import { tunedDefinitions, type TunedDefinition } from './tuningJobRequest.ts';
import { hopeless, outcome, refused } from './tuningOutcome.ts';
import { TuningSearch, type Proposal } from './tuningSearch.ts';

/** What the execution of a tuning job works with. */
export interface TuningExecutionParts {
  readonly trainingJobs: TrainingJobs;
  readonly curves: CurveStore;
  readonly clock: Clock;
  /** Called once, when the tuning job has ended. */
  readonly onEnd: () => void;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** Between two tries to write to a disk that is full. */
const retryEvery = 5_000;

/** Developer guide, Resource Limits for Automatic Model Tuning: 30 days. */
const longestRuntime = 30 * 86_400;

/** Timers of Node hold 2^31 ms at most. */
const longestTimer = 86_400_000;

/**
 * Runs one tuning job from where its record says that it is. Whatever happens (a training job ended, a stop, a start after a kill) only wakes
 * it, and it compares its record with the training jobs and does what is missing: so that being killed between any two steps loses nothing.
 */
export class TuningJobExecution extends Disposable {
  private readonly search: TuningSearch;
  private readonly definitions: readonly TunedDefinition[];
  /** Training jobs that were asked to end early. */
  private readonly stopping = new Set<string>();
  private turn: Promise<void> = Promise.resolve();
  private isWoken = false;
  private deadline: IDisposable | undefined;

  constructor(
    private readonly journal: TuningJobJournal,
    /** What the ended training jobs logged of their objective, by name. */
    private readonly curvesByJob: Map<string, number[]>,
    private readonly parts: TuningExecutionParts,
  ) {
    super();
    this.search = new TuningSearch(journal.record);
    this.definitions = tunedDefinitions(journal.record.request);
    const wakeFor = ({ tuningJobArn }: TrainingJobRecord): void => {
      if (tuningJobArn === this.record.arn) this.wake();
    };
    this.register(parts.trainingJobs.onDidEnd(wakeFor));
    this.register(parts.trainingJobs.onDidObserve((observation) => this.observe(observation)));
  }

  /** Begins, or goes on where an earlier engine was. */
  start(): void {
    this.watchDeadline();
    this.wake();
  }

  /** Because the engine ends: the next one goes on from the record. */
  async suspend(): Promise<void> {
    this.dispose();
    await this.turn;
    await this.journal.change(() => undefined); // what was consumed
  }

  override dispose(): void {
    this.deadline?.dispose();
    super.dispose();
  }

  /** Asks the tuning job and its training jobs to end; it stays `Stopping` until the last of them has. */
  async stop(): Promise<void> {
    await this.journal.change((draft) => {
      if (isTuningEnded(draft.status)) return; // meanwhile
      draft.status = 'Stopping';
      draft.closing = { status: 'Stopped', stopsJobs: true };
    });
    this.wake();
  }

  private get record(): TuningJobRecord {
    return this.journal.record;
  }

  private get name(): string {
    return this.record.request.HyperParameterTuningJobName;
  }

  private wake(): void {
    if (this.isWoken || this.isDisposed) return;
    this.isWoken = true;
    this.turn = this.turn.then(async () => {
      this.isWoken = false;
      try {
        await this.reconcile();
      } catch (error) {
        this.parts.report(`${this.record.arn} could not go on and tries again: ${describeChain(error)}`);
        this.register(this.parts.clock.schedule(() => this.wake(), retryEvery));
      }
    });
  }

  private async reconcile(): Promise<void> {
    for (const trial of this.openTrials()) await this.catchUp(trial);
    while (!this.isDisposed) {
      const closing = this.record.closing ?? (await this.closeIfDone());
      if (closing?.stopsJobs === true) for (const trial of this.openTrials()) await this.stopTraining(trial);
      const running = this.openTrials().length;
      if (closing !== undefined) return running === 0 ? this.end(closing) : undefined;
      const { MaxParallelTrainingJobs } = this.record.request.HyperParameterTuningJobConfig.ResourceLimits;
      if (running >= MaxParallelTrainingJobs || this.search.completion() !== undefined) return;
      const proposal = await this.propose();
      if (proposal !== undefined) await this.launch(proposal);
      else if (this.record.closing !== undefined) continue;
      else if (running > 0) return;
      else await this.close(outcome(this.record.trials));
    }
  }

  /** A search that fails ends the tuning job: it would fail again. */
  private async propose(): Promise<Proposal | undefined> {
    try {
      return this.search.next();
    } catch (error) {
      this.parts.report(`The search of ${this.record.arn} failed: ${describeChain(error)}`);
      const failureReason = `InternalServerError: The search for the next training job failed: ${messageOf(error)}`;
      await this.close({ status: 'Failed', failureReason, stopsJobs: true });
      return undefined;
    }
  }

  private openTrials(): TrialRecord[] {
    return this.record.trials.filter(({ end }) => end === undefined);
  }

  /** Writes down how a training job ended, or creates it where the engine was killed before it did. */
  private async catchUp(trial: TrialRecord): Promise<void> {
    const job = await this.parts.trainingJobs.record(trial.trainingJobName);
    if (job === undefined) await this.createTraining(trial);
    else if (isEnded(job.status)) await this.settle(trial, job);
  }

  private async settle(trial: TrialRecord, job: TrainingJobRecord): Promise<void> {
    const curve = this.curvesByJob.get(trial.trainingJobName);
    if (curve !== undefined) await this.parts.curves.put(this.name, trial.trainingJobName, curve);
    await this.settleAs(trial, endOf(job, this.tunedOf(trial).objective.MetricName));
    if (this.record.convergenceDetectedTime === undefined && this.search.hasConverged)
      await this.journal.change((draft, now) => void (draft.convergenceDetectedTime = now));
  }

  private async settleAs({ trainingJobName }: TrialRecord, end: TrialEnd): Promise<void> {
    await this.journal.change((draft) => {
      const trial = draft.trials.find((one) => one.trainingJobName === trainingJobName);
      if (trial !== undefined) trial.end = end;
    });
  }

  /** Decides once, durably, that nothing more is to be started. */
  private async closeIfDone(): Promise<Closing | undefined> {
    const { trials } = this.record;
    const reason = this.search.completion();
    const lost = hopeless(trials);
    if (lost !== undefined) await this.close(lost);
    else if (reason === 'MaxNumberOfTrainingJobs') {
      if (this.openTrials().length === 0) await this.close(outcome(trials));
    } else if (reason !== undefined) await this.close({ status: 'Completed', stopsJobs: true });
    return this.record.closing;
  }

  private close(closing: Closing): Promise<void> {
    return this.journal.change((draft) => void (draft.closing ??= closing));
  }

  private async launch({ definition, values }: Proposal): Promise<void> {
    const number = `${this.record.trials.length + 1}`.padStart(3, '0');
    const trainingJobName = `${this.name}-${number}-${randomBytes(4).toString('hex')}`;
    const trainingJobArn = this.parts.trainingJobs.arnOf(trainingJobName);
    const trial = { trainingJobName, trainingJobArn, definition, values, creationTime: this.journal.now() };
    await this.journal.change((draft) => {
      if (draft.closing === undefined) draft.trials.push(trial); // else it was stopped meanwhile
    });
    if (this.record.closing === undefined) await this.createTraining(trial);
  }

  private async createTraining(trial: TrialRecord): Promise<void> {
    const { request, wish, arn } = this.record;
    const tuned = this.tunedOf(trial);
    const input = trainingRequestOf(tuned, trial.trainingJobName, trial.values, request.Tags ?? []);
    const notes = this.search.stopsEarly ? await stoppedModelNotes(tuned) : [];
    try {
      await this.parts.trainingJobs.create(input, { wish, tuningJobArn: arn, notes });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const failureReason = `ClientError: ${error.message}`.slice(0, 1024);
      await this.settleAs(trial, { status: 'Failed', failureReason });
      await this.close(refused(error.message));
    }
  }

  private async stopTraining(trial: TrialRecord): Promise<void> {
    try {
      const why = `Stopped with its tuning job ${this.name}`;
      await this.parts.trainingJobs.stop({ TrainingJobName: trial.trainingJobName }, why);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error; // else it has just ended by itself
    }
    await this.catchUp(trial); // one that waited for its turn has ended at once
  }

  /** Follows the objective of the running training jobs, and stops those that are not worth going on with. */
  private observe({ jobName, metrics }: JobObservation): void {
    if (!this.search.stopsEarly) return;
    const trial = this.openTrials().find(({ trainingJobName }) => trainingJobName === jobName);
    if (trial === undefined) return;
    const { MetricName } = this.tunedOf(trial).objective;
    const values = metrics.flatMap(({ name, value }) => (name === MetricName && Number.isFinite(value) ? [value] : []));
    if (values.length === 0) return;
    const curve = this.curvesByJob.get(jobName) ?? [];
    this.curvesByJob.set(jobName, curve);
    for (const value of values) curve.push(value);
    const reason = this.stopping.has(jobName) ? undefined : this.search.reasonToStop(trial, this.curvesByJob);
    if (reason === undefined) return;
    this.stopping.add(jobName);
    const why = `Stopped early by tuning job ${this.name}: ${MetricName} ${reason}`;
    this.parts.trainingJobs.stop({ TrainingJobName: jobName }, why).catch((error: unknown) => {
      if (!(error instanceof AwsError)) this.parts.report(`${jobName} cannot be stopped early: ${messageOf(error)}`);
    });
  }

  private watchDeadline(): void {
    const { MaxRuntimeInSeconds = longestRuntime } = this.record.request.HyperParameterTuningJobConfig.ResourceLimits;
    const left = (MaxRuntimeInSeconds - this.journal.consumedSeconds) * 1000;
    if (left > 0) this.deadline = this.parts.clock.schedule(() => this.watchDeadline(), Math.min(left, longestTimer));
    else
      void this.close({ status: 'Completed', stopsJobs: true })
        .catch((error: unknown) => this.parts.report(`${this.record.arn} cannot be ended yet: ${messageOf(error)}`))
        .then(() => {
          if (this.record.closing === undefined)
            this.deadline = this.parts.clock.schedule(() => this.watchDeadline(), retryEvery);
          this.wake();
        });
  }

  private async end(closing: Closing): Promise<void> {
    const { status, failureReason } = closing.status === 'Completed' ? outcome(this.record.trials) : closing;
    await this.journal.change((draft, now) => {
      draft.status = status;
      draft.endTime = now;
      if (failureReason !== undefined) draft.failureReason = failureReason;
    });
    this.dispose();
    this.parts.onEnd();
    await this.parts.curves.remove(this.name);
  }

  private tunedOf({ definition }: TrialRecord): TunedDefinition {
    const tuned = this.definitions[definition];
    if (tuned === undefined) throw new Error(`${this.record.arn} has no definition ${definition}.`);
    return tuned;
  }
}

/** @param metric - The objective; what counts is the last value that the job logged (API reference, FinalHyperParameterTuningJobObjectiveMetric). */
function endOf(job: TrainingJobRecord, metric: string): TrialEnd {
  const objective = job.finalMetrics.find(({ MetricName }) => MetricName === metric)?.Value;
  const { trainingStartTime, trainingEndTime, failureReason } = job;
  return {
    status: job.status as TrialEnd['status'],
    ...(objective !== undefined && job.status !== 'Failed' && { objective }),
    ...(trainingStartTime !== undefined && { trainingStartTime }),
    ...(trainingEndTime !== undefined && { trainingEndTime }),
    ...(failureReason !== undefined && { failureReason }),
  };
}
