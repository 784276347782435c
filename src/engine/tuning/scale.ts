import type { Scaling } from './searchStrategy.ts';

/** A range of numbers as the search sees it: 0 to 1, evenly. */
export interface Scale {
  /** Outside of [0, 1] for what is outside of the range; not finite for what the scale does not know (a logarithm of 0). */
  toUnit(value: number): number;
  /** @param unit - In [0, 1]. */
  fromUnit(unit: number): number;
}

/** From a hundredfold on, equal steps would hardly ever try the small end. */
const widelySpread = 100;

/**
 * The scale of a range, inclusive of both ends. SageMaker's documentation names the scales and leaves what Auto does open; here it takes
 * Logarithmic where max / min is 100 or more, ReverseLogarithmic where (1 - min) / (1 - max) is, and Linear otherwise.
 */
export function scaleOf(min: number, max: number, scaling: Scaling): Scale {
  switch (scaling) {
    case 'Auto':
      return scaleOf(min, max, chooseScaling(min, max));
    case 'Linear':
      return between(
        min,
        max,
        (value) => value,
        (scaled) => scaled,
      );
    case 'Logarithmic':
      return between(min, max, Math.log, Math.exp);
    case 'ReverseLogarithmic':
      return between(
        min,
        max,
        (value) => -Math.log1p(-value),
        (scaled) => -Math.expm1(-scaled),
      );
  }
}

function chooseScaling(min: number, max: number): Scaling {
  const nearZero = min > 0 ? max / min : 1;
  const nearOne = min >= 0 && max < 1 ? (1 - min) / (1 - max) : 1;
  if (nearZero >= widelySpread && nearZero > nearOne) return 'Logarithmic';
  if (nearOne >= widelySpread && nearOne > nearZero) return 'ReverseLogarithmic';
  return 'Linear';
}

function between(
  min: number,
  max: number,
  scaled: (value: number) => number,
  value: (scaled: number) => number,
): Scale {
  const low = scaled(min);
  const high = scaled(max);
  // Halves, because the difference of two large numbers may be infinite.
  const half = high / 2 - low / 2;
  return {
    toUnit: (number) => (half === 0 ? 0.5 : (scaled(number) / 2 - low / 2) / half),
    fromUnit: (unit) => Math.min(max, Math.max(min, value(low * (1 - unit) + high * unit))),
  };
}
