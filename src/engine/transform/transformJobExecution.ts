import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { describeChain, messageOf } from '../../shared/errors.ts';
import { sourceObjects } from '../execution/input/sourceObjects.ts';
import type { SourceObject } from '../execution/input/sourceObject.ts';
import { JobFailure, failureReasonOf } from '../execution/jobFailure.ts';
import type { PredictorChooser } from '../hosting/predictorChooser.ts';
import { containersOf, type ModelRequest } from '../services/sagemaker/models/modelRecord.ts';
import type { RecordJournal } from '../services/sagemaker/recordJournal.ts';
import type { TransformJobRecord } from '../services/sagemaker/transform/transformJobRecord.ts';
import { mostInstances, transformNotHonoured } from '../services/sagemaker/transform/transformLimits.ts';
import { storageError } from '../store/atomicFile.ts';
import type { LogStore } from '../store/logStore.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { joinKey, parseS3Uri } from '../store/s3Uri.ts';
import type { FileFailure } from './fileFailure.ts';
import { serviceVariables, workersOf } from './serviceVariables.ts';
import type { TransformOutput, TransformOutputStore } from './outputStore.ts';
import { TransformInstance, type InstanceRule } from './transformInstance.ts';
import { TransformLog } from './transformLog.ts';

/** What an execution works with. */
export interface TransformParts {
  readonly objects: ObjectStore;
  readonly outputs: TransformOutputStore;
  readonly logs: LogStore;
  readonly predictors: Pick<PredictorChooser, 'prepare'>;
  /** The bundled worker of DataProcessing. */
  readonly dataProcessingWorkerUrl: URL;
  readonly clock: Clock;
  /** @throws Error with a sentence where the model is not there any more. */
  readonly findModel: (name: string) => Promise<ModelRequest>;
  /** A folder of this job alone; removed when the job ends. */
  readonly workFolder: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** A file, and where its output is made. */
interface Task {
  readonly file: SourceObject;
  readonly path: string;
}

/** What the files of a job have come to. */
interface Outcome {
  readonly bucket: string;
  readonly outputs: readonly TransformOutput[];
  readonly failures: readonly FileFailure[];
}

/** Milliseconds that a container has between SIGTERM and SIGKILL when its work is done (contract, section 7). */
const graceAtEnd = 30_000;

/** One transform job from its model to its output, which is stored when every file is done: a job that is stopped stores none. */
export class TransformJobExecution {
  private instances: readonly TransformInstance[] = [];
  private ending: 'stopped' | 'abandoned' | undefined;
  private hasBegun = false;
  private storing: Promise<void> | undefined;
  /** Of the first instance; what concerns the whole job is said there. */
  private readonly log: TransformLog;

  constructor(
    private readonly journal: RecordJournal<TransformJobRecord>,
    private readonly parts: TransformParts,
  ) {
    this.log = this.logOf(0);
  }

  /** Asks the job to end; it stays `Stopping` until nothing of it runs. */
  async stop(): Promise<void> {
    if (this.ending !== undefined) return;
    this.ending = 'stopped';
    const told = this.journal.stopping();
    void this.closeInstances();
    await told;
    if (!this.hasBegun) await this.journal.end('Stopped');
  }

  /** Ends what runs because the engine ends, and puts back what is half stored: what becomes of the job is its owner's to say. */
  async abandon(): Promise<void> {
    this.ending = 'abandoned';
    await this.closeInstances();
    await Promise.allSettled([this.storing]);
  }

  /** Runs to the end. Never throws: whatever happens becomes the job's status. */
  async run(): Promise<void> {
    if (this.ending !== undefined) return;
    this.hasBegun = true;
    try {
      await this.journal.begin();
      await this.conclude(await this.transform());
    } catch (error) {
      await this.fail(error);
    } finally {
      await this.closeInstances(this.ending === undefined ? graceAtEnd : 0);
      await rm(this.parts.workFolder, { recursive: true, force: true });
    }
  }

  private async transform(): Promise<Outcome> {
    const { request } = this.journal.record;
    const { bucket, key: folder } = parseS3Uri(request.TransformOutput.S3OutputPath);
    if (this.parts.objects.bucket(bucket) === undefined)
      throw new JobFailure(
        `ClientError: The output bucket '${bucket}' does not exist; create it or change S3OutputPath.`,
      );
    const { S3DataSource } = request.TransformInput.DataSource;
    const input = { ChannelName: 'TransformInput', DataSource: { S3DataSource } };
    const files = await sourceObjects(input, 'Pipe', this.parts.objects);
    const tasks = files.map((file, index) => ({ file, path: join(this.parts.workFolder, `output-of-file-${index}`) }));
    const failures = await this.share(tasks);
    const outputs = tasks
      .filter(({ file }) => !failures.has(file))
      .map(({ file, path }) => ({ path, key: joinKey(folder, `${file.relativePath}.out`) }));
    return { bucket, outputs, failures: [...failures.values()] };
  }

