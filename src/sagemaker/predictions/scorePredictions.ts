import { accuracyOf, type Classified } from './classScore.ts';
import { numberingOf, type LabelFacts } from './labelFacts.ts';
import { readAnswer, type Prediction } from './readAnswer.ts';
import { regressionScore, type ComparedPair } from './regressionScore.ts';
import type { Scored, Verdict } from './score.ts';

/** A label with what was predicted for its row. */
export interface LabelledAnswer {
  readonly label: string | undefined;
  readonly answer: string | undefined;
}

interface Compared {
  readonly row: number;
  readonly label: string;
  readonly prediction: Prediction;
}

/** More classes than this make no table that can be read. */
const mostClasses = 50;

/** Rows that were compared with how good they are, or why they were not: a sentence, where there is something to say. */
export interface Judged {
  readonly scored?: Scored;
  readonly problem?: string;
}

/**
 * Compares what can be compared.
 * @param facts - What the label's classes are beyond these rows, which may not hold all of them. Where it cannot be told for certain which
 * class an answer stands for, nothing is compared.
 */
export function scorePredictions(rows: readonly LabelledAnswer[], facts: LabelFacts = {}): Judged {
  const compared = rows.flatMap(({ label, answer }, row): Compared[] =>
    label === undefined || label.trim() === '' || answer === undefined
      ? []
      : [{ row, label: label.trim(), prediction: readAnswer(answer) }],
  );
  const usable = compared.filter(({ prediction }) => isComparable(prediction));
  if (usable.length === 0) return {};
  const [kind, ...others] = new Set(usable.map(({ prediction }) => prediction.kind));
  if (others.length > 0) return {};
  const classes = [...new Set(usable.map(({ label }) => label))];
  // A text anywhere in the column makes names of its numbers, too.
  const isText = ![...classes, ...(facts.values ?? [])].every(isNumber);
  // Numbers may be names of classes, or what was made of the names before.
  if (!isText && facts.trained?.some(isNumber) === true)
    return { problem: unclear('the model was trained on classes of which some are called like numbers') };
  const given: Given = { rows: usable, classes, facts };
  if (kind === 'number') return isText ? textsByNumber(given) : ofNumbers(given);
  if (kind === 'scores') return ofScores(given, isText);
  if (kind !== 'class') return {};
  const named = usable.map(({ prediction }) => (prediction.kind === 'class' ? prediction.name : ''));
  // Linear Learner and k-NN name a class by its number.
  if (isText && named.every(isNumber)) return textsByNumber({ ...given, rows: usable.map(withNumber) });
  return judged(classScore(usable, classes, byName, 'The model names a class.'));
}

/** What is compared, and by what. */
interface Given {
  readonly rows: readonly Compared[];
  /** The labels of the rows, each once. */
  readonly classes: readonly string[];
  readonly facts: LabelFacts;
}

const judged = (scored: Scored | undefined): Judged => (scored === undefined ? {} : { scored });

function textsByNumber({ rows, classes, facts }: Given): Judged {
  const values = rows.map(numberOf);
  const isWhole = values.every((value) => Number.isInteger(value));
  // What lies between 0 and 1 is the probability of the second of two classes.
  const isBinary = !isWhole && values.every(isProbability);
  const numbering = numberingOf(classes, facts, isBinary ? (facts.count ?? 2) : facts.count);
  if ('problem' in numbering) return { problem: numbering.problem };
  const { names, decided } = numbering;
  if (isWhole && values.every((value) => value >= 0 && value < names.length))
    return judged(classScore(rows, names, (row) => ({ predicted: names[numberOf(row)] ?? '' }), decided));
  return isBinary && names.length === 2 ? judged(binary(rows, names, decided)) : {};
}

