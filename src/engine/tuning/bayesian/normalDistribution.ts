const logRoot2Pi = Math.log(2 * Math.PI) / 2;

/** log of φ(z) + z·Φ(z), what one may expect above 0 of a normal variable with mean z; finite far below 0 too. */
export function logExpectedPositive(z: number): number {
  const logDensity = -(z * z) / 2 - logRoot2Pi;
  if (z > -1) return Math.log(Math.exp(logDensity) + z * normalBelow(z));
  // φ(z)·(1 − |z|·m(|z|)), with Mills' ratio m: a difference of near numbers, which the continued fraction has already taken.
  return logDensity + Math.log(remainder(-z));
}

/** Φ(z), by the continued fraction of Mills' ratio in the tails and a series between. */
export function normalBelow(z: number): number {
  const far = Math.abs(z);
  if (far > 3) {
    const tail = (Math.exp(-(z * z) / 2 - logRoot2Pi) * (1 - remainder(far))) / far;
    return z < 0 ? tail : 1 - tail;
  }
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) sum += term = (term * z * z) / odd;
  return 0.5 + sum * Math.exp(-(z * z) / 2 - logRoot2Pi);
}

/** 1 − x·m(x) for x ≥ 1, where m(x) = 1/(x + 1/(x + 2/(x + 3/(x + …)))). */
function remainder(x: number): number {
  let fraction = x;
  for (let at = 200; at >= 2; at--) fraction = x + at / fraction;
  // m = 1/(x + 1/f), so 1 − x·m = (1/f)/(x + 1/f).
  return 1 / (x * fraction + 1);
}

/** Φ⁻¹, by halving: precise, and seldom needed. */
export function normalQuantile(probability: number): number {
  let [low, high] = [-9, 9];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
