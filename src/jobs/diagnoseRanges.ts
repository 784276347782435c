import type { AlgorithmSpec, HyperparameterSpec } from '../catalog/algorithm.ts';
import { hyperparameterValueProblem, isDecimal } from '../catalog/hyperparameters.ts';
import { closest } from '../shared/closest.ts';
import type { ParsedDefinition } from './definition.ts';
import { valueAt } from './trainingJobValue.ts';
import type { TrainingPart } from './trainingPart.ts';
import type { TuningReport } from './tuningReport.ts';
import { rangeLists, rangesPathOf, tunedRanges, type TunedRange } from './tuningValue.ts';

/** "Resource Limits for Automatic Model Tuning" of the developer guide. */
const mostTuned = 30;

/** What is wrong with what a tuning job is to search. */
export function diagnoseRanges(
  { value }: ParsedDefinition,
  part: TrainingPart,
  spec: AlgorithmSpec | undefined,
  report: TuningReport,
): void {
  const at = rangesPathOf(part.at);
  if (value['Autotune'] === undefined && part.tuned.length === 0 && isUnsaid(value, at)) {
    const message = `${at.at(-1)} is missing: give at least one hyperparameter to tune.`;
    return report.addAtKey(at, 'missing-field', message);
  }
  const ranges = tunedRanges(value, part.at);
  const isSaid = Object.keys(rangeLists).some((list) => report.settled.cover([...at, list]));
  if (ranges.length > mostTuned && !isSaid) {
    report.addAtKey(
      at,
      'too-many-ranges',
      `At most ${mostTuned} hyperparameters are tuned, but here are ${ranges.length}.`,
    );
  }
  for (const range of ranges) {
    const { name } = range;
    if (name === '')
      report.add([...range.at, 'Name'], 'missing-field', 'Name is empty: give the hyperparameter to tune.');
    const isNamed = name !== undefined && name !== '';
    const twins = ranges.filter((other) => isNamed && other.name === name);
    if (twins.length > 1 && twins[0] === range) continue;
    if (twins.length > 1)
      report.add([...range.at, 'Name'], 'double-range', `A second range is for ${name}; each stands once.`);
    else if (isNamed) diagnoseName(name, range, part, spec, report);
    diagnoseBounds(range, report);
    diagnoseScaling(range, report);
  }
}

/** Ranges that are no list, or have no name, are spoken for already. */
function isUnsaid(value: unknown, at: readonly (string | number)[]): boolean {
  const lists = Object.values(valueAt(value, at) ?? {});
  return lists.every((list) => Array.isArray(list) && list.length === 0);
}

function diagnoseName(
  name: string,
  range: TunedRange,
  part: TrainingPart,
  spec: AlgorithmSpec | undefined,
  report: TuningReport,
): void {
  if (valueAt(part.value, ['HyperParameters', name]) !== undefined) {
    const message = `${name} is tuned, so it cannot have a value of its own: remove this one, or its range.`;
    report.addAtKey(part.pathOf(['HyperParameters', name]), 'tuned-and-static', message);
  }
  if (spec === undefined) return;
  const path = [...range.at, 'Name'];
  const found = spec.hyperparameters.find((one) => one.name === name || one.aliases?.includes(name));
  const tunable = spec.hyperparameters.filter((one) => one.tunable === true).map((one) => one.name);
  if (found === undefined) {
    const meant = closest(name, tunable);
    const message = `${spec.title} has no hyperparameter '${name}'.${meant === undefined ? '' : ` Did you mean '${meant}'?`}`;
    report.add(path, 'unknown-hyperparameter', message, meant === undefined ? {} : { replacement: meant });
  } else if (found.tunable !== true) {
    const can = tunable.length > 12 ? '' : ` It can tune ${tunable.join(', ')}.`;
    const message = `${spec.title} cannot tune ${name}: give it as one of StaticHyperParameters.${can}`;
    report.add(path, 'not-tunable', message);
  } else if (range.type === 'continuous' && found.type === 'integer') {
    report.add(path, 'wrong-range-type', `${name} takes whole numbers: put its range into IntegerParameterRanges.`);
  } else if (range.type !== 'categorical' && found.type === 'categorical') {
    report.add(path, 'wrong-range-type', `${name} takes one of some values: list them in CategoricalParameterRanges.`);
  } else diagnoseValues(range, name, found, report);
}

