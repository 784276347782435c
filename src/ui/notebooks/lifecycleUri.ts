import * as vscode from 'vscode';
import { readChoice } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { lifecycleHooks, type LifecycleHook } from '../../sagemaker/notebooks/lifecycleScripts.ts';

/** Of documents that are the scripts of lifecycle configurations, wherever these are. */
export const lifecycleScheme = 'sagemaker-lifecycle';

export interface LifecycleDocument {
  readonly place: Place;
  readonly name: string;
  readonly hook: LifecycleHook;
}

/** The place is part of the address, so that a script is saved to where it came from. */
export function lifecycleUri({ place, name, hook }: LifecycleDocument): vscode.Uri {
  const query = JSON.stringify(place.choice);
  return vscode.Uri.from({ scheme: lifecycleScheme, path: `/${name}/${hook}.sh`, query });
}

/** Undefined for an address that no such document has. */
export function readLifecycleUri(uri: vscode.Uri, connections: ConnectionsModel): LifecycleDocument | undefined {
  const [, name, hookName] = /^\/([^/]+)\/(\w+)\.sh$/.exec(uri.path) ?? [];
  const hook = lifecycleHooks.find((one) => one === hookName);
  const choice = choiceOf(uri.query);
  return name === undefined || hook === undefined || choice === undefined
    ? undefined
    : { place: connections.placeOf(choice), name, hook };
}

function choiceOf(query: string) {
  try {
    return readChoice(JSON.parse(query));
  } catch {
    return undefined; // not one of ours
  }
}
