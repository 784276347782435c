import * as vscode from 'vscode';
import { loggedKinds, logPlaceOf } from '../../sagemaker/logs/logPlace.ts';
import { logStreamsOf, type LogStream } from '../../sagemaker/logs/logStreams.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import type { UiParts } from '../parts.ts';
import type { LogDocuments } from './logDocuments.ts';
import { logUri } from './logUri.ts';
import { pickResources } from './pickResources.ts';
import type { ResourceTarget } from './resourceTarget.ts';

/** **SageMaker: Open Logs**: of a job, an endpoint's instances or a notebook instance, as documents that follow. */
export function openLogsCommand({ connections }: Pick<UiParts, 'connections'>, documents: LogDocuments) {
  return async (...args: unknown[]): Promise<void> => {
    const choice = {
      kinds: loggedKinds,
      title: 'Open logs',
      none: 'There is nothing that logs yet.',
    };
    const targets = await pickResources(connections, args, choice, true);
    for (const target of targets) await openLogsOf(target, documents, targets.length === 1);
  };
}

/** @param isAsked - Whether the user chooses among several logs; else the first is opened. */
async function openLogsOf(
  { place: { choice, sessions }, kind, name: resource }: ResourceTarget,
  documents: LogDocuments,
  isAsked: boolean,
): Promise<void> {
  const place = logPlaceOf(kind, resource);
  if (place === undefined) return;
  const { clients, connection } = await sessions.connect();
  const streams = await logStreamsOf(clients, place);
  if (streams.length === 0) {
    const message = `SageMaker: the ${kindOf(kind).noun} ${resource} has logged nothing yet.`;
    void vscode.window.showInformationMessage(message);
    return;
  }
  for (const { group, name: stream, label } of isAsked ? await choose(streams, resource) : streams.slice(0, 1))
    await documents.show(logUri({ choice, connectionId: connection.id, kind, resource, group, stream }, label));
}

async function choose(streams: readonly LogStream[], name: string): Promise<readonly LogStream[]> {
  if (streams.length === 1) return streams;
  const items = streams.map((stream, index) => ({
    label: stream.label,
    description: stream.lastEvent === undefined ? '' : `last line ${new Date(stream.lastEvent).toLocaleString()}`,
    picked: index === 0,
    stream,
  }));
  const options = { title: `Logs of ${name}`, placeHolder: 'Which logs?', canPickMany: true } as const;
  return ((await vscode.window.showQuickPick(items, options)) ?? []).map(({ stream }) => stream);
}
