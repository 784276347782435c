/** A duration as a person says it: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`, `5 d 3 h`. @param milliseconds - Negative counts as zero. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** In one unit, for a row, which has room for little more: `0.4 s`, `12 s`, `3.1 min`, `2.2 h`, `5.1 d`. @param milliseconds - Negative counts as zero. */
export function formatDurationShortly(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return formatDuration(milliseconds);
  const [size, unit] = seconds < 3600 ? [60, 'min'] : seconds < 48 * 3600 ? [3600, 'h'] : [24 * 3600, 'd'];
  return `${(seconds / size).toFixed(1)} ${unit}`;
}
