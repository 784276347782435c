import type { ParameterRange, ParameterValues, Scaling, Trial } from '../../../../src/engine/tuning/searchStrategy.ts';
import { SeededRandom } from '../../../../src/engine/tuning/seededRandom.ts';

/** A valid space of one to five ranges of every kind and scale, small and large ones. */
export function generatedSpace(seed: number): ParameterRange[] {
  const random = new SeededRandom(seed, 0);
  return Array.from({ length: 1 + random.below(5) }, (_, at) => generatedRange(`p${at}`, random));
}

function generatedRange(name: string, random: SeededRandom): ParameterRange {
  const choose = <T>(choices: readonly T[]): T => choices[random.below(choices.length)] as T;
  if (random.uniform() < 0.3) {
    return { kind: 'categorical', name, values: Array.from({ length: 1 + random.below(6) }, (_, at) => `value ${at}`) };
  }
  if (random.uniform() < 0.5) {
    const scaling = choose<Scaling>(['Auto', 'Linear', 'Logarithmic']);
    const min = scaling === 'Logarithmic' ? 1 + random.below(5) : random.below(2000) - 1000;
    return { kind: 'integer', name, min, max: min + choose([0, 1, 3, 1000, 1e9]), scaling };
  }
  const scaling = choose<Scaling>(['Auto', 'Linear', 'Logarithmic', 'ReverseLogarithmic']);
  switch (scaling) {
    case 'ReverseLogarithmic': {
      const min = random.uniform() * 0.9;
      return { kind: 'continuous', name, min, max: 1 - (1 - min) * 10 ** -(1 + random.below(6)), scaling };
    }
    case 'Logarithmic': {
      const min = 10 ** -random.below(12);
      return { kind: 'continuous', name, min, max: min * 10 ** (1 + random.below(12)), scaling };
    }
    case 'Auto':
    case 'Linear': {
      const min = (random.uniform() - 0.5) * choose([1e-9, 1, 1e9, 1e308]);
      return { kind: 'continuous', name, min, max: min + Math.abs(min) * choose([0, 1e-3, 1, 3]), scaling };
    }
  }
}

/** Why a proposal is not one of this space; undefined when it is. */
export function faultOf(values: ParameterValues, ranges: readonly ParameterRange[]): string | undefined {
  if (Object.keys(values).length !== ranges.length) return 'other names';
  for (const range of ranges) {
    const text = values[range.name];
    if (text === undefined) return `${range.name} is missing`;
    if (range.kind === 'categorical') {
      if (!range.values.includes(text)) return `${range.name}: ${text} is not offered`;
      continue;
    }
    const form = range.kind === 'integer' ? /^-?\d+$/ : /^-?\d+(\.\d+)?(e[-+]\d\d+)?$/;
    if (!form.test(text)) return `${range.name}: ${text} is badly formed`;
    const value = Number(text);
    if (!(value >= range.min && value <= range.max)) return `${range.name}: ${text} is out of range`;
  }
  return undefined;
}

/** How many combinations there are. */
export function sizeOf(ranges: readonly ParameterRange[]): number {
  return ranges.reduce((product, range) => {
    if (range.kind === 'categorical') return product * range.values.length;
    return product * (range.kind === 'integer' ? range.max - range.min + 1 : range.max > range.min ? Infinity : 1);
  }, 1);
}

/** A trial that ended in one of the ways that trials end. */
export function ended(values: ParameterValues, random: SeededRandom): Trial {
  const dice = random.below(12);
  if (dice === 0) return { values, state: 'failed' };
  if (dice === 1) return { values, state: 'running' };
  if (dice === 2) return { values, state: 'finished', objective: NaN };
  if (dice === 3) return { values, state: 'finished', objective: 1e300 };
  if (dice === 4) return { values, state: 'finished', objective: 1 };
  return { values, state: 'finished', objective: random.normal() };
}
