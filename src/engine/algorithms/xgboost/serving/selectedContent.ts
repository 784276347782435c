import { writeRecords } from '../../../../formats/recordioWriter.ts';
import type { ImageVersion } from '../imageVersion.ts';
import type { XgboostModel } from '../model.ts';
import type { ObjectiveName } from '../objective.ts';
import { pythonFloat } from './pythonFloat.ts';

/** One chosen value of a row. */
interface Content {
  readonly values: readonly number[];
  readonly isList: boolean;
  /** Written without a point. */
  readonly isWhole: boolean;
}

type Row = Readonly<Record<string, Content>>;

/** How what was chosen is written. */
interface SelectedForm {
  /** The keys of SAGEMAKER_INFERENCE_OUTPUT. */
  readonly keys: readonly string[];
  readonly accept: string;
  /** SAGEMAKER_BATCH. */
  readonly batch: boolean;
}

const regression = ['predicted_score'];
const classification = ['predicted_label', 'labels', 'probability', 'probabilities', 'raw_score', 'raw_scores'];

/** What an answer can hold, in the order that it holds it. */
const contents: Readonly<Record<ObjectiveName, readonly string[]>> = {
  'reg:squarederror': regression,
  'reg:logistic': regression,
  'binary:logistic': classification,
  'multi:softmax': ['predicted_label', 'labels', 'raw_score', 'raw_scores'],
  'multi:softprob': classification,
};

/** The keys of SAGEMAKER_INFERENCE_OUTPUT; undefined where an image does not know it. */
export function chosenKeys(text: string | undefined, version: ImageVersion): readonly string[] | undefined {
  return text === undefined || !version.selectsContent ? undefined : text.replaceAll(' ', '').toLowerCase().split(',');
}

/**
 * Predictions as the image writes them where SAGEMAKER_INFERENCE_OUTPUT chooses what they hold (sagemaker-xgboost-container,
 * serve_utils.py, get_selected_predictions and the encoders below it). Mirrored in src/engine/python/xgboost_selected_content.py.
 * @param predictions - As `predict` gives them.
 * @returns Undefined for an accepted type that there is no encoder for.
 */
export function encodeSelected(
  predictions: Float32Array,
  { objective, outputs }: XgboostModel,
  { keys, accept, batch }: SelectedForm,
): Buffer | undefined {
  const width = objective === 'multi:softprob' ? outputs : 1;
  const rows = Array.from({ length: predictions.length / width }, (_, row) =>
    selected(Array.from(predictions.subarray(row * width, (row + 1) * width)), objective, outputs, keys),
  );
  const json = rows.map(jsonOf);
  if (accept === 'application/json') return Buffer.from(`{"predictions": [${json.join(', ')}]}`);
  if (accept === 'application/jsonlines') return Buffer.from(json.map((row) => `${row}\n`).join(''));
  if (accept === 'application/x-recordio-protobuf')
    return writeRecords(
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, { values }]) => [key, values]))),
    );
  if (accept !== 'text/csv') return undefined;
  return Buffer.from(rows.map((row) => csvOf(row, keys)).join('\n') + (batch ? '\n' : ''));
}

/** What the objective does not have is NaN, after what it has. */
function selected(
  prediction: readonly number[],
  objective: ObjectiveName,
  classes: number,
  keys: readonly string[],
): Row {
  const [first = NaN] = prediction;
  const isProbabilities = objective === 'multi:softprob';
  const score = isProbabilities ? Math.max(...prediction) : first;
  const scores = isProbabilities ? prediction : [1 - first, first];
  const label = isProbabilities
    ? prediction.indexOf(score)
    : objective === 'binary:logistic'
      ? Number(first > 0.5)
      : first;
  const labels = Array.from({ length: objective === 'binary:logistic' ? 2 : classes }, (_, at) => at);
  const found: Row = {
    predicted_label: { values: [label], isList: false, isWhole: objective !== 'multi:softmax' },
    labels: { values: labels, isList: true, isWhole: true },
    probability: one(score),
    probabilities: { values: scores, isList: true, isWhole: false },
    raw_score: one(score),
    raw_scores: { values: scores, isList: true, isWhole: false },
    predicted_score: one(first),
  };
  const wanted = contents[objective].filter((key) => keys.includes(key));
  const missing = keys.filter((key) => !wanted.includes(key));
  return Object.fromEntries([
    ...wanted.map((key) => [key, found[key] ?? one(NaN)] as const),
    ...missing.map((key) => [key, one(NaN)] as const),
  ]);
}

const one = (value: number): Content => ({ values: [value], isList: false, isWhole: false });

function jsonOf(row: Row): string {
  const entries = Object.entries(row).map(([key, content]) => `${JSON.stringify(key)}: ${textOf(content, 'NaN')}`);
  return `{${entries.join(', ')}}`;
}

function csvOf(row: Row, keys: readonly string[]): string {
  const cells = keys.map((key) => row[key] ?? one(NaN));
  return cells.map((content) => (content.isList ? `"${textOf(content, 'nan')}"` : textOf(content, 'nan'))).join(',');
}

function textOf({ values, isList, isWhole }: Content, missing: string): string {
  const texts = values.map((value) => (isWhole ? String(value) : Number.isNaN(value) ? missing : pythonFloat(value)));
  return isList ? `[${texts.join(', ')}]` : texts.join('');
}
