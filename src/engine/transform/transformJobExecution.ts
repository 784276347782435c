import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Clock } from '../../shared/clock.ts';
import { describeChain, messageOf } from '../../shared/errors.ts';
import { sourceObjects } from '../execution/input/sourceObjects.ts';
import type { SourceObject } from '../execution/input/sourceObject.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import type { Predictor } from '../hosting/predictor.ts';
import type { PredictorChooser } from '../hosting/predictorChooser.ts';
import { containersOf, type ModelRequest } from '../services/sagemaker/models/modelRecord.ts';
import type { TransformJournal } from '../services/sagemaker/transform/transformJournal.ts';
import { transformNotHonoured, unsupportedTransform } from '../services/sagemaker/transform/transformLimits.ts';
import { storageError } from '../store/atomicFile.ts';
import type { LogStore } from '../store/logStore.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { joinKey, parseS3Uri } from '../store/s3Uri.ts';
import { recordProcessor } from './dataProcessing.ts';
import { fileFailure, type FileFailure } from './fileFailure.ts';
import { ModelClient } from './modelClient.ts';
import { serviceVariables } from './serviceVariables.ts';
import { transformFile, type FileRule, type RecordProcessor } from './transformFile.ts';
import { TransformLog } from './transformLog.ts';

/** What an execution works with. */
export interface TransformParts {
  readonly objects: ObjectStore;
  readonly logs: LogStore;
  readonly predictors: Pick<PredictorChooser, 'prepare'>;
  readonly clock: Clock;
  /** @throws Error with a sentence where the model is not there any more. */
  readonly findModel: (name: string) => Promise<ModelRequest>;
  /** A folder of this job alone; removed when the job ends. */
  readonly workFolder: string;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** A file whose output is whole. */
interface Output {
  readonly path: string;
  readonly key: string;
}

/** Of a request that says nothing else (API reference, ModelClientConfig). */
const defaultTimeoutSeconds = 600;
const defaultRetries = 3;

const megabyte = 1024 ** 2;

/** One transform job from its model to its output, which is stored when every file is done: a job that is stopped stores none. */
export class TransformJobExecution {
  private client: ModelClient | undefined;
  private ending: 'stopped' | 'abandoned' | undefined;
  private hasBegun = false;
  private readonly log: TransformLog;

  constructor(
    private readonly journal: TransformJournal,
    private readonly parts: TransformParts,
  ) {
    const { request, creationTime } = journal.record;
    this.log = new TransformLog(parts.logs, parts.clock, request.TransformJobName, creationTime * 1000, parts.report);
  }

  /** Asks the job to end; it stays `Stopping` until nothing of it runs. */
  async stop(): Promise<void> {
    if (this.ending !== undefined) return;
    this.ending = 'stopped';
    const told = this.journal.stopping();
    void this.client?.close();
    await told;
    if (!this.hasBegun) await this.journal.end('Stopped');
  }

  /** Ends what runs because the engine ends, and writes no more: what becomes of the job is its owner's to say. */
  async abandon(): Promise<void> {
    this.ending = 'abandoned';
    await this.client?.close();
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
      await this.client?.close();
      await rm(this.parts.workFolder, { recursive: true, force: true });
    }
  }

  /** @returns Why files failed. */
  private async transform(): Promise<FileFailure[]> {
    const { request } = this.journal.record;
    const obstacle = unsupportedTransform(request);
    if (obstacle !== undefined) throw new JobFailure(`ClientError: ${obstacle}.`);
    const { bucket, key: folder } = parseS3Uri(request.TransformOutput.S3OutputPath);
    if (this.parts.objects.bucket(bucket) === undefined)
      throw new JobFailure(
        `ClientError: The output bucket '${bucket}' does not exist; create it or change S3OutputPath.`,
      );
    const { S3DataSource } = request.TransformInput.DataSource;
    const input = { ChannelName: 'TransformInput', DataSource: { S3DataSource } };
    const files = await sourceObjects(input, 'Pipe', this.parts.objects);
    const processor = recordProcessor(request);
    const predictor = await this.openModel();
    const rule = this.ruleFor(predictor);
    const strategy = rule.batchStrategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD';
    await this.log.data(
      `MaxConcurrentTransforms=${rule.maxConcurrent}, MaxPayloadInMB=${rule.largest / megabyte}, BatchStrategy=${strategy}`,
    );
    const failures: FileFailure[] = [];
    const outputs: Output[] = [];
    for (const [index, file] of files.entries()) {
      if (this.ending !== undefined) return [];
      const path = join(this.parts.workFolder, `output-of-file-${index}`);
      const failure = await this.transformOne(file, path, rule, processor);
      if (failure !== undefined) failures.push(failure);
      else outputs.push({ path, key: joinKey(folder, `${file.relativePath}.out`) });
    }
    await this.store(bucket, outputs);
    return failures;
  }

