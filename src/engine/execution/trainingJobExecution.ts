import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MetricExtractor } from '../../metrics/metricExtractor.ts';
import { sleep, type Clock } from '../../shared/clock.ts';
import type { IDisposable } from '../../shared/disposable.ts';
import { codeOf, describeChain, messageOf } from '../../shared/errors.ts';
import type { LogStore } from '../store/logStore.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { storageError } from '../store/atomicFile.ts';
import { joinKey, parseS3Uri } from '../store/s3Uri.ts';
import { deliverInput, type DeliveredInput } from './input/deliverInput.ts';
import { JobFailure } from './jobFailure.ts';
import { hostsOf } from './jobHosts.ts';
import { notHonoured, unsupported } from './limits.ts';
import type { JobJournal } from './jobJournal.ts';
import { createMlDirectory, readFailureFile } from './mlDirectory.ts';
import { packFolder } from './modelArtifact.ts';
import { eventPieces } from './process/lineSplitter.ts';
import type { ChosenRunner, JobSpace, OutputSink, RunningContainer } from './runner.ts';
import type { RunnerChooser } from './runnerChooser.ts';

/** What an execution works with. */
export interface ExecutionParts {
  readonly objects: ObjectStore;
  readonly logs: LogStore;
  readonly runners: Pick<RunnerChooser, 'choose'>;
  readonly clock: Clock;
  /** Told of every value of a metric as it is logged. */
  readonly observe: (values: readonly ObservedMetric[]) => void;
  /** A folder of this job alone; removed when the job ends. */
  readonly workFolder: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** A value that a line of a job's log held; `timestamp` in epoch milliseconds. */
export interface ObservedMetric {
  readonly name: string;
  readonly value: number;
  readonly timestamp: number;
}

const trainingLogGroup = '/aws/sagemaker/TrainingJobs';

/** SIGTERM, then this long, then SIGKILL (contract, section 5). */
const stopGrace = 120_000;

/** What SageMaker's log pipe makes of a TAB (contract, section 6). */
const escapedTab = '#011';

/** Between two tries to write a job's end to a disk that is full. */
const retryEvery = 5_000;

/** One training job from `Starting` to its end: downloads the channels, runs the container, uploads what it wrote. */
export class TrainingJobExecution {
  private started = false;
  private abandoned = false;
  private container: RunningContainer | undefined;
  private input: DeliveredInput | undefined;
  private readonly space: JobSpace;
  private stopReason: 'user' | 'maxRuntime' | undefined;
  private readonly timers: IDisposable[] = [];
  private readonly logStream: string;
  private readonly metrics: MetricExtractor;
  private readonly lastValues = new Map<string, { value: number; timestamp: number }>();

  constructor(
    private readonly journal: JobJournal,
    private readonly parts: ExecutionParts,
  ) {
    const { request, arn } = journal.record;
    const hosts = hostsOf(request, parts.workFolder);
    const [host] = hosts;
    if (host === undefined) throw new Error(`${arn} has no hosts.`);
    this.space = { request, arn, host, hosts };
    this.logStream = `${request.TrainingJobName}/algo-1-${Math.floor(journal.record.creationTime)}`;
    this.metrics = new MetricExtractor(request.AlgorithmSpecification.MetricDefinitions ?? []);
  }

  /** Asks the job to end; it stays `Stopping` until its container is gone. */
  async stop(): Promise<void> {
    if (this.stopReason !== undefined) return;
    this.stopReason = 'user';
    const told = this.journal.enter('Stopping', 'Stopping', 'Stopping the training job');
    if (this.started) this.terminate(); // also where a full disk cannot take the record
    await told;
    if (!this.started) await this.journal.end('Stopped', 'Training job stopped before it started');
  }

  /** Runs to the end. Never throws: whatever happens becomes the job's status. */
  async run(): Promise<void> {
    if (this.stopReason !== undefined) return;
    this.started = true;
    try {
      const runner = await this.prepare();
      const exitCode = this.stopReason === undefined ? await this.train(runner) : undefined;
      await this.conclude(exitCode);
    } catch (error) {
      await this.fail(error);
    } finally {
      for (const timer of this.timers) timer.dispose();
      await this.input?.close();
      await rm(this.parts.workFolder, { recursive: true, force: true });
    }
  }

