/** What the engine gives to a worker that stands for a container. */
export interface WorkerInput {
  readonly mlRoot: string;
  readonly imageTag: string;
  /** One Int32 that becomes 1 when SIGTERM would be sent: a worker in the middle of a computation hears no messages. */
  readonly stopFlag: SharedArrayBuffer;
}

/** What the worker sends back. */
export type WorkerMessage =
  | { readonly kind: 'lines'; readonly lines: readonly { timestamp: number; message: string }[] }
  /** Of the worker's own thread, in bytes. */
  | { readonly kind: 'memory'; readonly bytes: number }
  /** It ended itself before the limit of its heap, which V8 may answer with the end of the whole process. */
  | { readonly kind: 'outOfMemory' }
  | { readonly kind: 'exit'; readonly exitCode: number };