  /** All or, where the job is stopped meanwhile, nothing. */
  private async store(bucket: string, outputs: readonly Output[]): Promise<void> {
    const { objects } = this.parts;
    const stored: string[] = [];
    for (const { path, key } of outputs) {
      if (this.ending !== undefined) break;
      await objects.putFile(bucket, key, path, 'binary/octet-stream');
      stored.push(key);
    }
    if (this.ending !== undefined) for (const key of stored) await objects.remove(bucket, key);
  }

  /** @returns Why the file has no output; undefined when it has one. */
  private async transformOne(
    file: SourceObject,
    path: string,
    rule: FileRule,
    processor: RecordProcessor | undefined,
  ): Promise<FileFailure | undefined> {
    const { client } = this;
    if (client === undefined) throw new Error('No model is open.');
    const output = await open(path, 'w');
    try {
      await transformFile(
        await this.contentOf(file),
        output,
        rule,
        (invocation) => client.invoke(invocation),
        processor,
      );
      return undefined;
    } catch (error) {
      const failure = fileFailure(error);
      if (this.ending !== undefined) return undefined;
      if (failure === undefined) throw error;
      await this.log.data(...failure.lines.map((line) => `${file.bucket}/${file.key}: ${line}`));
      return failure;
    } finally {
      await output.close();
    }
  }

  private async contentOf({ bucket, key }: SourceObject): Promise<AsyncIterable<Uint8Array>> {
    const content = createReadStream(await this.parts.objects.openFile(bucket, key));
    if (this.journal.record.request.TransformInput.CompressionType !== 'Gzip') return content;
    const plain = createGunzip();
    pipeline(content, plain, () => undefined); // an error is heard where the content is read
    return plain;
  }

  /** Loads the model, and says in the log what answers. */
  private async openModel(): Promise<Predictor> {
    const { request, wish } = this.journal.record;
    const { ModelClientConfig: config = {} } = request;
    const model = await this.parts.findModel(request.ModelName).catch((error: unknown) => {
      throw new JobFailure(`ClientError: ${messageOf(error)}`, { cause: error });
    });
    const prepared = await this.parts.predictors.prepare({
      containers: containersOf(model),
      environment: { ...request.Environment, ...serviceVariables(request) },
      wish,
      folder: join(this.parts.workFolder, 'model'),
    });
    let opened = 0;
    const open = async (): Promise<Predictor> => {
      const folder = join(this.parts.workFolder, `instance-${++opened}`);
      await mkdir(folder, { recursive: true });
      return prepared.open({ folder, log: (line) => void this.log.note(line) });
    };
    const { InvocationsTimeoutInSeconds: seconds = defaultTimeoutSeconds, InvocationsMaxRetries } = config;
    this.client = new ModelClient(open, {
      timeout: seconds * 1000,
      maxRetries: InvocationsMaxRetries ?? defaultRetries,
      clock: this.parts.clock,
    });
    const predictor = await this.client.loaded();
    await this.log.note(...predictor.introduction, ...transformNotHonoured(request, model));
    return predictor;
  }

  /** What the request leaves open the container decides (contract, section 8). */
  private ruleFor({ executionParameters: offered }: Predictor): FileRule {
    const { TransformInput: input, TransformOutput: output, ...request } = this.journal.record.request;
    return {
      splitType: input.SplitType === 'Line' ? 'Line' : 'None',
      batchStrategy: request.BatchStrategy ?? offered.batchStrategy,
      largest: (request.MaxPayloadInMB ?? offered.maxPayloadInMB) * megabyte,
      // 0 is the same as leaving it out (API reference).
      maxConcurrent: request.MaxConcurrentTransforms || offered.maxConcurrentTransforms,
      assembleWith: output.AssembleWith ?? 'None',
      ...(input.ContentType !== undefined && { contentType: input.ContentType }),
      ...(output.Accept !== undefined && { accept: output.Accept }),
    };
  }

  private async conclude(failures: readonly FileFailure[]): Promise<void> {
    await this.log.flush();
    if (this.ending === 'abandoned') return;
    if (this.ending === 'stopped') return this.journal.end('Stopped');
    if (failures.length === 0) return this.journal.end('Completed');
    const kind = failures.some((failure) => failure.kind === 'AlgorithmError') ? 'AlgorithmError' : 'ClientError';
    await this.journal.end('Failed', `${kind}: See job logs for more information`);
  }

  private async fail(error: unknown): Promise<void> {
    if (this.ending !== undefined) return this.conclude([]); // it was torn down
    const cause = storageError(this.parts.workFolder, error);
    const reason = cause instanceof JobFailure ? cause.message : `InternalServerError: ${messageOf(cause)}`;
    if (!(error instanceof JobFailure)) this.parts.report(describeChain(error));
    await rm(this.parts.workFolder, { recursive: true, force: true }); // first: on a full disk the end needs its room
    await this.log.note(reason);
    await this.log.flush();
    await this.journal.end('Failed', reason);
  }
}