  /** Shares the files among the instances, each of which has as many open as requests may be under way; more instances than files would be idle. @returns Why files have no output. */
  private async share(tasks: readonly Task[]): Promise<Map<SourceObject, FileFailure>> {
    const failures = new Map<SourceObject, FileFailure>();
    const left = [...tasks];
    const work = async (instance: TransformInstance, rule: InstanceRule): Promise<void> => {
      for (let task = left.shift(); task !== undefined && this.ending === undefined; task = left.shift()) {
        const failure = await instance.transform(task.file, task.path, rule);
        if (failure !== undefined) failures.set(task.file, failure);
      }
    };
    const lines: Promise<void>[] = [];
    const begin = async (instance: TransformInstance): Promise<void> => {
      const rule = await instance.begin();
      // The first that is ready must not take all of a few files.
      const part = Math.ceil(tasks.length / this.instances.length);
      const own = Array.from({ length: Math.min(rule.requests.most, part) }, () => work(instance, rule));
      lines.push(...own);
      await Promise.all(own);
    };
    this.instances = await this.prepare(tasks.length);
    if (this.ending !== undefined) return failures;
    const begun = this.instances.map(begin);
    try {
      await Promise.all(begun);
    } catch (error) {
      left.length = 0; // one that cannot go on ends the job
      await this.closeInstances();
      await Promise.allSettled(begun);
      await Promise.allSettled(lines);
      throw error;
    }
    return failures;
  }

  private async prepare(files: number): Promise<TransformInstance[]> {
    const { request, wish, model: kept } = this.journal.record;
    const { objects, clock, workFolder, dataProcessingWorkerUrl } = this.parts;
    const found = kept ?? (await this.findModel(request.ModelName));
    const containers = containersOf(found);
    const workers = workersOf(containers, request);
    const model = await this.parts.predictors.prepare({
      containers,
      environment: { ...request.Environment, ...serviceVariables(request) },
      wish,
      folder: join(workFolder, 'model'),
    });
    await this.log.note(...transformNotHonoured(request, found));
    const count = Math.min(request.TransformResources.InstanceCount, files, mostInstances);
    return Array.from({ length: count }, (_, index) => {
      const log = index === 0 ? this.log : this.logOf(index);
      const folder = join(workFolder, `instance-${index}`);
      return new TransformInstance({ request, model, workers, objects, log, clock, folder, dataProcessingWorkerUrl });
    });
  }

  /** Of a job that an earlier version has created. */
  private findModel(name: string): Promise<ModelRequest> {
    return this.parts.findModel(name).catch((error: unknown) => {
      throw new JobFailure(`ClientError: ${messageOf(error)}`, { cause: error });
    });
  }

  private logOf(instance: number): TransformLog {
    const { request, creationTime } = this.journal.record;
    const { logs, clock, report } = this.parts;
    return new TransformLog(logs, clock, request.TransformJobName, creationTime * 1000, instance, report);
  }

  private async closeInstances(grace = 0): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.close(grace)));
  }

  private async flushLogs(): Promise<void> {
    for (const log of new Set([this.log, ...this.instances.map((instance) => instance.log)])) await log.flush();
  }

  /** Its outputs stand when its end says so; until then a stop takes them back. */
  private async conclude({ bucket, outputs, failures }: Outcome): Promise<void> {
    await this.flushLogs();
    this.storing = this.parts.outputs.store(this.journal.record.request.TransformJobName, bucket, outputs, {
      isWanted: () => this.ending === undefined,
      conclude: () => this.journal.end(...endOf(failures), { areOutputsStored: true }),
    });
    await this.storing;
    await this.endAsAsked();
  }

  /** Changes nothing of a job that has ended of itself. */
  private async endAsAsked(): Promise<void> {
    await this.flushLogs();
    if (this.ending === 'stopped') await this.journal.end('Stopped');
  }

  private async fail(error: unknown): Promise<void> {
    if (this.ending !== undefined) return this.endAsAsked(); // it was torn down
    const cause = storageError(this.parts.workFolder, error);
    const reason = failureReasonOf(cause);
    if (!(error instanceof JobFailure)) this.parts.report(describeChain(error));
    await rm(this.parts.workFolder, { recursive: true, force: true }); // first: on a full disk the end needs its room
    await this.log.note(reason);
    await this.flushLogs();
    await this.journal.end('Failed', reason);
  }
}

function endOf(failures: readonly FileFailure[]): ['Completed' | 'Failed', string | undefined] {
  if (failures.length === 0) return ['Completed', undefined];
  const kind = failures.some((failure) => failure.kind === 'AlgorithmError') ? 'AlgorithmError' : 'ClientError';
  return ['Failed', `${kind}: See job logs for more information`];
}
