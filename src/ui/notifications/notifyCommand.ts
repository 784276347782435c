import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { canBeAwaited } from '../../sagemaker/awaited/statusMembers.ts';
import { kindIds } from '../../sagemaker/resources/resourceKind.ts';
import { inState, pickResources } from '../resources/pickResources.ts';
import type { AwaitedResources } from './awaited.ts';

/** **SageMaker: Notify When Done (On/Off)…**: for what this window did not start, or no longer for what it did. */
export function notifyCommand(connections: ConnectionsModel, awaited: AwaitedResources) {
  return async (...args: unknown[]): Promise<void> => {
    const choice = {
      kinds: kindIds.filter(canBeAwaited),
      accepts: inState('running'),
      title: 'Notify when done',
      none: 'Nothing is running that could be waited for.',
    };
    const targets = await pickResources(connections, args, choice, true);
    if (targets.length === 0) return;
    const isOn = !targets.every((target) => awaited.isFollowed(target));
    for (const target of targets) (isOn ? awaited.follow : awaited.unfollow)(target);
    const what = targets.length === 1 ? targets[0]?.name : `${targets.length} resources`;
    const text = isOn ? `You will be told when ${what} has ended.` : `Nothing will be told of ${what}.`;
    void vscode.window.showInformationMessage(`SageMaker: ${text}`);
  };
}
