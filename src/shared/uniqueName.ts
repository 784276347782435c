/** In UTC: `-YYYY-MM-DD-HH-MM-SS-mmm` where a name is long enough to say more, else `-YYMMDD-HHMMSS`; much as the SageMaker Python SDK does. */
function suffixOf(now: number, maxLength: number): string {
  const long = `-${new Date(now).toISOString().replace(/[:.T]/g, '-').replace('Z', '')}`;
  if (maxLength >= 2 * long.length) return long;
  const digits = long.replaceAll('-', '');
  return `-${digits.slice(2, 8)}-${digits.slice(8, 14)}`;
}

/** A name with the time in it, at most `maxLength` long. @param now - Milliseconds since the epoch. */
export function uniqueName(base: string, now: number, maxLength: number): string {
  const suffix = suffixOf(now, maxLength);
  // The longest base that keeps its full length beside the suffix.
  return base.slice(0, maxLength - suffix.length).replace(/-+$/, '') + suffix;
}

/** A name without what was added to make it unique, here or by another program that leaves out the milliseconds. */
export function baseName(name: string): string {
  return name.replace(/-(\d{4}(-\d{2}){5}(-\d{3})?|\d{6}-\d{6})$/, '');
}
