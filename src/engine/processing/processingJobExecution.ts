import { DisposableStore } from '../../shared/disposable.ts';
import { describeChain, messageOf } from '../../shared/errors.ts';
import { reasonOf } from '../execution/failureReason.ts';
import { HostLog, type HostLogParts } from '../execution/hostLog.ts';
import { HostRun, type HostsExit } from '../execution/hostRun.ts';
import { JobFailure, failureReasonOf } from '../execution/jobFailure.ts';
import { hostsOf } from '../execution/jobHosts.ts';
import { removeFolder } from '../execution/removeFolder.ts';
import type { ChosenRunner } from '../execution/runner.ts';
import type { HostUsage } from '../execution/usageSampler.ts';
import type { ProcessingJobRecord } from '../services/sagemaker/processing/processingJobRecord.ts';
import type { RecordJournal } from '../services/sagemaker/recordJournal.ts';
import { storageError } from '../store/atomicFile.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { deliverInputs } from './deliverInputs.ts';
import { exitMessageOf } from './exitMessage.ts';
import { hostRequestOf, processingNotHonoured, unsupportedProcessing } from './processingLimits.ts';
import { ProcessingOutputs, uploadedOutputs } from './processingOutputs.ts';
import { createProcessingDirectory, type ProcessingSpace } from './processingSpace.ts';
import type { ProcessorChooser } from './processorChooser.ts';

/** What an execution works with. */
export interface ProcessingParts extends HostLogParts {
  readonly objects: ObjectStore;
  readonly processors: Pick<ProcessorChooser, 'choose'>;
  /** Told now and then of what a host's program uses of this machine. */
  readonly measure: (usage: HostUsage) => void;
  /** A folder of this job alone; removed when the job ends. */
  readonly workFolder: string;
}

/** One processing job: copies its inputs, runs its program on every host, uploads what they wrote. */
export class ProcessingJobExecution {
  private ending: 'stopped' | 'abandoned' | undefined;
  private hasBegun = false;
  private programs: HostRun<ProcessingSpace> | undefined;
  private readonly spaces: [ProcessingSpace, ...ProcessingSpace[]];
  private readonly timers = new DisposableStore();
  private readonly log: HostLog;
  private readonly outputs: ProcessingOutputs;

  constructor(
    private readonly journal: RecordJournal<ProcessingJobRecord>,
    private readonly parts: ProcessingParts,
  ) {
    const { request, arn, creationTime } = journal.record;
    const hosts = hostsOf(hostRequestOf(request), parts.workFolder);
    const [first, ...others] = hosts.map((host): ProcessingSpace => ({ request, arn, host, hosts }));
    if (first === undefined) throw new Error(`${arn} has no hosts.`);
    this.spaces = [first, ...others];
    const job = { group: '/aws/sagemaker/ProcessingJobs', name: request.ProcessingJobName, creationTime };
    this.log = new HostLog(
      job,
      hosts.map(({ name }) => name),
      parts,
    );
    const { objects, clock } = parts;
    this.outputs = new ProcessingOutputs(request, hosts, { objects, clock, report: (line) => this.note(line) });
  }

  /** Asks the job to end; it stays `Stopping` until its programs are gone. */
  async stop(): Promise<void> {
    if (this.ending !== undefined) return;
    this.ending = 'stopped';
    const told = this.journal.stopping();
    this.programs?.terminate(); // also where a full disk cannot take the record
    await told;
    if (!this.hasBegun) await this.journal.end('Stopped');
  }

  /** Ends what runs because the engine ends, and writes no more: what becomes of the job is its owner's to say. */
  abandon(): void {
    this.ending = 'abandoned';
    this.timers.dispose();
    this.programs?.kill();
  }

  /** Runs to the end. Never throws: whatever happens becomes the job's status. */
  async run(): Promise<void> {
    if (this.ending !== undefined) return;
    this.hasBegun = true;
    try {
      await this.journal.begin();
      const runner = await this.prepare();
      const exit = this.ending === undefined ? await this.process(runner) : undefined;
      await this.conclude(exit);
    } catch (error) {
      await this.fail(error);
    } finally {
      this.timers.dispose();
      this.outputs.dispose();
      await removeFolder(this.parts.workFolder);
    }
  }

