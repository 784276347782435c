import type { RunnerName } from '../execution/runner.ts';

/** A request to a served model, as a container's `/invocations` gets it (contract, section 7). */
export interface Invocation {
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
}

/** What the container answers. */
export interface InvocationAnswer {
  /** An HTTP status: a request that the model cannot take has one of 4xx, and the reason as its body. */
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What `GET /execution-parameters` says; asked where a transform job leaves it open. */
export interface ExecutionParameters {
  readonly maxConcurrentTransforms: number;
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
  readonly maxPayloadInMB: number;
}

/** A model that is loaded and answers. */
export interface Predictor {
  readonly name: RunnerName;
  /** The first lines of the log: what answers, and with what. */
  readonly introduction: readonly string[];
  readonly executionParameters: ExecutionParameters;
  /** @throws PredictorGoneError when what answers has ended, or ends before it has answered. */
  invoke(invocation: Invocation): Promise<InvocationAnswer>;
  /** Ends what answers, at once; an invocation that is under way fails. */
  close(): Promise<void>;
}

/** What answers has ended without an answer. */
export class PredictorGoneError extends Error {
  override readonly name = 'PredictorGoneError';
}
