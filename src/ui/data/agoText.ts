const units: readonly (readonly [milliseconds: number, name: string])[] = [
  [365 * 86_400_000, 'y'],
  [30 * 86_400_000, 'mo'],
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
];

/** How long ago, in one unit: `3 min ago`, `2 mo ago`. */
export function agoText(then: number, now: number): string {
  const unit = units.find(([length]) => now - then >= length);
  return unit === undefined ? 'just now' : `${Math.floor((now - then) / unit[0])} ${unit[1]} ago`;
}
