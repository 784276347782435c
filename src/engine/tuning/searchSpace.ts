import { scaleOf } from './scale.ts';
import type { ParameterRange, ParameterValues } from './searchStrategy.ts';
import { floatText, integerText } from './valueText.ts';

/** One hyperparameter's part of a point: one coordinate for a number, one per value for a category. */
interface Axis {
  readonly name: string;
  readonly width: number;
  /** How many different values it has. */
  readonly size: number;
  /** @returns false where the text has no place on it. */
  encode(text: string, point: Float64Array, at: number): boolean;
  /** The value that the coordinates mean, by its number. */
  decode(point: Float64Array, at: number): string;
  /** Sets the coordinates from one number in [0, 1): equal parts of it are equally likely on the axis' scale. */
  place(uniform: number, point: Float64Array, at: number): void;
  /** Goes a step along a scale, turned back at its ends and held by them when close; of categories the one that the uniform number means. */
  move(step: number, uniform: number, point: Float64Array, at: number): void;
  /** The value with this number, of a finite axis. */
  valueAt(index: number): string;
}

/**
 * The tunable hyperparameters as a cube of edge 1: numbers on their scale, integers at the middle of their share, categories as one
 * coordinate per value.
 */
export class SearchSpace {
  /** Coordinates of a point. */
  readonly columns: number;
  /** To which hyperparameter a coordinate belongs. */
  readonly parameterOf: readonly number[];
  /** How many points there are; Infinity with a continuous range. */
  readonly size: number;
  private readonly axes: readonly Axis[];
  private readonly starts: readonly number[];

  /** @param ranges - Valid: ends finite and in order, logarithmic ones within the bounds of their scale. */
  constructor(readonly ranges: readonly ParameterRange[]) {
    this.axes = ranges.map(axisOf);
    this.parameterOf = this.axes.flatMap(({ width }, at) => Array.from({ length: width }, () => at));
    this.columns = this.parameterOf.length;
    this.starts = this.axes.map((_, at) => this.parameterOf.indexOf(at));
    this.size = this.axes.reduce((product, { size }) => product * size, 1);
  }

  /** @returns undefined where a value is missing or none of its kind, as a parent's of a warm start may be. */
  encode(values: ParameterValues): Float64Array | undefined {
    const point = new Float64Array(this.columns);
    const fits = this.axes.every((axis, at) => {
      const text = values[axis.name];
      return text !== undefined && axis.encode(text, point, this.start(at));
    });
    return fits ? point : undefined;
  }

  /** Always within the ranges. */
  decode(point: Float64Array): ParameterValues {
    return this.valuesOf((axis, at) => axis.decode(point, this.start(at)));
  }

  /** @param uniforms - One number in [0, 1) for each hyperparameter. */
  place(uniforms: readonly number[]): Float64Array {
    const point = new Float64Array(this.columns);
    this.axes.forEach((axis, at) => axis.place(uniforms[at] as number, point, this.start(at)));
    return point;
  }

  /** Changes one hyperparameter of a point: a number by the step, a category to the one that `uniform`, in [0, 1), means. */
  move(point: Float64Array, parameter: number, step: number, uniform: number): void {
    (this.axes[parameter] as Axis).move(step, uniform, point, this.start(parameter));
  }

  /** The point with this number of a finite space, the last hyperparameter changing fastest. */
  at(index: number): ParameterValues {
    let rest = index;
    const numbers = this.axes.map(() => 0);
    for (let at = this.axes.length - 1; at >= 0; at--) {
      const { size } = this.axes[at] as Axis;
      numbers[at] = rest % size;
      rest = Math.floor(rest / size);
    }
    return this.valuesOf((axis, at) => axis.valueAt(numbers[at] as number));
  }

  /** The same for the same values, whatever else the record holds. */
  key(values: ParameterValues): string {
    // Asked for every trial at every proposal, where JSON would cost as much as the model.
    let key = '';
    for (const { name } of this.axes) key += `${values[name] ?? '\u0001'}\u0000`;
    return key;
  }

