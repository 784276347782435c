import * as vscode from 'vscode';
import { kindIds, type ResourceKind, type ResourceState } from '../../sagemaker/resources/resourceKind.ts';
import { kindOf, resourceKinds } from '../../sagemaker/resources/resourceKinds.ts';
import { stopDetail } from '../../sagemaker/stopping.ts';
import type { UiParts } from '../parts.ts';
import { requireTrust } from '../trust.ts';
import { actOnEach } from './actOnEach.ts';
import { confirmTargets } from './confirmTargets.ts';
import { pickResources } from './pickResources.ts';
import type { ResourceTarget } from './resourceTarget.ts';
import { wordsFor } from './resourceWords.ts';

const stoppable: readonly ResourceState[] = ['running', 'inService'];

/** **SageMaker: Stop**: jobs and notebook instances, from a tree, a panel, or picked among those that run; one on the local engine at once, all else after asking. */
export function stopCommand({ connections, log }: Pick<UiParts, 'connections' | 'log'>) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('stopped');
    const choice = {
      kinds: kindIds.filter((id) => 'stop' in resourceKinds[id]),
      accepts: ({ id, stateOf }: ResourceKind, { status }: { readonly status: string }) =>
        id === 'notebook' ? status === 'InService' : stoppable.includes(stateOf(status)) && status !== 'Stopping',
      title: 'Stop',
      none: 'Nothing is running.',
    };
    const picked = await pickResources(connections, args, choice, true);
    if (!(await areMeant(picked))) return;
    const targets = await confirmTargets(picked, 'Stop');
    if (targets.length > 0) await actOnEach(targets, { doing: 'Stopping', done: 'stopped' }, log, stop);
  };
}

/** What ends on AWS, and more than one anywhere, is asked for: more may be selected than is in sight. */
async function areMeant(targets: readonly ResourceTarget[]): Promise<boolean> {
  const stopped = await Promise.all(
    targets.map(async ({ place, kind, name }) => ({
      kind,
      name,
      connection: (await place.sessions.connect()).connection,
    })),
  );
  const detail = stopDetail(stopped);
  if (detail === undefined) return true;
  const verb = 'Stop';
  return (await vscode.window.showWarningMessage(`Stop ${wordsFor(targets)}?`, { modal: true, detail }, verb)) === verb;
}

/** Asks for the end of one that runs; that it had ended by itself meanwhile is said. */
async function stop({ place, kind: id, name }: ResourceTarget): Promise<void> {
  const kind = kindOf(id);
  const { clients, lists } = await place.sessions.connect();
  try {
    await kind.stop?.(clients, name);
  } catch (error) {
    // Between the choice and the request it may end by itself, and then there is nothing to stop.
    await lists.of(id).refreshed();
    const status = lists.of(id).find(name)?.status ?? '';
    if (stoppable.includes(kind.stateOf(status))) throw error;
    void vscode.window.showInformationMessage(`SageMaker: ${name} has already ended (${status}).`);
  }
  lists.of(id).refreshNow();
}
