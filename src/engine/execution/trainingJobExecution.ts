import { sleep } from '../../shared/clock.ts';
import { DisposableStore } from '../../shared/disposable.ts';
import { describeChain, messageOf } from '../../shared/errors.ts';
import { storageError } from '../store/atomicFile.ts';
import type { SecondaryStatus, TrainingJobRecord } from '../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { parseS3Uri } from '../store/s3Uri.ts';
import { failureReason } from './failureReason.ts';
import { HostRun, type HostsExit } from './hostRun.ts';
import { deliverInput, type DeliveredInput } from './input/deliverInput.ts';
import { JobFailure, failureReasonOf } from './jobFailure.ts';
import { hostsOf } from './jobHosts.ts';
import type { JobJournal } from './jobJournal.ts';
import { JobLog, type JobLogParts } from './jobLog.ts';
import { JobOutputs } from './jobOutputs.ts';
import { longestRuntime, unsupported } from './limits.ts';
import { LiveFolders } from './liveFolders.ts';
import { createMlDirectory } from './mlDirectory.ts';
import { notHonoured, type Ignored } from './notHonoured.ts';
import { removeFolder } from './removeFolder.ts';
import type { ChosenRunner, JobSpace } from './runner.ts';
import type { RunnerChooser } from './runnerChooser.ts';
import type { HostUsage } from './usageSampler.ts';

/** What an execution works with. */
export interface ExecutionParts extends JobLogParts {
  readonly objects: ObjectStore;
  readonly runners: Pick<RunnerChooser, 'choose'>;
  /** Told now and then of what a host's program uses of this machine. */
  readonly measure: (usage: HostUsage) => void;
  /** A folder of this job alone; removed when the job ends. */
  readonly workFolder: string;
  /** Told when the job has ended before `run` was called; it then has nothing to do any more. */
  readonly endedBeforeItsTurn: () => void;
}

/** Why a job is ended: its owner, MaxRuntimeInSeconds, or MaxWaitTimeInSeconds of managed spot training. */
type StopReason = 'user' | 'maxRuntime' | 'maxWait';

/** How a job that was ended ends. */
const stops: Readonly<Record<StopReason, { message: string; secondary: SecondaryStatus }>> = {
  user: { message: 'Training job stopped', secondary: 'Stopped' },
  maxRuntime: {
    message: 'Training job stopped: it ran longer than MaxRuntimeInSeconds',
    secondary: 'MaxRuntimeExceeded',
  },
  maxWait: {
    message: 'Training job stopped: it took longer than MaxWaitTimeInSeconds',
    secondary: 'MaxWaitTimeExceeded',
  },
};

/** Between two tries to write a job's end to a disk that is full. */
const retryEvery = 5_000;

/** One training job from `Starting` to its end: downloads the channels, runs a program per host, uploads what they wrote. */
export class TrainingJobExecution {
  private started = false;
  private abandoned = false;
  private stopReason: StopReason | undefined;
  private stoppedBecause: string | undefined;
  private ignored: readonly Ignored[] = [];
  private programs: HostRun | undefined;
  private readonly spaces: [JobSpace, ...JobSpace[]];
  private readonly input: DeliveredInput[] = [];
  private lostInput: { readonly error: unknown } | undefined;
  private readonly timers = new DisposableStore();
  private readonly log: JobLog;
  private readonly live: LiveFolders;

  constructor(
    private readonly journal: JobJournal,
    private readonly parts: ExecutionParts,
  ) {
    const { request, arn } = journal.record;
    const hosts = hostsOf(request, parts.workFolder);
    const [first, ...others] = hosts.map((host): JobSpace => ({ request, arn, host, hosts }));
    if (first === undefined) throw new Error(`${arn} has no hosts.`);
    this.spaces = [first, ...others];
    this.log = new JobLog(
      journal.record,
      hosts.map(({ name }) => name),
      parts,
    );
    const { objects, clock } = parts;
    this.live = new LiveFolders(request, hosts, { objects, clock, report: (line) => void this.log.note([line]) });
  }

