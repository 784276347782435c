import { cloneFile } from '../../jobs/clone/cloneText.ts';
import { creatableKinds } from '../../jobs/clone/creation.ts';
import { readRequest } from '../../jobs/clone/readRequest.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { platform } from '../../shared/node/platform.ts';
import type { UiParts } from '../parts.ts';
import { pickCreatable } from './pickCreatable.ts';
import { freeUri, openUnsaved } from './unsavedFile.ts';

/** **SageMaker: Clone to Definition…**: the requests that made resources, as files to be changed and sent again; they are not saved yet. */
export function cloneCommand({ connections, clock }: Pick<UiParts, 'connections' | 'clock'>) {
  return async (...args: unknown[]): Promise<void> => {
    const targets = await pickCreatable(connections, args, {
      kinds: creatableKinds,
      title: 'Clone to a definition',
      none: 'There is nothing to clone yet.',
    });
    for (const { place, kind, name } of targets) {
      const { clients } = await place.sessions.connect();
      const { connection } = clients;
      const source = { name, noun: kindOf(kind).noun, where: connection.label, place: connection };
      const request = await readRequest(clients, kind, name);
      const { fileName, text } = cloneFile(kind, request, source, clock.now(), platform);
      await openUnsaved(freeUri(fileName), text);
    }
  };
}
