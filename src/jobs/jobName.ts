import type { DefinitionKind } from './definitionKind.ts';

/** In UTC: `-YYYY-MM-DD-HH-MM-SS-mmm`, or the short form `-YYMMDD-HHMMSS`, as the SageMaker Python SDK writes them (its short one has no seconds). */
function suffixOf(now: number, maxLength: number): string {
  const iso = new Date(now).toISOString().replace(/[:.T]/g, '-').replace('Z', '');
  if (maxLength >= 2 * iso.length) return `-${iso}`;
  const [year = '', month, day, hour, minute, second] = iso.split('-');
  return `-${year.slice(2)}${month}${day}-${hour}${minute}${second}`;
}

/**
 * A job name that was not there before: SageMaker never forgets one.
 * @param now - Milliseconds since the epoch.
 */
export function uniqueJobName(
  base: string,
  now: number,
  { maxNameLength }: Pick<DefinitionKind, 'maxNameLength'>,
): string {
  const suffix = suffixOf(now, maxNameLength);
  // The longest base that keeps its full length beside the suffix.
  return base.slice(0, maxNameLength - suffix.length).replace(/-+$/, '') + suffix;
}

/** A name without what was added to make it unique. */
export function baseJobName(name: string): string {
  return name.replace(/-(\d{4}(-\d{2}){5}-\d{3}|\d{6}-\d{6})$/, '');
}