  /**
   * Asks the job to end; it stays `Stopping` until its programs are gone.
   * @param why - For its status and its log, where it was not its owner.
   */
  stop(why?: string): Promise<void> {
    return this.end('user', why);
  }

  private async end(reason: StopReason, why?: string): Promise<void> {
    if (this.stopReason !== undefined) return;
    this.stopReason = reason;
    this.stoppedBecause = why;
    if (why !== undefined) void this.log.note([`${why}.`]);
    const told = this.journal.enter('Stopping', 'Stopping', why ?? 'Stopping the training job');
    if (this.started) this.programs?.terminate(); // also where a full disk cannot take the record
    await told;
    if (this.started) return;
    this.timers.dispose();
    await this.endStopped(reason);
    this.parts.endedBeforeItsTurn();
  }

  private endStopped(reason: StopReason): Promise<void> {
    const { message, secondary } = stops[reason];
    return this.journal.end('Stopped', this.stoppedBecause ?? message, { secondary });
  }

  /** Begins to count MaxWaitTimeInSeconds, which is from the job's creation: waiting for its turn is a part of it. */
  wait(): void {
    const { request, creationTime } = this.journal.record;
    this.endAfter(request.StoppingCondition.MaxWaitTimeInSeconds, creationTime, 'maxWait');
  }

  /** Runs to the end. Never throws: whatever happens becomes the job's status. */
  async run(): Promise<void> {
    if (this.stopReason !== undefined || this.abandoned) return;
    this.started = true;
    try {
      const runner = await this.prepare();
      const isWanted = this.stopReason === undefined && !this.abandoned;
      const exit = isWanted ? await this.train(runner) : undefined;
      await this.conclude(exit);
    } catch (error) {
      await this.fail(error);
    } finally {
      this.timers.dispose();
      this.live.dispose();
      for (const input of this.input) await input.close();
      await removeFolder(this.parts.workFolder);
    }
  }

  /** The last value of each metric that it has logged. */
  get finalMetrics(): TrainingJobRecord['finalMetrics'] {
    return this.log.finalMetrics;
  }

  /** False while it waits for its turn. */
  get hasBegun(): boolean {
    return this.started;
  }

  /** Ends what runs because the engine ends, and writes no more: what becomes of the job is its owner's to say. */
  suspend(): void {
    this.abandoned = true;
    this.timers.dispose();
    this.programs?.kill();
  }

  private async fail(error: unknown): Promise<void> {
    if (this.abandoned) return;
    const cause = storageError(this.parts.workFolder, error);
    const reason = failureReasonOf(cause);
    if (!(error instanceof JobFailure)) this.parts.report(describeChain(error));
    await this.live.finish();
    await removeFolder(this.parts.workFolder); // first: on a full disk the end needs its room
    await this.log.note([reason]); // before its end is seen: whoever sees it reads the log once more and no more
    for (;;) {
      try {
        return await this.journal.end('Failed', 'Training job failed', { failureReason: reason });
      } catch (cause) {
        this.parts.report(
          `The end of ${this.journal.record.arn} cannot be written and is tried again: ${messageOf(cause)}`,
        );
        await sleep(this.parts.clock, retryEvery);
      }
    }
  }

  private async prepare(): Promise<ChosenRunner> {
    const { request, wish = { runner: 'auto' }, notes = [] } = this.journal.record;
    const { runners, objects } = this.parts;
    await this.journal.enter('InProgress', 'Starting', 'Launching requested ML instances');
    const runner = await runners.choose(request, wish);
    const obstacle = unsupported(request);
    if (obstacle !== undefined) throw new JobFailure(`ClientError: ${obstacle}.`);
    const { bucket } = parseS3Uri(request.OutputDataConfig.S3OutputPath);
    if (!(await objects.bucketExists(bucket)))
      throw new JobFailure(
        `ClientError: The output bucket '${bucket}' does not exist; create it or change S3OutputPath.`,
      );
    this.journal.record.runner = runner.name;
    this.ignored = notHonoured(request, runner.name);
    const ignored = this.ignored.map(({ note }) => note);
    void this.log.note([...runner.introduction, ...notes, ...ignored, ...this.log.problems]);
    await this.enterUnlessStopping('Starting', 'Preparing the instances for training');
    if (this.stopReason !== undefined) return runner;
    this.journal.record.trainingStartTime = this.journal.now(); // what is billed begins with the download
    await this.enterUnlessStopping('Downloading', 'Downloading input data');
    for (const space of this.spaces) {
      await createMlDirectory(space);
      const input = await deliverInput(space, {
        objects,
        clock: this.parts.clock,
        cancelled: () => this.stopReason !== undefined,
        fail: (error) => this.loseInput(error),
      });
      this.input.push(input);
      if (input.notes.length > 0) void this.log.note(input.notes);
    }
    if (runner.name !== 'in-process') await this.live.start();
    return runner;
  }