/** Each end of a range, or each of its values, must be one that the algorithm takes. */
function diagnoseValues(range: TunedRange, name: string, spec: HyperparameterSpec, report: TuningReport): void {
  const given: [path: (string | number)[], text: string | undefined][] =
    range.type === 'categorical'
      ? range.values.map((value, index) => [[...range.at, 'Values', index], value])
      : [
          [[...range.at, 'MinValue'], range.min],
          [[...range.at, 'MaxValue'], range.max],
        ];
  for (const [path, text] of given) {
    if (text === undefined || !isOfRange(range, text)) continue;
    // A whole number's range may be for any number, and an open bound is an end all the same.
    const message = hyperparameterValueProblem({ ...spec, exclusiveMin: false, exclusiveMax: false }, name, text);
    if (message !== undefined) report.add(path, 'wrong-hyperparameter', message);
  }
}

/** What is no number of the range's kind is spoken for as such. */
function isOfRange({ type }: TunedRange, text: string): boolean {
  const number = numberOf(text);
  return type === 'categorical' || (number !== undefined && (type === 'continuous' || Number.isInteger(number)));
}

function diagnoseBounds(range: TunedRange, report: TuningReport): void {
  if (range.type === 'categorical') return;
  const whole = range.type === 'integer';
  for (const [member, text] of [
    ['MinValue', range.min],
    ['MaxValue', range.max],
  ] as const) {
    const number = text === undefined ? 0 : numberOf(text);
    if (number !== undefined && (!whole || Number.isInteger(number))) continue;
    report.add(
      [...range.at, member],
      'not-a-number',
      `${member} must be a ${whole ? 'whole ' : ''}number, but is '${text}'.`,
    );
  }
  const isSaid = ['MinValue', 'MaxValue'].some((member) => report.settled.cover([...range.at, member]));
  const [min, max] = isSaid ? [] : [numberOf(range.min), numberOf(range.max)];
  if (min === undefined || max === undefined || min < max) return;
  report.add(
    [...range.at, 'MaxValue'],
    'empty-range',
    `MaxValue ${range.max} must be greater than MinValue ${range.min}.`,
  );
}

/** API reference, ContinuousParameterRange and IntegerParameterRange. */
function diagnoseScaling({ type, scaling, min, max, at }: TunedRange, report: TuningReport): void {
  const [low, high] = [numberOf(min), numberOf(max)];
  if (scaling === 'Logarithmic' && low !== undefined && low <= 0) {
    report.add(
      [...at, 'MinValue'],
      'wrong-scaling',
      `Logarithmic scaling needs values above 0, but MinValue is ${min}.`,
    );
  }
  if (scaling !== 'ReverseLogarithmic') return;
  if (type === 'integer') {
    const message = 'ReverseLogarithmic scaling is for continuous ranges: use Linear, Logarithmic or Auto.';
    report.add([...at, 'ScalingType'], 'wrong-scaling', message, { replacement: 'Auto' });
  } else if (low !== undefined && low < 0) {
    report.add(
      [...at, 'MinValue'],
      'wrong-scaling',
      `ReverseLogarithmic scaling needs values from 0, but MinValue is ${min}.`,
    );
  } else if (high !== undefined && high >= 1) {
    report.add(
      [...at, 'MaxValue'],
      'wrong-scaling',
      `ReverseLogarithmic scaling needs values below 1, but MaxValue is ${max}.`,
    );
  }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && isDecimal(text) ? Number(text) : undefined;
}
