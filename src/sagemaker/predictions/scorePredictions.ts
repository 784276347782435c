import { formatMetricValue } from '../../shared/metricValue.ts';
import { accuracyOf, type Classified } from './classScore.ts';
import { readAnswer, type Prediction } from './readAnswer.ts';

/** How good predictions are, by the labels of their rows. */
type Score =
  | {
      readonly kind: 'regression';
      /** Rows that were compared. */
      readonly rows: number;
      readonly rmse: number;
      /** Mean absolute error. */
      readonly mae: number;
      /** NaN where all labels are the same. */
      readonly r2: number;
      /** How it was decided what the answers are, as a sentence. */
      readonly decided: string;
    }
  | {
      readonly kind: 'classes';
      readonly rows: number;
      readonly accuracy: number;
      /** Where the model says how sure it is. */
      readonly logLoss?: number;
      readonly classes: readonly string[];
      /** By label, then by prediction. */
      readonly confusion: readonly (readonly number[])[];
      readonly decided: string;
    };

/** A label with what was predicted for its row. */
export interface LabelledAnswer {
  readonly label: string | undefined;
  readonly answer: string | undefined;
}

/** What was scored: the measure, what it says of single rows, and for a plot the pairs of numbers in the order of the rows. */
export interface Scored {
  readonly score: Score;
  readonly verdicts: ReadonlyMap<number, Verdict>;
  readonly pairs?: { readonly row: Int32Array; readonly truth: Float64Array; readonly predicted: Float64Array };
}

/** How far off one row is. */
interface Verdict {
  /** `+1.25`, or `setosa, right`. */
  readonly text: string;
  /** The larger, the worse. */
  readonly badness: number;
}

interface Compared {
  readonly row: number;
  readonly label: string;
  readonly prediction: Prediction;
}

/** More classes than this make no table that can be read. */
const mostClasses = 50;

/** Compares what can be compared. @returns Undefined where no row has a label and an answer that fit together. */
export function scorePredictions(rows: readonly LabelledAnswer[]): Scored | undefined {
  const compared = rows.flatMap(({ label, answer }, row): Compared[] =>
    label === undefined || label.trim() === '' || answer === undefined
      ? []
      : [{ row, label: label.trim(), prediction: readAnswer(answer) }],
  );
  const usable = compared.filter(({ prediction }) => isComparable(prediction));
  if (usable.length === 0) return undefined;
  const kinds = new Set(usable.map(({ prediction }) => prediction.kind));
  const classes = [...new Set(usable.map(({ label }) => label))];
  const numeric = classes.every((label) => label !== '' && Number.isFinite(Number(label)));
  if (kinds.size === 1 && kinds.has('number')) return ofNumbers(usable, classes, numeric);
  if (kinds.size === 1 && kinds.has('scores')) return ofScores(usable, classes, numeric);
  if (kinds.size === 1 && kinds.has('class')) return classScore(usable, classes, byName, 'The model names a class.');
  return undefined;
}

function ofNumbers(rows: readonly Compared[], classes: readonly string[], numeric: boolean): Scored | undefined {
  const values = rows.map(({ prediction }) => (prediction.kind === 'number' ? prediction.value : NaN));
  const isWhole = values.every((value) => Number.isInteger(value));
  if (!numeric) {
    // The numbers that *Train a Model…* gives to texts are their places in alphabetical order.
    const names = [...classes].sort();
    const decided = `The labels are texts, and the model answers with numbers: taken for their places in alphabetical order, ${list(names)}.`;
    if (isWhole && values.every((value) => value >= 0 && value < names.length))
      return classScore(rows, classes, (row) => ({ predicted: names[numberOf(row)] ?? '' }), decided);
    return names.length === 2 && values.every(isProbability) ? binary(rows, names, decided) : undefined;
  }
  const labels = [...new Set(classes.map(Number))].sort((a, b) => a - b);
  if (labels.every((label) => label === 0 || label === 1) && values.every(isProbability) && !isWhole)
    return binary(
      rows,
      classesInOrder(classes, ['0', '1']),
      'The labels are 0 and 1 and the answers between them: taken for the probability of 1, predicted from 0.5 on.',
    );
  const isNumbered = labels.length >= 2 && labels.length <= 10 && labels.every((label, index) => label === index);
  if (isNumbered && isWhole && values.every((value) => value >= 0 && value < labels.length))
    return classScore(
      rows,
      classes,
      (row) => ({ predicted: String(numberOf(row)) }),
      `Labels and answers are whole numbers from 0 to ${labels.length - 1}: taken for classes.`,
    );
  return regression(rows);
}