  private async train(runner: ChosenRunner): Promise<HostsExit> {
    const { MaxRuntimeInSeconds: limit = longestRuntime } = this.journal.record.request.StoppingCondition;
    await this.enterUnlessStopping('Training', 'Downloading the training image');
    await this.enterUnlessStopping('Training', this.trainingMessage(runner));
    this.endAfter(limit, this.journal.now(), 'maxRuntime');
    this.programs = new HostRun(runner, this.spaces, {
      clock: this.parts.clock,
      outputOf: (host) => this.log.outputOf(host),
      note: (line) => void this.log.note([line]),
      measure: this.parts.measure,
    });
    this.timers.add(this.programs);
    if (this.stopReason !== undefined || this.lostInput !== undefined) this.programs.terminate();
    const exit = await this.programs.exit;
    this.timers.dispose(); // what is uploaded now has no limit
    return exit;
  }

  private async conclude(exit: HostsExit | undefined): Promise<void> {
    if (this.abandoned) return;
    this.journal.record.finalMetrics = this.log.finalMetrics;
    if (this.stopReason === undefined && this.lostInput !== undefined) throw this.lostInput.error;
    if (this.stopReason === undefined && exit !== undefined && exit.exitCode !== 0)
      throw new JobFailure(await failureReason(exit));
    if (exit !== undefined) await this.upload();
    await this.log.flush(); // whoever sees the job's end finds its whole log
    if (this.stopReason === undefined) return this.journal.end('Completed', 'Training job completed');
    await this.endStopped(this.stopReason);
  }

  private async upload(): Promise<void> {
    const { record } = this.journal;
    await this.enterUnlessStopping('Uploading', 'Uploading generated training model');
    await this.live.finish();
    const hosts = this.spaces.map(({ host }) => host);
    const outputs = new JobOutputs(record.request, hosts, {
      objects: this.parts.objects,
      workFolder: this.parts.workFolder,
      note: (lines) => this.log.note(lines),
    });
    const artifact = await outputs.uploadModel(this.stopReason === undefined);
    if (artifact !== undefined) record.modelArtifact = artifact;
    await outputs.uploadData();
  }

  private async enterUnlessStopping(
    secondary: 'Starting' | 'Downloading' | 'Training' | 'Uploading',
    message: string,
  ): Promise<void> {
    if (this.stopReason === undefined && !this.abandoned) await this.journal.enter('InProgress', secondary, message);
  }

  /** A pipe ended before its data did: what the programs make of it counts for nothing. */
  private loseInput(error: unknown): void {
    this.lostInput ??= { error };
    this.programs?.terminate();
  }

  /** @param from - Epoch seconds. */
  private endAfter(seconds: number | undefined, from: number, reason: StopReason): void {
    if (seconds === undefined) return;
    const left = Math.max(0, from + seconds - this.journal.now());
    const end = (): void =>
      void this.end(reason).catch((error: unknown) =>
        this.parts.report(`${this.journal.record.arn}: ${messageOf(error)}`),
      );
    this.timers.add(this.parts.clock.schedule(end, left * 1000));
  }

  private trainingMessage({ name }: ChosenRunner): string {
    const begun = `Training image download completed. Training in progress (${name} runner)`;
    if (this.ignored.length === 0) return `${begun}.`;
    return `${begun}; not honoured here: ${this.ignored.map(({ member }) => member).join(', ')}.`;
  }
}
