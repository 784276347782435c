import * as vscode from 'vscode';
import { kindsWithUris, resourceUris } from '../../sagemaker/artifacts/resourceUris.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { UserError } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import { DataItem } from '../data/dataItem.ts';
import type { UiParts } from '../parts.ts';
import { copyText } from './copyText.ts';
import { pickResources } from './pickResources.ts';

/** **SageMaker: Copy S3 URI**: of an artifact or an output; of several resources, what matters most of each, one per line. */
export function copyS3UriCommand({ connections }: Pick<UiParts, 'connections'>) {
  return async (...args: unknown[]): Promise<void> => {
    const [row, selected] = args;
    const isOfData = row === undefined && Array.isArray(selected) && selected.some((each) => each instanceof DataItem);
    if (isOfData) return void (await vscode.commands.executeCommand(commands.copyDataUri, row, selected));
    const choice = { kinds: kindsWithUris, title: 'Copy S3 URI', none: 'There is no job or model yet.' };
    const targets = await pickResources(connections, args, choice, true);
    if (targets.length === 0) return;
    const found = await Promise.all(
      targets.map(async ({ place, kind, name }) => {
        const { clients } = await place.sessions.connect();
        return resourceUris(kind, await kindOf(kind).describe(clients, name));
      }),
    );
    const [only = []] = found;
    const uris = targets.length === 1 ? await choose(only) : found.flatMap(([first]) => first?.uri ?? []);
    if (uris === undefined) return;
    if (uris.length === 0) throw new UserError(`${targets.map(({ name }) => name).join(', ')} has nothing in S3 yet.`);
    await copyText(uris.join('\n'), uris.length === 1 ? 'the URI is' : `${uris.length} URIs are`);
  };
}

async function choose(found: ReturnType<typeof resourceUris>): Promise<string[] | undefined> {
  if (found.length <= 1) return found.map(({ uri }) => uri);
  const items = found.map(({ what, uri }) => ({ label: what, description: uri, uri }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Copy S3 URI', matchOnDescription: true });
  return picked && [picked.uri];
}
