import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';

/** What is told, and of what. */
export function registerNotificationCommands({ registerForRows: register, connections, awaited }: UiParts): void {
  register(
    commands.notifyWhenDone,
    lazily(async () => (await import('./notifyCommand.ts')).notifyCommand(connections, awaited)),
  );
}
