import type { Event } from '../../shared/emitter.ts';
import type { Usage } from '../execution/process/groupUsage.ts';
import type { RunnerName } from '../execution/runner.ts';

/** A request to a served model, as a container's `/invocations` gets it (contract, section 7). */
export interface Invocation {
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
  /** Sent with HTTP's chunked encoding (MaxPayloadInMB 0 of a transform job). */
  readonly isChunked?: boolean;
  /** What else is handed on, by lower-case name, e.g. `x-amzn-sagemaker-custom-attributes`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the container answers. */
export interface InvocationAnswer {
  /** An HTTP status: a request that the model cannot take has one of 4xx, and the reason as its body. */
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Which container of a pipeline answers; undefined where there is one only. */
  readonly container?: string;
  /** The answer's `x-amzn-sagemaker-…` headers, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What `GET /execution-parameters` says; asked where a transform job leaves it open. */
export interface ExecutionParameters {
  readonly maxConcurrentTransforms: number;
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
  readonly maxPayloadInMB: number;
}

/** A model that is loaded and answers: one container. */
export interface Predictor {
  readonly name: RunnerName;
  /** The first lines of the log: what answers, and with what. */
  readonly introduction: readonly string[];
  readonly executionParameters: ExecutionParameters;
  /** Fires once when it has ended, and at once for who asks later; the reason is a sentence. */
  readonly onDidEnd: Event<string>;
  /** Whether it says that it is well, within the two seconds that a container has for that (contract, section 7). */
  ping(): Promise<boolean>;
  /**
   * @param signal - Aborted when nobody waits for the answer any more; then it fails, and is not begun where it only waited.
   * @throws PredictorGoneError when what answers has ended, or ends before it has answered.
   */
  invoke(invocation: Invocation, signal?: AbortSignal): Promise<InvocationAnswer>;
  /** What it has used of this machine; undefined where that cannot be told. */
  usage(): Promise<Usage | undefined>;
  /**
   * Ends what answers; an invocation that is under way fails when it has.
   * @param grace - Milliseconds between SIGTERM and SIGKILL; 0 ends it at once.
   */
  close(grace?: number): Promise<void>;
}

/** Whether nothing of it answers any more. */
export function hasEnded({ onDidEnd }: Pick<Predictor, 'onDidEnd'>): boolean {
  let isOver = false;
  onDidEnd(() => (isOver = true)).dispose();
  return isOver;
}

interface GoneOptions {
  readonly wasDelivered?: boolean;
  readonly container?: string;
  readonly cause?: unknown;
}

/** What answers has ended without an answer. */
export class PredictorGoneError extends Error {
  override readonly name = 'PredictorGoneError';
  /** Whether the request may have been in its hands; one that was not can be given to another. */
  readonly wasDelivered: boolean;
  /** Which container of a pipeline it was; undefined where there is one only. */
  readonly container: string | undefined;

  constructor(message: string, { wasDelivered = true, container, ...options }: GoneOptions = {}) {
    super(message, options);
    this.wasDelivered = wasDelivered;
    this.container = container;
  }
}
