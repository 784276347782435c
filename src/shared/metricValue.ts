/** Six significant digits, as training logs print; NaN and infinities by name. */
export function formatMetricValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(4).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(6)));
}

/** With four significant digits, for a row, which has room for little more; a whole number keeps all of its own. */
export function formatMetricShortly(value: number): string {
  const size = Math.abs(value);
  if (!(size >= 1e-4 && size < 1e7)) return formatMetricValue(value);
  return String(size >= 1e4 ? Math.round(value) : Number(value.toPrecision(4)));
}
