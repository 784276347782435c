import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { answerParts } from '../../sagemaker/predictions/splitAnswer.ts';
import { tableBytes } from '../wizard/tableRecords.ts';

/** The beginning of an output of a batch transform. */
export interface OutputToRead {
  /** A copy of it, or of its beginning. */
  readonly path: string;
  /** At most so many answers. */
  readonly count: number;
  /** Whether the copy is all of the output; otherwise its last line may be cut. */
  readonly isWhole: boolean;
}

/**
 * The answers of a batch transform: one a line. Models that answer several rows with one line, as JSON or with commas, are understood where
 * that gives one answer for each of `count` rows.
 */
export async function readOutput({ path, count, isWhole }: OutputToRead): Promise<string[]> {
  const lines: string[] = [];
  let isAll = true;
  for await (const line of createInterface({ input: Readable.from(tableBytes(path)), crlfDelay: Infinity })) {
    if (lines.length > count) {
      isAll = false;
      break;
    }
    lines.push(line);
  }
  if (isAll && !isWhole) lines.pop();
  if (lines.length >= count || !isAll || !isWhole) return lines.slice(0, count);
  const parts = lines.flatMap(answerParts);
  return parts.length === count ? parts : lines;
}
