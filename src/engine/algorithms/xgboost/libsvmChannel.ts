import { readLibsvm, type LibsvmRows } from '../../../formats/libsvm.ts';
import { LibsvmError } from '../../../formats/libsvmError.ts';
import { fileChunks, type ChannelFile } from './channelFiles.ts';
import { ClientError } from './clientError.ts';
import type { DataMatrix } from './dataMatrix.ts';
import { checkLabel, type LabelRules } from './labels.ts';
import { elsewhere } from './supportedParameters.ts';

/** A channel as it is read; its matrix is made when it is known how many columns train has. */
export interface LibsvmChannel {
  readonly columns: number;
  /** With at least its own columns; a feature that is not there is missing. */
  matrix(columns: number): DataMatrix;
}

/** As many cells take 1 GB, and sorting them for the exact method twice as much. */
const mostCells = 250_000_000;

/**
 * Reads a channel of libsvm files.
 *
 * @param hinted - The channel has a ContentType; without one a CSV file is read as libsvm.
 * @throws ClientError that names the file and what is wrong in it.
 */
export function readLibsvmChannel(
  channel: string,
  files: readonly ChannelFile[],
  rules: LabelRules,
  hinted: boolean,
): LibsvmChannel {
  const parts = files.map((each) => {
    const part = readFile(each, hinted);
    checkRows(part, each.shown, rules);
    return part;
  });
  const filled = parts.filter((part) => part.rows > 0);
  if (filled.length === 0) throw new ClientError(`Channel ${channel} has no rows: its files are empty.`);
  if (new Set(filled.map((part) => part.weights === undefined)).size > 1) {
    throw new ClientError(
      `Channel ${channel} has files with weights and files without: give every label a weight, or none.`,
    );
  }
  const rows = filled.reduce((sum, part) => sum + part.rows, 0);
  return {
    columns: Math.max(...filled.map((part) => part.columns)),
    matrix: (columns) => dense(channel, filled, rows, columns),
  };
}

function readFile({ file, shown }: ChannelFile, hinted: boolean): LibsvmRows {
  try {
    return readLibsvm(fileChunks(file));
  } catch (error) {
    if (!(error instanceof LibsvmError)) throw error;
    const advice = hinted ? '' : '; without a ContentType a channel is text/libsvm; set it to text/csv for CSV';
    throw new ClientError(`${shown} ${error.message}: ${explanation(error)}${advice}.`, { cause: error });
  }
}

function explanation(error: LibsvmError): string {
  switch (error.problem) {
    case 'label':
    case 'pair':
      return 'a line is "label index:value index:value", each index once, counted from 0';
    case 'weight':
      return 'write "label:weight" in every line or in none';
    case 'group':
      return `the in-process trainer does not rank; remove qid, or ${elsewhere}`;
  }
}

function checkRows(part: LibsvmRows, name: string, rules: LabelRules): void {
  for (let row = 0; row < part.rows; row++) {
    checkLabel(part.labels[row] as number, name, row, rules);
    const weight = part.weights?.[row] ?? 1;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new ClientError(`${name} row ${row + 1} has a weight that is not 0 or more.`);
    }
    const values = part.values.subarray(part.starts[row], part.starts[row + 1]);
    if (!Number.isFinite(part.labels[row]) || values.some((value) => Math.abs(value) === Infinity)) {
      throw new ClientError(`${name} row ${row + 1} holds an infinite number: leave a missing value out.`);
    }
  }
}

function dense(channel: string, parts: readonly LibsvmRows[], rows: number, columns: number): DataMatrix {
  if (columns === 0) throw new ClientError(`Channel ${channel} has no features, only labels.`);
  if (rows * columns > mostCells) {
    const cells = `${rows.toLocaleString('en')} x ${columns.toLocaleString('en')} cells (rows x features)`;
    throw new ClientError(
      `Channel ${channel} has ${cells}, more than the in-process trainer keeps in memory (${mostCells.toLocaleString('en')}): ${elsewhere}.`,
    );
  }
  const values = new Float32Array(rows * columns).fill(NaN);
  const labels = new Float32Array(rows);
  const weights = parts[0]?.weights && new Float32Array(rows);
  let row = 0;
  for (const part of parts) {
    labels.set(part.labels, row);
    if (part.weights) weights?.set(part.weights, row);
    for (let own = 0; own < part.rows; own++, row++) {
      for (let at = part.starts[own] as number; at < (part.starts[own + 1] as number); at++) {
        values[row * columns + (part.indices[at] as number)] = part.values[at] as number;
      }
    }
  }
  return { rows, columns, values, labels, ...(weights && { weights }) };
}
