import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { chooseConnectionCommand } from './chooseConnectionCommand.ts';

/** Where one works: chosen, moved to another region, signed in again. */
export function registerConnectionCommands({ register, connections }: Pick<UiParts, 'register' | 'connections'>): void {
  register(commands.chooseConnection, chooseConnectionCommand(connections));
  register(
    commands.switchRegion,
    lazily(async () => (await import('./switchRegionCommand.ts')).switchRegionCommand(connections)),
  );
  register(
    commands.signIn,
    lazily(async () => (await import('./signInCommand.ts')).signInCommand(connections)),
  );
}
