import { CsvRecordReader } from '../../formats/csvRecords.ts';
import { columnsText } from './rowsAnswers.ts';

/**
 * Why a text of CSV is not what the model was trained on, as a sentence without its stop; undefined where it is, or nothing is known.
 * @param trained - Columns that the model takes. Without it even a header may be meant: a script reads what it likes.
 */
export function textProblem(text: string, contentType: string, trained: number | undefined): string | undefined {
  if (trained === undefined || !/^text\/csv\b/i.test(contentType.trim())) return undefined;
  const reader = new CsvRecordReader(',');
  const records = [...reader.push(text), ...reader.end()];
  const [first] = records;
  if (first === undefined) return undefined;
  // How many columns is known of what is trained on numbers alone.
  if (first.cells.every(isWord)) return 'The first line is a header, which the model would take for a row';
  const other = records.find(({ cells }) => cells.length !== trained);
  return other && columnsText(other.cells.length, trained);
}

const isWord = (cell: string): boolean => cell.trim() !== '' && Number.isNaN(Number(cell));
