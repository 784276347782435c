interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

const memory = 8;

/**
 * L-BFGS with a backtracking line search (Nocedal & Wright 2006, algorithms 7.4 and 3.1).
 * @param evaluate - Value and gradient; a value that is not finite counts as too far.
 * @returns The best point seen.
 */
export function minimize(
  evaluate: (point: Float64Array) => Evaluation,
  start: Float64Array,
  limit: number,
): { point: Float64Array; value: number } {
  let point = start;
  let { value, gradient } = evaluate(point);
  const steps: { moved: Float64Array; turned: Float64Array; curvature: number }[] = [];
  for (let iteration = 0; iteration < limit; iteration++) {
    const direction = descent(gradient, steps);
    const slope = dot(direction, gradient);
    if (!(slope < 0) || norm(gradient) < 1e-3) break;
    let length = steps.length === 0 ? Math.min(1, 1 / norm(gradient)) : 1;
    let next: Float64Array | undefined;
    let reached: Evaluation | undefined;
    for (let halving = 0; halving < 12; halving++, length /= 2) {
      const candidate = point.map((coordinate, at) => coordinate + length * (direction[at] as number));
      const evaluation = evaluate(candidate);
      if (evaluation.value <= value + 1e-4 * length * slope) {
        [next, reached] = [candidate, evaluation];
        break;
      }
    }
    if (next === undefined || reached === undefined) break;
    const moved = difference(next, point);
    const turned = difference(reached.gradient, gradient);
    const curvature = dot(moved, turned);
    if (curvature > 1e-12) steps.push({ moved, turned, curvature });
    if (steps.length > memory) steps.shift();
    const gained = value - reached.value;
    [point, value, gradient] = [next, reached.value, reached.gradient];
    if (gained < 1e-5 * (1 + Math.abs(value))) break;
  }
  return { point, value };
}

/** The two-loop recursion: minus the gradient, bent by what the last steps told of the curvature. */
function descent(
  gradient: Float64Array,
  steps: readonly { moved: Float64Array; turned: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares = steps.map(() => 0);
  for (let at = steps.length - 1; at >= 0; at--) {
    const { moved, turned, curvature } = steps[at] as (typeof steps)[number];
    const share = dot(moved, direction) / curvature;
    shares[at] = share;
    add(direction, turned, -share);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = last.curvature / dot(last.turned, last.turned);
    for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] as number) * scale;
  }
  steps.forEach(({ moved, turned, curvature }, at) => {
    add(direction, moved, (shares[at] as number) - dot(turned, direction) / curvature);
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] as number) + times * (what[at] as number);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value - (b[at] as number));
}
