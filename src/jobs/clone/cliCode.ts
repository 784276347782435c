import type { Platform } from '../../shared/node/platform.ts';
import { cliCommand, type CommandPlace } from '../cliCommand.ts';
import type { JsonObject } from '../definitionReader.ts';
import { named, replacements } from './cloneText.ts';
import { creationOf, type CreatableKind } from './creation.ts';

/**
 * The command of the AWS CLI that creates a resource again, with outputs of its own where they are under its name; comments ahead tell which it would replace.
 * @param request - What made the resource.
 * @param name - Of the new one.
 */
export function createCommand(
  kind: CreatableKind,
  name: string,
  request: JsonObject,
  place: CommandPlace,
  platform: Pick<Platform, 'quoted' | 'variable' | 'keepsInnerQuotes'>,
): string {
  const made = named(kind, request, name);
  const warnings = replacements(kind, request, made);
  return cliCommand({ kind: creationOf(kind, made), request: made, uploads: [], warnings }, place, platform);
}
