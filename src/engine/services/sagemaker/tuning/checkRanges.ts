import { isDecimal } from '../../../../catalog/hyperparameters.ts';
import { refuse } from './refuse.ts';
import type { NumericRange, ParameterRanges } from './tuningJobRequest.ts';

/** API reference, ParameterRanges: over all three lists. (The developer guide would also count each value of a categorical one.) */
const mostRanges = 30;

/** @throws AwsError ValidationException for ranges that cannot be searched (API reference, ParameterRanges and HyperParameterScalingType). */
export function checkRanges(ranges: ParameterRanges, fixed: Readonly<Record<string, string>>): void {
  const { IntegerParameterRanges = [], ContinuousParameterRanges = [], CategoricalParameterRanges = [] } = ranges;
  const all = [...IntegerParameterRanges, ...ContinuousParameterRanges, ...CategoricalParameterRanges];
  const names = all.map(({ Name }) => Name);
  if (names.length === 0) refuse('At least one hyperparameter range is needed: there is nothing to tune.');
  if (names.length > mostRanges)
    refuse(`A tuning job can search ${mostRanges} hyperparameters, but ${names.length} have ranges.`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) refuse(`The hyperparameter '${twice}' has two ranges; give it one.`);
  const both = names.find((name) => Object.hasOwn(fixed, name));
  if (both !== undefined)
    refuse(
      `The hyperparameter '${both}' has a range and a static value; remove it from StaticHyperParameters or from the ranges.`,
    );
  for (const range of IntegerParameterRanges) checkNumeric(range, 'integer');
  for (const range of ContinuousParameterRanges) checkNumeric(range, 'continuous');
  for (const { Name, Values } of CategoricalParameterRanges)
    if (new Set(Values).size < Values.length)
      refuse(`The values of '${Name}' must differ, but are ${Values.join(', ')}.`);
}

/** How many different jobs there can be; Infinity with a continuous range. */
export function combinationsOf(ranges: ParameterRanges): number {
  const { IntegerParameterRanges = [], ContinuousParameterRanges = [], CategoricalParameterRanges = [] } = ranges;
  if (ContinuousParameterRanges.length > 0) return Infinity;
  const integers = IntegerParameterRanges.map(({ MinValue, MaxValue }) => Number(MaxValue) - Number(MinValue) + 1);
  return [...integers, ...CategoricalParameterRanges.map(({ Values }) => Values.length)].reduce((a, b) => a * b, 1);
}

function checkNumeric(range: NumericRange, kind: 'integer' | 'continuous'): void {
  const { Name, MinValue, MaxValue, ScalingType = 'Auto' } = range;
  for (const [member, text] of Object.entries({ MinValue, MaxValue })) {
    if (kind === 'integer' ? !isInteger(text) : !isDecimal(text))
      refuse(
        `${member} of the ${kind} hyperparameter '${Name}' must be ${kind === 'integer' ? 'a whole number' : 'a number'}, but is '${text}'.`,
      );
  }
  const [min, max] = [Number(MinValue), Number(MaxValue)];
  const described = `The range of '${Name}' is ${MinValue} to ${MaxValue}`;
  if (!(min < max)) refuse(`${described}; its MinValue must be less than its MaxValue.`);
  if (ScalingType === 'Logarithmic' && min <= 0)
    refuse(`${described}; Logarithmic scaling works only for ranges that have only values greater than 0.`);
  if (ScalingType !== 'ReverseLogarithmic') return;
  if (kind === 'integer')
    refuse(
      `The integer hyperparameter '${Name}' cannot have ReverseLogarithmic scaling, which is for continuous ranges.`,
    );
  if (min < 0 || max >= 1)
    refuse(
      `${described}; ReverseLogarithmic scaling works only for ranges that are entirely within the range 0 <= x < 1.0.`,
    );
}

const isInteger = (text: string): boolean => /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text));
