import { mkdir, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Clock } from '../../shared/clock.ts';
import type { SourceObject } from '../execution/input/sourceObject.ts';
import type { Invocation, Predictor } from '../hosting/predictor.ts';
import type { PreparedModel } from '../hosting/preparedModel.ts';
import { workersVariable } from '../hosting/serverVariables.ts';
import type { TransformJobRequest } from '../services/sagemaker/transform/transformJobRecord.ts';
import { fileContent } from '../store/fileContent.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { fileFailure, RecordError, type FileFailure } from './fileFailure.ts';
import { ModelClient } from './modelClient.ts';
import { ModelRequests } from './modelRequests.ts';
import { BatchProcessing } from './processing/batchProcessing.ts';
import { transformFile, type FileRule } from './transformFile.ts';
import type { TransformLog } from './transformLog.ts';

export interface TransformInstanceParts {
  readonly request: TransformJobRequest;
  readonly model: PreparedModel;
  /** Requests that a program of the model answers at the same time. */
  readonly workers: number;
  readonly objects: ObjectStore;
  readonly log: TransformLog;
  readonly clock: Clock;
  /** Of this instance alone. */
  readonly folder: string;
  /** The bundled worker of DataProcessing. */
  readonly dataProcessingWorkerUrl: URL;
}

/** Of a request that says nothing else (API reference, ModelClientConfig). */
const defaultTimeoutSeconds = 600;
const defaultRetries = 3;

/** What is done with every file of an instance, and the requests that its files share. */
export interface InstanceRule extends FileRule {
  readonly requests: ModelRequests;
}

const megabyte = 1024 ** 2;

/** One instance of a transform job: its own process of the model, its own log, and the requests of its files, so many at once. */
export class TransformInstance {
  readonly log: TransformLog;
  private readonly client: ModelClient;
  private readonly processing: BatchProcessing;
  private readonly closing = new AbortController();
  private starts = 0;

  constructor(private readonly parts: TransformInstanceParts) {
    const { clock, log, request } = parts;
    const { ModelClientConfig: { InvocationsTimeoutInSeconds, InvocationsMaxRetries } = {} } = request;
    this.log = log;
    this.processing = new BatchProcessing(request, parts.dataProcessingWorkerUrl);
    this.client = new ModelClient(() => this.start(), {
      timeout: (InvocationsTimeoutInSeconds ?? defaultTimeoutSeconds) * 1000,
      maxRetries: InvocationsMaxRetries ?? defaultRetries,
      clock,
      log: (line, container) => void log.printed(line, container),
    });
  }

  /**
   * Loads the model, and says in the logs what answers and how it is asked.
   * @returns What is done with every file.
   * @throws JobFailure when the model cannot be loaded.
   */
  async begin(): Promise<InstanceRule> {
    const predictor = await this.client.loaded();
    await this.log.note(...predictor.introduction);
    const rule = ruleFor(this.parts.request, predictor);
    const { workers } = this.parts;
    if (predictor.name === 'python' && rule.requests.most > workers)
      await this.log.note(
        `MaxConcurrentTransforms is ${rule.requests.most}, and the container answers ${workers} at a time here: for more, set ${workersVariable} in the model's Environment.`,
      );
    const strategy = rule.batchStrategy === 'MultiRecord' ? 'MULTI_RECORD' : 'SINGLE_RECORD';
    await this.log.data(
      `MaxConcurrentTransforms=${rule.requests.most}, MaxPayloadInMB=${rule.largest / megabyte}, BatchStrategy=${strategy}`,
    );
    return rule;
  }

  /**
   * @param path - Of the output, to be made; of no use after a failure, or once this is closed.
   * @returns Why the file has no output.
   */
  async transform(file: SourceObject, path: string, rule: InstanceRule): Promise<FileFailure | undefined> {
    const output = await open(path, 'w');
    try {
      const processors = this.processing.processors();
      const content = await this.contentOf(file);
      const invoke = (invocation: Invocation): Promise<Buffer> => this.client.invoke(invocation, rule.requests);
      await transformFile(content, output, rule, invoke, processors);
      return undefined;
    } catch (error) {
      const failure = fileFailure(error);
      if (this.closing.signal.aborted) return undefined;
      if (failure === undefined) throw error;
      await this.log.data(...failure.lines.map((line) => `${file.bucket}/${file.key}: ${line}`));
      return failure;
    } finally {
      await output.close();
    }
  }

  /** Ends the model, also while it loads; what is under way fails. @param grace - As of `ModelClient.close`. */
  async close(grace = 0): Promise<void> {
    this.closing.abort();
    await Promise.all([this.processing.close(), this.client.close(grace)]);
  }

  private async start(): Promise<Predictor> {
    const folder = `${this.parts.folder}-${++this.starts}`;
    await mkdir(folder, { recursive: true });
    const log = (line: string, container?: string): Promise<void> => this.log.printed(line, container);
    return this.parts.model.open({ folder, log, signal: this.closing.signal });
  }

  private async contentOf({ bucket, key }: SourceObject): Promise<AsyncIterable<Uint8Array>> {
    const { objects } = this.parts;
    if ((await objects.head(bucket, key)) === undefined)
      throw new RecordError(`There is no object s3://${bucket}/${key} any more; it was there when the job began.`);
    const content = fileContent(await objects.openFile(bucket, key));
    if (this.parts.request.TransformInput.CompressionType !== 'Gzip') return content;
    const plain = createGunzip();
    pipeline(content, plain, () => undefined); // an error is heard where the content is read
    return plain;
  }
}

/** What the request leaves open the container decides (contract, section 8). */
function ruleFor(
  { TransformInput: input, TransformOutput: output, ...request }: TransformJobRequest,
  { executionParameters: offered }: Predictor,
): InstanceRule {
  return {
    splitType: input.SplitType ?? 'None',
    batchStrategy: request.BatchStrategy ?? offered.batchStrategy,
    largest: (request.MaxPayloadInMB ?? offered.maxPayloadInMB) * megabyte,
    // 0 is the same as leaving it out (API reference).
    requests: new ModelRequests(request.MaxConcurrentTransforms || offered.maxConcurrentTransforms),
    assembleWith: output.AssembleWith ?? 'None',
    ...(input.ContentType !== undefined && { contentType: input.ContentType }),
    ...(output.Accept !== undefined && { accept: output.Accept }),
  };
}
