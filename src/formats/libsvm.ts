import { cellText, parseCell } from './csvCell.ts';
import { GrowingFloats, GrowingIntegers } from './growingArrays.ts';
import { LibsvmError } from './libsvmError.ts';
import { lineBlocks } from './lineBlocks.ts';

/** Labels and the features that are there, row by row; a feature that is not there is missing, not zero. */
export interface LibsvmRows {
  readonly rows: number;
  /** One more than the largest index: indices count from 0, as XGBoost reads them. */
  readonly columns: number;
  readonly labels: Float32Array;
  /** When every label has one: `label:weight`. */
  readonly weights?: Float32Array;
  /** Where each row's features begin in `indices` and `values`; one more than rows. */
  readonly starts: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

const newline = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;
const colon = 58;
const comment = 35;
const largestIndex = 2 ** 31 - 1;

/**
 * Reads `label[:weight] index:value index:value …`, blank lines and everything from a `#` left out.
 *
 * Indices count from 0 whatever the smallest one is: XGBoost asks dmlc's parser for no other mode (its `indexing_mode` is 0), so that a
 * file that counts from 1 has an empty first column.
 *
 * @param input - The whole file, or its pieces in order.
 * @throws LibsvmError at the first thing that is none of this.
 */
export function readLibsvm(input: Uint8Array | Iterable<Uint8Array>): LibsvmRows {
  const reader = new LibsvmReader();
  for (const block of lineBlocks(input)) reader.readLines(block);
  return reader.result();
}

class LibsvmReader {
  private readonly labels = new GrowingFloats();
  private readonly weights = new GrowingFloats();
  private readonly starts = new GrowingIntegers();
  private readonly indices = new GrowingIntegers();
  private readonly values = new GrowingFloats();
  private columns = 0;
  private largestOfRow = -1;
  private line = 0;

  readLines(block: Uint8Array): void {
    for (let start = 0; start < block.length;) {
      let stop = start;
      while (stop < block.length && block[stop] !== newline && block[stop] !== carriageReturn) stop++;
      this.line++;
      const hash = block.subarray(start, stop).indexOf(comment);
      this.readLine(block, start, hash === -1 ? stop : start + hash);
      start = stop + (block[stop] === carriageReturn && block[stop + 1] === newline ? 2 : 1);
    }
  }

  result(): LibsvmRows {
    const rows = this.labels.length;
    this.starts.push(this.indices.length);
    return {
      rows,
      columns: this.columns,
      labels: this.labels.all(),
      ...(rows > 0 && this.weights.length === rows && { weights: this.weights.all() }),
      starts: this.starts.all(),
      indices: this.indices.all(),
      values: this.values.all(),
    };
  }

  private readLine(block: Uint8Array, start: number, stop: number): void {
    let first = true;
    for (let from = start; from < stop;) {
      if (isBlank(block[from])) {
        from++;
        continue;
      }
      let to = from;
      while (to < stop && !isBlank(block[to])) to++;
      if (first) this.readLabel(block, from, to);
      else this.readPair(block, from, to);
      first = false;
      from = to;
    }
  }

  private readLabel(block: Uint8Array, from: number, to: number): void {
    const cut = colonIn(block, from, to);
    const label = parseCell(block, from, cut);
    const weight = cut === to ? undefined : parseCell(block, cut + 1, to);
    if (label === undefined || Number.isNaN(label) || (cut < to && weight === undefined)) {
      throw new LibsvmError('label', this.line, `begins with '${cellText(block, from, to)}', not with a label`);
    }
    if ((weight === undefined) !== (this.weights.length === 0) && this.labels.length > 0) {
      const has = weight === undefined ? 'no weight' : 'a weight';
      throw new LibsvmError('weight', this.line, `has ${has}, unlike the lines before it`);
    }
    this.labels.push(label);
    if (weight !== undefined) this.weights.push(weight);
    this.starts.push(this.indices.length);
    this.largestOfRow = -1;
  }

  private readPair(block: Uint8Array, from: number, to: number): void {
    const cut = colonIn(block, from, to);
    if (cellText(block, from, cut) === 'qid') {
      throw new LibsvmError('group', this.line, 'has qid, which is for ranking');
    }
    const index = cut === from ? undefined : parseCell(block, from, cut);
    const value = cut + 1 < to ? parseCell(block, cut + 1, to) : undefined;
    if (
      index === undefined ||
      value === undefined ||
      !(Number.isInteger(index) && index >= 0 && index <= largestIndex)
    ) {
      throw new LibsvmError('pair', this.line, `has '${cellText(block, from, to)}', which is no index:value pair`);
    }
    if (index <= this.largestOfRow && this.rowHas(index)) {
      throw new LibsvmError('pair', this.line, `has the index ${index} twice`);
    }
    this.largestOfRow = Math.max(this.largestOfRow, index);
    this.indices.push(index);
    this.values.push(value);
    this.columns = Math.max(this.columns, index + 1);
  }

  private rowHas(index: number): boolean {
    for (let at = this.starts.last; at < this.indices.length; at++) if (this.indices.at(at) === index) return true;
    return false;
  }
}

function colonIn(block: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && block[at] !== colon) at++;
  return at;
}

const isBlank = (byte: number | undefined): boolean => byte === space || byte === tab;
