import { judge } from './python.ts';

/** What the SageMaker Python SDK writes and reads. */
export interface JudgedRecords {
  /** RecordIO files in hex, and their cells, null where a sparse row has none. */
  readonly payloads: Readonly<Record<string, { readonly file: string; readonly rows: readonly (number | null)[][] }>>;
  /** Files that no reader should take, in hex. */
  readonly malformed: Readonly<Record<string, string>>;
  /** The labels of the records of `written`. */
  readonly read: readonly Readonly<Record<string, readonly number[]>>[];
}

/** @param columns - Of the payloads. @param written - A RecordIO file. */
export function judgedRecords(python: string, columns: number, written: Buffer): JudgedRecords {
  return judge(python, 'recordPayloadsJudge.py', { columns, written: written.toString('hex') });
}
