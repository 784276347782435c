import { CsvError } from '../../../formats/csvError.ts';
import { readNumericCsv, type NumericCsv } from '../../../formats/csvNumbers.ts';
import { fileChunks, type ChannelFile } from './channelFiles.ts';
import { ClientError } from './clientError.ts';
import type { DataMatrix } from './dataMatrix.ts';
import { checkLabel, type LabelRules } from './labels.ts';

/**
 * Reads a channel of CSV files: label first, then the weight if the rules say so, then the features.
 *
 * @param columns - The features that every line must have; by default those of the first line.
 * @throws ClientError that names the file and what is wrong in it.
 */
export function readCsvChannel(
  channel: string,
  files: readonly ChannelFile[],
  rules: LabelRules,
  columns?: number,
): DataMatrix {
  const labelColumns = rules.csvWeights ? 2 : 1;
  let cells = columns === undefined ? undefined : columns + labelColumns;
  const parts = files.map((each) => {
    const part = readFile(each, cells);
    cells ??= part.columns;
    checkRows(part, each.shown, rules);
    return part;
  });
  return joinParts(channel, parts, rules.csvWeights);
}

function readFile({ file, shown }: ChannelFile, columns: number | undefined): NumericCsv {
  try {
    return readNumericCsv(fileChunks(file), columns === undefined ? {} : { columns });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ClientError(`${shown} ${error.message}: ${advice(error)}`, { cause: error });
  }
}

/** `1 3:0.5 7:2`: a label, then index:value pairs. */
const looksLikeLibsvm = /^[-+.\deE]+(:\S+)?\s+\d+:[-+.\d]/;

/** What JavaScript and Python take for a number, and readers of CSV do not. */
const otherNotation = /^[-+]?(0x[\da-f]+|\d[\d_.]*_\d[\d_.]*)$/i;

function advice(error: CsvError): string {
  if (looksLikeLibsvm.test(error.text)) return 'this looks like libsvm, whose ContentType is text/libsvm.';
  if (otherNotation.test(error.text)) return 'write numbers in decimal notation, such as 16 or 1.6e1.';
  switch (error.problem) {
    case 'header':
      return "SageMaker's CSV has no header row and the label in the first column; if this line names the columns, remove it.";
    case 'text':
      return "SageMaker's CSV holds numbers only; encode text as numbers and leave missing values empty.";
    case 'ragged':
      return 'every line needs the label and the same features as the first line of train.';
  }
}

function checkRows(part: NumericCsv, name: string, rules: LabelRules): void {
  if (part.rows === 0) return;
  if (part.columns < (rules.csvWeights ? 3 : 2)) {
    throw new ClientError(
      `${name} has too few columns: the label comes first${rules.csvWeights ? ', then the weight' : ''}, then the features, separated by commas.`,
    );
  }
  for (let row = 0; row < part.rows; row++) {
    const at = row * part.columns;
    const label = part.values[at] as number;
    if (!Number.isFinite(label)) {
      throw new ClientError(`${name} row ${row + 1} has no label: the first column must be a number in every row.`);
    }
    checkLabel(label, name, row, rules);
    const weight = rules.csvWeights ? (part.values[at + 1] as number) : 1;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new ClientError(
        `${name} row ${row + 1} has no weight of 0 or more in its second column, which csv_weights 1 asks for.`,
      );
    }
    const infinite = part.values.subarray(at, at + part.columns).findIndex((value) => Math.abs(value) === Infinity);
    if (infinite !== -1) {
      throw new ClientError(
        `${name} row ${row + 1} column ${infinite + 1} is infinite: leave the cell empty for a missing value.`,
      );
    }
  }
}

function joinParts(channel: string, parts: readonly NumericCsv[], csvWeights: boolean): DataMatrix {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (rows === 0) throw new ClientError(`Channel ${channel} has no rows: its files are empty.`);
  const skipped = csvWeights ? 2 : 1;
  const columns = (parts.find((part) => part.rows > 0)?.columns ?? skipped) - skipped;
  const values = new Float32Array(rows * columns);
  const labels = new Float32Array(rows);
  const weights = new Float32Array(csvWeights ? rows : 0);
  let row = 0;
  for (const part of parts) {
    for (let at = 0; at < part.values.length; at += part.columns, row++) {
      labels[row] = part.values[at] as number;
      if (csvWeights) weights[row] = part.values[at + 1] as number;
      values.set(part.values.subarray(at + skipped, at + part.columns), row * columns);
    }
  }
  return { rows, columns, values, labels, ...(csvWeights && { weights }) };
}
