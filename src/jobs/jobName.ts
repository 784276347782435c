import { baseName, uniqueName } from '../shared/uniqueName.ts';
import type { DefinitionKind } from './definitionKind.ts';

/**
 * A job name that was not there before: SageMaker never forgets one.
 * @param now - Milliseconds since the epoch.
 */
export function uniqueJobName(
  base: string,
  now: number,
  { maxNameLength }: Pick<DefinitionKind, 'maxNameLength'>,
): string {
  return uniqueName(base, now, maxNameLength);
}

/** A name without what was added to make it unique. */
export const baseJobName = baseName;