  /** False while it waits for its turn. */
  get hasBegun(): boolean {
    return this.started;
  }

  /** Ends at once because the engine ends: nothing stays InProgress that nobody runs, and nothing runs on. */
  async abandon(failureReason: string): Promise<void> {
    this.abandoned = true;
    await this.journal.end('Failed', 'Training job failed', { failureReason });
    this.container?.kill();
  }

  private async fail(error: unknown): Promise<void> {
    if (this.abandoned) return;
    const cause = storageError(this.parts.workFolder, error);
    const reason = cause instanceof JobFailure ? cause.message : `InternalServerError: ${messageOf(cause)}`;
    if (!(error instanceof JobFailure)) this.parts.report(describeChain(error));
    await rm(this.parts.workFolder, { recursive: true, force: true }); // first: on a full disk the end needs its room
    await this.note([reason]); // before its end is seen: whoever sees it reads the log once more and no more
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

  private get mlRoot(): string {
    return this.space.host.mlRoot;
  }

  private async prepare(): Promise<ChosenRunner> {
    const { request, wish = { runner: 'auto' } } = this.journal.record;
    const { runners, objects } = this.parts;
    await this.journal.enter('InProgress', 'Starting', 'Preparing the instances for training');
    const runner = await runners.choose(request, wish);
    const obstacle = unsupported(request);
    if (obstacle !== undefined) throw new JobFailure(`ClientError: ${obstacle}.`);
    const { bucket } = parseS3Uri(request.OutputDataConfig.S3OutputPath);
    if (!(await objects.bucketExists(bucket)))
      throw new JobFailure(
        `ClientError: The output bucket '${bucket}' does not exist; create it or change S3OutputPath.`,
      );
    this.journal.record.runner = runner.name;
    const notes = [
      ...runner.introduction,
      ...notHonoured(request, runner.name),
      ...this.metrics.problems.map(({ message }) => message),
    ];
    void this.note(notes);
    await this.enterUnlessStopping('Downloading', 'Downloading input data');
    await createMlDirectory(this.space);
    this.input = await deliverInput(this.space, objects, () => this.stopReason !== undefined);
    return runner;
  }

  private async train(runner: ChosenRunner): Promise<number> {
    const { request } = this.journal.record;
    this.journal.record.trainingStartTime = this.journal.now();
    await this.enterUnlessStopping('Training', `Training in progress (${runner.name} runner).`);
    const limit = request.StoppingCondition.MaxRuntimeInSeconds ?? 86_400;
    this.timers.push(this.parts.clock.schedule(() => this.exceedRuntime(), limit * 1000));
    this.container = runner.start(this.space, this.output);
    if (this.stopReason !== undefined) this.terminate();
    return (await this.container.exit).exitCode;
  }

  private async conclude(exitCode: number | undefined): Promise<void> {
    if (this.abandoned) return;
    this.journal.record.finalMetrics = [...this.lastValues]
      .filter(([, { value }]) => Number.isFinite(value)) // JSON has no NaN: boto3 would get None for a float
      .map(([name, { value, timestamp }]) => ({ MetricName: name, Value: value, Timestamp: timestamp / 1000 }));
    if (this.stopReason === undefined && exitCode !== 0) {
      const said = await readFailureFile(this.mlRoot);
      throw new JobFailure(failureReason(said, exitCode ?? 1));
    }
    if (exitCode !== undefined) await this.upload();
    await this.parts.logs.flush(trainingLogGroup, this.logStream); // whoever sees the job's end finds its whole log
    if (this.stopReason === 'maxRuntime') {
      await this.journal.end('Stopped', 'Training job stopped: it ran longer than MaxRuntimeInSeconds', {
        secondary: 'MaxRuntimeExceeded',
      });
    } else if (this.stopReason === 'user') await this.journal.end('Stopped', 'Training job stopped');
    else await this.journal.end('Completed', 'Training job completed');
  }

  private async upload(): Promise<void> {
    const { request } = this.journal.record;
    await this.enterUnlessStopping('Uploading', 'Uploading generated training model');
    const { bucket, key } = parseS3Uri(request.OutputDataConfig.S3OutputPath);
    for (const [folder, name] of [
      ['model', 'model.tar.gz'],
      ['output/data', 'output.tar.gz'],
    ] as const) {
      const archive = join(this.parts.workFolder, name);
      // The SDK and an endpoint take for granted that a Completed job has a model, as SageMaker uploads an empty archive.
      const isNeeded = folder === 'model' && this.stopReason === undefined;
      const { isEmpty, notes } = await packFolder(await this.outputFolder(folder), archive, isNeeded);
      await this.note(notes);
      if (isEmpty && !isNeeded) continue;
      if (isEmpty) await this.note(['Nothing was written to SM_MODEL_DIR (/opt/ml/model): model.tar.gz is empty.']);
      const target = joinKey(key, request.TrainingJobName, 'output', name);
      await this.parts.objects.putFile(bucket, target, archive, 'application/x-tar');
      if (folder === 'model') this.journal.record.modelArtifact = `s3://${bucket}/${target}`;
    }
  }

  /** @throws JobFailure when the program made something else of it. */
  private async outputFolder(folder: string): Promise<string> {
    const path = join(this.mlRoot, folder);
    const facts = await stat(path).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
      throw error;
    });
    if (facts?.isDirectory()) return path;
    throw new JobFailure(
      `AlgorithmError: The training program ${facts === undefined ? 'removed' : 'replaced'} the folder /opt/ml/${folder}, whose content is uploaded when it ends; let the folder be and change only what is in it, exit code: 0`,
    );
  }