  private valuesOf(text: (axis: Axis, at: number) => string): ParameterValues {
    return Object.fromEntries(this.axes.map((axis, at) => [axis.name, text(axis, at)]));
  }

  private start(at: number): number {
    return this.starts[at] as number;
  }
}

function axisOf(range: ParameterRange): Axis {
  switch (range.kind) {
    case 'continuous':
      return numberAxis(range, 0, floatText);
    case 'integer':
      return numberAxis(range, 0.5, integerText);
    case 'categorical':
      return categoryAxis(range.name, [...new Set(range.values)]);
  }
}

/** A step that ends closer to an end of a range, in edges of the cube, ends on it: the rest would be tried again and again. */
const nearEnd = 0.005;

type NumberRange = Extract<ParameterRange, { kind: 'continuous' | 'integer' }>;

/** @param margin - Half a step: the first and the last integer are as likely as the others. */
function numberAxis(range: NumberRange, margin: number, text: (value: number) => string): Axis {
  const { name, min, max } = range;
  const whole = margin > 0;
  // No integer lies within 0 <= x < 1 but 0, so that this scale has no margin to give.
  const scaling = whole && range.scaling === 'ReverseLogarithmic' ? 'Linear' : range.scaling;
  const scale = scaleOf(min - margin, max + margin, whole && scaling === 'Auto' ? autoOfIntegers(range) : scaling);
  const clamp = (value: number): number => Math.min(max, Math.max(min, value)) + 0;
  const valueOf = (unit: number): number => {
    // The ends themselves, which a logarithm and its exponential would miss by a rounding.
    const value = unit <= 0 ? min : unit >= 1 ? max : scale.fromUnit(unit);
    return clamp(whole ? Math.round(value) : value);
  };
  const place = (unit: number, point: Float64Array, at: number): void => {
    point[at] = whole ? scale.toUnit(valueOf(unit)) : unit;
  };
  return {
    name,
    width: 1,
    size: whole ? max - min + 1 : max > min ? Infinity : 1,
    encode(value, point, at) {
      const unit = value.trim() === '' ? NaN : scale.toUnit(Number(value));
      point[at] = unit;
      return Number.isFinite(unit);
    },
    decode: (point, at) => text(valueOf(point[at] as number)),
    place,
    move(step, _uniform, point, at) {
      const moved = Math.abs((point[at] as number) + step) % 2;
      const unit = moved > 1 ? 2 - moved : moved;
      place(unit < nearEnd ? 0 : unit > 1 - nearEnd ? 1 : unit, point, at);
    },
    valueAt: (index) => text(min + index),
  };
}

/** The margin of half a step would change what Auto sees. */
function autoOfIntegers({ min, max }: NumberRange): 'Logarithmic' | 'Linear' {
  return min > 0 && max / min >= 100 ? 'Logarithmic' : 'Linear';
}

function categoryAxis(name: string, values: readonly string[]): Axis {
  const set = (point: Float64Array, at: number, chosen: number): void => {
    point.fill(0, at, at + values.length);
    if (chosen >= 0) point[at + chosen] = 1;
  };
  const strongest = (point: Float64Array, at: number): number => {
    let best = 0;
    for (let value = 1; value < values.length; value++) {
      if ((point[at + value] as number) > (point[at + best] as number)) best = value;
    }
    return best;
  };
  const place = (uniform: number, point: Float64Array, at: number): void =>
    set(point, at, Math.min(values.length - 1, Math.floor(uniform * values.length)));
  return {
    name,
    width: values.length,
    size: values.length,
    // A parent's value that is no longer offered is as far from each that is.
    encode(value, point, at) {
      set(point, at, values.indexOf(value));
      return true;
    },
    decode: (point, at) => values[strongest(point, at)] as string,
    place,
    move: (_step, uniform, point, at) => place(uniform, point, at),
    valueAt: (index) => values[index] as string,
  };
}
