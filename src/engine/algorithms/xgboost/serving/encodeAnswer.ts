import type { ImageVersion } from '../imageVersion.ts';
import { pythonFloat } from './pythonFloat.ts';

/** What an image knew when it answered. */
export interface AnswerForm {
  readonly version: ImageVersion;
  /** A type that the image takes, e.g. `text/csv`. */
  readonly accept: string;
  /** SAGEMAKER_BATCH. */
  readonly batch: boolean;
}

/**
 * Predictions as the image writes them: in a transform job one line per row, whatever was accepted; otherwise commas between the rows up
 * to 1.0, and lines from 1.2 on (the branches 0.90-2 to 1.7-1 of sagemaker-xgboost-container; image `1`: real output in a public notebook).
 * @param width - Numbers per row.
 * @returns Undefined for an accepted type that the image has no encoder for.
 */
export function encodeAnswer(predictions: Float32Array, width: number, form: AnswerForm): string | undefined {
  const digits = form.version.text === '0.72' ? 12 : undefined; // its Python is 2.7
  const rows = Array.from({ length: predictions.length / width }, (_, row) =>
    Array.from(predictions.subarray(row * width, (row + 1) * width)),
  );
  const texts = rows.map((row) =>
    width === 1 ? pythonFloat(row[0] ?? NaN, digits) : `[${row.map((value) => pythonFloat(value)).join(', ')}]`,
  );
  if (form.batch) return `${texts.join('\n')}\n`;
  if (!form.version.encodesByAccept) return texts.join(',');
  if (form.accept === 'application/json')
    return `{"predictions": [${texts.map((text) => `{"score": ${text}}`).join(', ')}]}`;
  if (form.accept !== 'text/csv') return undefined;
  return rows.map((row) => `${row.map((value) => pythonFloat(value)).join(',')}\n`).join('');
}
