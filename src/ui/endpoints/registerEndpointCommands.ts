import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';

/** What is done with endpoints, each command loaded at its first use. */
export function registerEndpointCommands(parts: UiParts): void {
  const { registerForRows: register, own, awaited, log } = parts;
  register(
    commands.deploy,
    lazily(async () => (await import('./deployCommand.ts')).deployCommand(parts)),
  );
  register(
    commands.updateEndpoint,
    lazily(async () => (await import('./updateCommand.ts')).updateCommand(parts)),
  );
  register(
    commands.setWeights,
    lazily(async () => (await import('./setWeightsCommand.ts')).setWeightsCommand(parts)),
  );
  register(
    commands.deleteEndpoints,
    lazily(async () => (await import('./deleteEndpointsCommand.ts')).deleteEndpointsCommand(parts)),
  );
  own(
    awaited.onDidEndChange((ended) => {
      import('./endpointChanges.ts')
        .then(({ tellEndedChange }) => tellEndedChange(ended, parts))
        .catch((error: unknown) => log.error(`Telling of ${ended.target.name}`, error));
    }),
  );
}
