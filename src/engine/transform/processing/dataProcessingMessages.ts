import type { PackedBuffers } from './packedBuffers.ts';

/** Records to be filtered, or to be combined with the answer to them. */
export interface ProcessingTask {
  readonly id: number;
  readonly records: PackedBuffers;
  readonly answer?: Uint8Array;
}

export type ProcessingResult =
  | { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Of a RecordError. */
  | { readonly id: number; readonly problem: string };