  private readonly output: OutputSink = (lines) => {
    for (const { message, timestamp } of lines) {
      const observed = this.metrics.extract(message).map(({ name, value }) => ({ name, value, timestamp }));
      for (const { name, value } of observed) this.lastValues.set(name, { value, timestamp });
      if (observed.length > 0) this.parts.observe(observed);
    }
    return this.log(lines.some(({ message }) => message.includes('\t')) ? lines.flatMap(escapeTabs) : lines);
  };

  /** Lines of the engine's own. */
  private note(messages: readonly string[]): Promise<void> {
    const timestamp = this.parts.clock.now();
    return this.log(messages.map((message) => ({ timestamp, message })));
  }

  /** A line that cannot be written does not end the job; the engine's own log says so. */
  private log(lines: readonly { timestamp: number; message: string }[]): Promise<void> {
    return this.parts.logs
      .append(trainingLogGroup, this.logStream, lines)
      .catch((error: unknown) =>
        this.parts.report(`The log of ${this.journal.record.arn} cannot be written: ${messageOf(error)}`),
      );
  }

  private async enterUnlessStopping(
    secondary: 'Downloading' | 'Training' | 'Uploading',
    message: string,
  ): Promise<void> {
    if (this.stopReason === undefined) await this.journal.enter('InProgress', secondary, message);
  }

  private exceedRuntime(): void {
    if (this.stopReason !== undefined) return;
    this.stopReason = 'maxRuntime';
    this.terminate();
  }

  private terminate(): void {
    if (this.container === undefined) return;
    this.container.terminate();
    this.timers.push(this.parts.clock.schedule(() => this.container?.kill(), stopGrace));
  }
}

/** The failure file's text, with the service's prefix when the program gave none (contract, section 5). */
function failureReason(said: string | undefined, exitCode: number): string {
  if (said === undefined)
    return `AlgorithmError: The training program ended with exit code ${exitCode} and said nothing; see the job's log, exit code: ${exitCode}`;
  const prefixed = /^(Client|Algorithm|InternalServer)Error: /.test(said) ? said : `AlgorithmError: ${said}`;
  return `${prefixed.slice(0, 1000).replace(/\.$/, '')}, exit code: ${exitCode}`;
}

function escapeTabs(line: { timestamp: number; message: string }): { timestamp: number; message: string }[] {
  const { timestamp, message } = line;
  if (!message.includes('\t')) return [line];
  return eventPieces(message.replaceAll('\t', escapedTab)).map((piece) => ({ timestamp, message: piece }));
}