  private async prepare(): Promise<ChosenRunner<ProcessingSpace>> {
    const { request, wish } = this.journal.record;
    const { objects } = this.parts;
    const obstacle = unsupportedProcessing(request);
    if (obstacle !== undefined) throw new JobFailure(`ClientError: ${obstacle}.`);
    const runner = await this.parts.processors.choose(request, wish);
    for (const { name, bucket } of uploadedOutputs(request))
      if (!(await objects.bucketExists(bucket)))
        throw new JobFailure(
          `ClientError: The bucket '${bucket}' of ProcessingOutput ${name} does not exist; create it or change S3Uri.`,
        );
    this.note(...runner.introduction, ...processingNotHonoured(request).map(({ note }) => note));
    for (const space of this.spaces) {
      await createProcessingDirectory(space);
      this.note(...(await deliverInputs(space, objects, () => this.ending !== undefined)));
    }
    await this.outputs.start();
    return runner;
  }

  private async process(runner: ChosenRunner<ProcessingSpace>): Promise<HostsExit> {
    const { MaxRuntimeInSeconds: limit } = this.journal.record.request.StoppingCondition;
    this.timers.add(this.parts.clock.schedule(() => this.endAfter(limit), limit * 1000));
    this.programs = new HostRun(runner, this.spaces, {
      clock: this.parts.clock,
      outputOf: (host) => this.log.outputOf(host),
      note: (line) => this.note(line),
      measure: this.parts.measure,
    });
    this.timers.add(this.programs);
    const exit = await this.programs.exit;
    this.timers.dispose(); // what is uploaded now has no limit
    return exit;
  }

  /** "After the condition is met, the processing job is stopped" (API reference, ProcessingStoppingCondition). */
  private endAfter(seconds: number): void {
    this.note(`The job has run for MaxRuntimeInSeconds (${seconds}) and is stopped.`);
    this.stop().catch((error: unknown) => this.parts.report(`${this.journal.record.arn}: ${messageOf(error)}`));
  }

  /** What the programs left is uploaded however they ended, as the SageMaker Python SDK's local mode does (local/image.py, process). */
  private async conclude(exit: HostsExit | undefined): Promise<void> {
    if (this.ending === 'abandoned') return;
    const exitMessage = exit && (await this.upload(exit));
    const left = exitMessage === undefined ? {} : { exitMessage };
    await this.log.flush(); // whoever sees the job's end finds its whole log
    if (this.ending !== undefined) return this.journal.end('Stopped', undefined, left);
    if (exit === undefined || exit.exitCode === 0) return this.journal.end('Completed', undefined, left);
    await this.journal.end('Failed', reasonOf('processing', exit.said, exit), left);
  }

  /** @returns What the programs left as ExitMessage. */
  private async upload(exit: HostsExit): Promise<string | undefined> {
    try {
      await this.outputs.finish();
      return await exitMessageOf(this.spaces.map(({ host }) => host));
    } catch (error) {
      // What a failed program said itself is the better reason, such as where it filled the disk.
      if (this.ending !== undefined || exit.exitCode === 0 || (exit.said ?? '') === '') throw error;
      await removeFolder(this.parts.workFolder); // as in `fail`
      this.note(messageOf(storageError(this.parts.workFolder, error)));
      return undefined;
    }
  }

  private async fail(error: unknown): Promise<void> {
    if (this.ending === 'abandoned') return;
    const cause = storageError(this.parts.workFolder, error);
    const reason = failureReasonOf(cause);
    if (!(error instanceof JobFailure)) this.parts.report(describeChain(error));
    await removeFolder(this.parts.workFolder); // first: on a full disk the end needs its room
    await this.log.note([reason]);
    await this.log.flush();
    if (this.ending === 'stopped') return this.journal.end('Stopped');
    await this.journal.end('Failed', reason);
  }

  private note(...lines: readonly string[]): void {
    void this.log.note(lines);
  }
}
