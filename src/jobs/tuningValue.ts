import type { DefinitionPath, JsonObject } from './definitionReader.ts';
import { valueAt } from './trainingJobValue.ts';

/** The members of ParameterRanges, with the type of hyperparameter that each is for. */
export const rangeLists = {
  IntegerParameterRanges: 'integer',
  ContinuousParameterRanges: 'continuous',
  CategoricalParameterRanges: 'categorical',
} as const;

type RangeList = keyof typeof rangeLists;

/** A range of a tuning job as far as it could be understood; bounds are texts in the API. */
export interface TunedRange {
  readonly name: string | undefined;
  readonly type: (typeof rangeLists)[RangeList];
  readonly min: string | undefined;
  readonly max: string | undefined;
  /** Of a categorical one. */
  readonly values: readonly string[];
  readonly scaling: unknown;
  readonly at: DefinitionPath;
}

const config = 'HyperParameterTuningJobConfig';

/** Where the ranges of a job definition stand: a single one's in the tuning job's configuration, one of several has its own. */
export function rangesPathOf(part: DefinitionPath): DefinitionPath {
  return part.length === 1 ? [config, 'ParameterRanges'] : [...part, 'HyperParameterRanges'];
}

/** Where the objective of a job definition stands. */
export function objectivePathOf(part: DefinitionPath): DefinitionPath {
  return part.length === 1 ? [config, 'HyperParameterTuningJobObjective'] : [...part, 'TuningObjective'];
}

/** The ranges that a tuning job searches for the job definition at a path. */
export function tunedRanges(value: JsonObject, part: DefinitionPath): TunedRange[] {
  const at = rangesPathOf(part);
  return (Object.keys(rangeLists) as RangeList[]).flatMap((list) => {
    const ranges = valueAt(value, [...at, list]);
    if (!Array.isArray(ranges)) return [];
    return ranges.map((range: unknown, index): TunedRange => {
      const values = valueAt(range, ['Values']);
      return {
        name: textAt(range, 'Name'),
        type: rangeLists[list],
        min: textAt(range, 'MinValue'),
        max: textAt(range, 'MaxValue'),
        values: Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [],
        scaling: valueAt(range, ['ScalingType']),
        at: [...at, list, index],
      };
    });
  });
}

/** The hyperparameters that are not the definition's own to say; none for a training job. */
export function tunedNames(value: JsonObject, part: DefinitionPath): string[] {
  if (part.length === 0) return [];
  const auto = valueAt(value, [...rangesPathOf(part), 'AutoParameters']);
  const automatic = (Array.isArray(auto) ? auto : []).map((one) => textAt(one, 'Name'));
  const names = [...tunedRanges(value, part).map(({ name }) => name), ...automatic];
  return names.filter((name) => name !== undefined);
}

function textAt(value: unknown, member: string): string | undefined {
  const found = valueAt(value, [member]);
  return typeof found === 'string' ? found : undefined;
}