function regression(rows: readonly Compared[]): Scored {
  const truth = Float64Array.from(rows, ({ label }) => Number(label));
  const predicted = Float64Array.from(rows, numberOf);
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  let [squares, absolute, spread] = [0, 0, 0];
  truth.forEach((value, index) => {
    const error = (predicted[index] ?? NaN) - value;
    squares += error * error;
    absolute += Math.abs(error);
    spread += (value - mean) ** 2;
  });
  return {
    score: {
      kind: 'regression',
      rows: rows.length,
      rmse: Math.sqrt(squares / rows.length),
      mae: absolute / rows.length,
      r2: spread === 0 ? NaN : 1 - squares / spread,
      decided: 'Labels and answers are numbers: taken for amounts.',
    },
    verdicts: new Map(
      rows.map((row, index) => [row.row, differenceOf((predicted[index] ?? NaN) - (truth[index] ?? NaN))]),
    ),
    pairs: { row: Int32Array.from(rows, ({ row }) => row), truth, predicted },
  };
}

function differenceOf(difference: number): Verdict {
  const sign = difference > 0 ? '+' : '';
  return { text: `${sign}${formatMetricValue(difference)}`, badness: Math.abs(difference) };
}

/** @param names - Of the class that a 0 means, and of the one that a 1 means. */
function binary(rows: readonly Compared[], names: readonly string[], decided: string): Scored | undefined {
  const [no = '0', yes = '1'] = names;
  const of = (row: Compared): Omit<Classified, 'truth'> => {
    const value = numberOf(row);
    return { predicted: value >= 0.5 ? yes : no, probability: row.label === yes ? value : 1 - value };
  };
  return classScore(rows, names, of, decided);
}

function ofScores(rows: readonly Compared[], classes: readonly string[], numeric: boolean): Scored | undefined {
  const scores = rows.map(({ prediction }) => (prediction.kind === 'scores' ? prediction.values : []));
  const width = scores[0]?.length ?? 0;
  const names = numeric ? Array.from({ length: width }, (_, index) => String(index)) : [...classes].sort();
  const places = new Map(names.map((name, index) => [name, index]));
  const placeOf = (label: string): number | undefined => places.get(numeric ? String(Number(label)) : label);
  if (names.length !== width || scores.some(({ length }) => length !== width)) return undefined;
  if (rows.some(({ label }) => placeOf(label) === undefined)) return undefined;
  const sure = scores.every(
    (values) => values.every(isProbability) && Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < 0.01,
  );
  const decided = `Each answer has ${width} numbers: taken for ${sure ? 'the probabilities' : 'scores'} of ${numeric ? `the classes 0 to ${width - 1}` : `${list(names)}, in alphabetical order`}; the highest is predicted.`;
  const of = ({ label, prediction }: Compared): Omit<Classified, 'truth'> => {
    const values = prediction.kind === 'scores' ? prediction.values : [];
    const best = values.indexOf(Math.max(...values));
    const probability = values[placeOf(label) ?? -1];
    return { predicted: names[best] ?? '', ...(sure && probability !== undefined && { probability }) };
  };
  return classScore(rows, names, of, decided);
}

function byName({ prediction }: Compared): Omit<Classified, 'truth'> {
  return { predicted: prediction.kind === 'class' ? prediction.name : '' };
}

function classScore(
  rows: readonly Compared[],
  known: readonly string[],
  of: (row: Compared) => Omit<Classified, 'truth'>,
  decided: string,
): Scored | undefined {
  const classified = rows.map((row): Classified => {
    const found = of(row);
    return { ...found, truth: sameClass(row.label), predicted: sameClass(found.predicted) };
  });
  const classes = [...new Set([...known.map(sameClass), ...classified.map(({ predicted }) => predicted)])];
  if (classes.length > mostClasses) return undefined;
  const sorted = classesInOrder(classes, []);
  const verdicts = new Map(rows.map(({ row }, index) => [row, classVerdict(classified[index])]));
  return { score: { kind: 'classes', decided, ...accuracyOf(classified, sorted) }, verdicts };
}

/** Of the right ones, those that the model was least sure of are the worst. */
function classVerdict({ truth, predicted, probability = 0.5 }: Classified = { truth: '', predicted: '' }): Verdict {
  const isRight = truth === predicted;
  return { text: `${predicted}, ${isRight ? 'right' : 'wrong'}`, badness: (isRight ? 0 : 1) + (1 - probability) };
}

/** One name for `1`, `1.0` and `1e0`. */
function sameClass(name: string): string {
  return name !== '' && Number.isFinite(Number(name)) ? String(Number(name)) : name;
}

function classesInOrder(classes: readonly string[], atLeast: readonly string[]): string[] {
  return [...new Set([...atLeast, ...classes.map(sameClass)])].sort((a, b) => {
    const difference = Number(a) - Number(b);
    return Number.isNaN(difference) ? (a < b ? -1 : 1) : difference;
  });
}

const isComparable = (prediction: Prediction): boolean =>
  prediction.kind === 'number' ? Number.isFinite(prediction.value) : prediction.kind !== 'other';
const numberOf = ({ prediction }: Compared): number => (prediction.kind === 'number' ? prediction.value : NaN);
const isProbability = (value: number): boolean => value >= 0 && value <= 1;

/** `a, b, c, … (12)`. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `'${name}'`);
  return names.length > 3 ? `${shown.join(', ')}, … (${names.length})` : shown.join(', ');
}
