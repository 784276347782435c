import type { DefinitionKind } from './definitionKind.ts';

/** In UTC: `-YYYY-MM-DD-HH-MM-SS-mmm` where a name is long enough to say more, else `-YYMMDD-HHMMSS`; much as the SageMaker Python SDK does. */
function suffixOf(now: number, maxLength: number): string {
  const long = `-${new Date(now).toISOString().replace(/[:.T]/g, '-').replace('Z', '')}`;
  if (maxLength >= 2 * long.length) return long;
  const digits = long.replaceAll('-', '');
  return `-${digits.slice(2, 8)}-${digits.slice(8, 14)}`;
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
