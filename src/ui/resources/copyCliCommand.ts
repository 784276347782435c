import { createCommand } from '../../jobs/clone/cliCode.ts';
import { freshNames } from '../../jobs/clone/cloneText.ts';
import { creatableKinds } from '../../jobs/clone/creation.ts';
import { readRequest } from '../../jobs/clone/readRequest.ts';
import { platform } from '../../shared/node/platform.ts';
import type { UiParts } from '../parts.ts';
import { copyText } from './copyText.ts';
import { pickCreatable } from './pickCreatable.ts';
import { wordsFor } from './resourceWords.ts';

/** **SageMaker: Copy as AWS CLI Command**: the one that creates the same under a new name; of several, one after the other. */
export function copyCliCommand({ connections, clock }: Pick<UiParts, 'connections' | 'clock'>) {
  return async (...args: unknown[]): Promise<void> => {
    const targets = await pickCreatable(connections, args, {
      kinds: creatableKinds,
      title: 'Copy as AWS CLI command',
      none: 'There is nothing to copy yet.',
    });
    if (targets.length === 0) return;
    const names = freshNames(targets, clock.now());
    const commands = targets.map(async ({ place, kind, name }, index) => {
      const { clients } = await place.sessions.connect();
      const request = await readRequest(clients, kind, name);
      return createCommand(kind, names[index] ?? '', request, clients.connection, platform);
    });
    const what =
      names.length === 1
        ? `the command that creates ${names[0]} is`
        : `the commands that create ${wordsFor(targets)} are`;
    await copyText((await Promise.all(commands)).join('\n'), what);
  };
}