function ofNumbers({ rows, classes, facts }: Given): Judged {
  const values = rows.map(numberOf);
  const isWhole = values.every((value) => Number.isInteger(value));
  const told = facts.trained?.length ?? facts.count;
  // The rows that are sent may lack some of the file's classes, or be the few among many amounts that look like classes.
  const labels = [...new Set([...classes, ...(facts.values ?? [])].map(Number))].sort((a, b) => a - b);
  if (told === 0) return { scored: regressionScore(rows.map(asPair)) };
  if (labels.every((label) => label === 0 || label === 1) && values.every(isProbability) && !isWhole)
    return judged(
      binary(
        rows,
        classesInOrder(classes, ['0', '1']),
        'The labels are 0 and 1 and the answers between them: taken for the probability of 1, predicted from 0.5 on.',
      ),
    );
  const isNumbered = labels.length >= 2 && labels.length <= 10 && labels.every((label, index) => label === index);
  const count = told ?? (isNumbered ? labels.length : 0);
  const isClass = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < count;
  if (values.every(isClass) && labels.every(isClass))
    return judged(
      classScore(
        rows,
        classes,
        (row) => ({ predicted: String(numberOf(row)) }),
        `Labels and answers are whole numbers from 0 to ${count - 1}: taken for classes.`,
      ),
    );
  // What a model says of classes is no amount, whatever it looks like.
  if (told !== undefined) return { problem: unclear(`the model tells ${told} classes apart, numbered from 0`) };
  return { scored: regressionScore(rows.map(asPair)) };
}

const unclear = (why: string): string =>
  `Labels and answers are numbers, but not the same ones (${why}), so nothing is compared.`;

/** @param names - Of the class that a 0 means, and of the one that a 1 means. */
function binary(rows: readonly Compared[], names: readonly string[], decided: string): Scored | undefined {
  const [no = '0', yes = '1'] = names;
  const of = (row: Compared): Omit<Classified, 'truth'> => {
    const value = numberOf(row);
    return { predicted: value >= 0.5 ? yes : no, probability: row.label === yes ? value : 1 - value };
  };
  return classScore(rows, names, of, decided);
}

function ofScores({ rows, classes, facts }: Given, isText: boolean): Judged {
  const scores = rows.map(({ prediction }) => (prediction.kind === 'scores' ? prediction.values : []));
  const width = scores[0]?.length ?? 0;
  if (scores.some(({ length }) => length !== width)) return {};
  // That many scores show how many classes the model tells apart.
  const numbering = isText ? numberingOf(classes, facts, width) : undefined;
  if (numbering !== undefined && 'problem' in numbering) return { problem: numbering.problem };
  const names = numbering?.names ?? Array.from({ length: width }, (_, index) => String(index));
  const places = new Map(names.map((name, index) => [name, index]));
  const placeOf = (label: string): number | undefined => places.get(isText ? label : String(Number(label)));
  if (names.length !== width || rows.some(({ label }) => placeOf(label) === undefined)) return {};
  const sure = scores.every(
    (values) => values.every(isProbability) && Math.abs(values.reduce((sum, value) => sum + value, 0) - 1) < 0.01,
  );
  const decided = `Each answer has ${width} numbers: taken for ${sure ? 'the probabilities' : 'scores'} of ${numbering === undefined ? `the classes 0 to ${width - 1}` : 'the classes'}; the highest is predicted.${numbering === undefined ? '' : ` ${numbering.decided}`}`;
  const of = ({ label, prediction }: Compared): Omit<Classified, 'truth'> => {
    const values = prediction.kind === 'scores' ? prediction.values : [];
    const best = values.indexOf(Math.max(...values));
    const probability = values[placeOf(label) ?? -1];
    return { predicted: names[best] ?? '', ...(sure && probability !== undefined && { probability }) };
  };
  return judged(classScore(rows, names, of, decided));
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
const isNumber = (label: string): boolean => label !== '' && Number.isFinite(Number(label));
const withNumber = (row: Compared): Compared =>
  row.prediction.kind === 'class'
    ? { ...row, prediction: { kind: 'number', value: Number(row.prediction.name) } }
    : row;
const asPair = (row: Compared): ComparedPair => ({ row: row.row, truth: Number(row.label), predicted: numberOf(row) });
const numberOf = ({ prediction }: Compared): number => (prediction.kind === 'number' ? prediction.value : NaN);
const isProbability = (value: number): boolean => value >= 0 && value <= 1;
