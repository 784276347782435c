/** A repeatable source of numbers in [0, 1). */
export function randomSource(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A number; 0 or 1; or one of four classes, counted from 0. */
export type LabelKind = 'regression' | 'classes' | 'fourClasses';

/**
 * A headerless CSV, label first, whose columns are of every awkward kind: continuous, few distinct values, huge, tiny, constant,
 * mostly missing; one cell in eight is missing.
 */
export function awkwardCsv(seed: number, rows: number, kind: LabelKind, weighted = false): string {
  const random = randomSource(seed);
  return Array.from({ length: rows }, () => {
    const features = [
      random() * 10,
      Math.floor(random() * 4),
      random() * 1e6,
      random() * 1e-5,
      7,
      random() < 0.9 ? NaN : random(),
      random() - 0.5,
    ];
    const [a = 0, b = 0, c = 0, , , f = 0, g = 0] = features;
    const signal = Math.sin(a) * 3 + b * 2 + c / 4e5 + (Number.isNaN(f) ? 1 : -2 * f) + g + random();
    const label = labelOf(kind, signal, random);
    const cells = features.map((value) => (Number.isNaN(value) || random() < 1 / 8 ? '' : String(Math.fround(value))));
    return [label, ...(weighted ? [(random() * 3).toFixed(2)] : []), ...cells].join(',');
  }).join('\n');
}

/** The same as libsvm, indices counted from 1 as most files of this kind do; what is missing is left out. */
export function awkwardLibsvm(seed: number, rows: number, kind: LabelKind, weighted = false): string {
  const lines = awkwardCsv(seed, rows, kind, weighted).split('\n');
  return lines
    .map((line) => {
      const [label, ...cells] = line.split(',');
      const weight = weighted ? `:${cells.shift()}` : '';
      const pairs = cells.map((cell, index) => (cell === '' ? '' : ` ${index + 1}:${cell}`));
      return `${label}${weight}${pairs.join('')}`;
    })
    .join('\n');
}

function labelOf(kind: LabelKind, signal: number, random: () => number): string | number {
  if (kind === 'regression') return signal.toFixed(4);
  if (kind === 'classes') return Number(signal + random() * 3 > 6);
  return Math.min(3, Math.max(0, Math.floor((signal + random()) / 2.5)));
}
