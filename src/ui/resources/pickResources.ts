import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import { kindIds, type ResourceKind, type ResourceState } from '../../sagemaker/resources/resourceKind.ts';
import { kindOf, resourceKinds } from '../../sagemaker/resources/resourceKinds.ts';
import type { ResourceChoice } from './resourceChoice.ts';
import { ResourceItem } from './resourceItem.ts';
import { ResourceOffers } from './resourceOffers.ts';
import { pickOffered } from './resourceQuickPick.ts';
import { ResourceTarget } from './resourceTarget.ts';
import { leftOutText } from './resourceWords.ts';

/** A field has room for the names of so many kinds. */
const mostNouns = 3;

/**
 * The resources that a command is meant for: those of the menu it was called from (`args` as VS Code gives them: the row, then all selected rows;
 * what it is not for is left out, and said),
 * the target it was called with, or those that the user picks. A name alone is of the first kind, where one works. Selected rows without the row of
 * a menu are those of a view when the command was called from elsewhere: they are offered first.
 * @param many - Whether several may be picked.
 * @returns None when the user picked none.
 */
export async function pickResources(
  connections: ConnectionsModel,
  args: readonly unknown[],
  choice: ResourceChoice,
  many = false,
): Promise<readonly ResourceTarget[]> {
  const given = givenTargets(connections, args, choice);
  if (given !== undefined) return given;
  const { active, local } = connections;
  // What runs locally meanwhile is not in the list, and must be found all the same.
  const isBoth = choice.isOfActive !== true && active !== local && local.sessions.current !== undefined;
  const offers = new ResourceOffers(isBoth ? [active, local] : [active], choice);
  const [, selected] = args;
  if (Array.isArray(selected)) offers.putFirst(rowsMeant(selected, choice));
  await offers.load();
  if (offers.items.length === 0 && !offers.isCut) {
    offerInstead(choice);
    return [];
  }
  const { title, position } = choice;
  const picked = await pickOffered(offers, { title, placeHolder: nounsOf(choice), many, position });
  return picked === 'back' ? [] : picked.map(({ target }) => target);
}

/** As `pickResources`, for commands that take one. */
export async function pickResource(
  connections: ConnectionsModel,
  args: readonly unknown[],
  choice: ResourceChoice,
): Promise<ResourceTarget | undefined> {
  const isFromMenu = args[0] !== undefined;
  return (await pickResources(connections, isFromMenu ? args.slice(0, 1) : args, choice))[0];
}

/** Whether `pickResource` takes what it is called with, and asks for nothing. */
export function isGiven([first]: readonly unknown[]): boolean {
  return first instanceof ResourceTarget || first instanceof ResourceItem || typeof first === 'string';
}

function givenTargets(
  connections: ConnectionsModel,
  [first, all]: readonly unknown[],
  choice: ResourceChoice,
): readonly ResourceTarget[] | undefined {
  if (first instanceof ResourceTarget) return [first];
  const [kind] = choice.kinds;
  if (typeof first === 'string' && kind !== undefined) return [new ResourceTarget(connections.active, kind, first)];
  if (!(first instanceof ResourceItem)) return undefined;
  const rows: readonly unknown[] = Array.isArray(all) ? all : [first];
  const meant = rowsMeant(rows, choice);
  const leftOut = rowsMeant(rows, { kinds: kindIds }).filter((row) => !meant.includes(row));
  if (leftOut.length > 0) void vscode.window.showInformationMessage(`SageMaker: ${leftOutText(choice.title, leftOut)}`);
  return meant.map(({ target }) => target);
}

function offerInstead({ none, instead = {} }: ResourceChoice): void {
  void vscode.window.showInformationMessage(`SageMaker: ${none}`, ...Object.keys(instead)).then((answer) => {
    const command = answer === undefined ? undefined : instead[answer];
    return command && vscode.commands.executeCommand(command);
  });
}

/** Of a selection of several sorts, those that the command is for; each once, though it may stand in several rows. */
function rowsMeant(
  rows: readonly unknown[],
  { kinds, accepts = () => true }: Pick<ResourceChoice, 'kinds' | 'accepts'>,
): ResourceItem[] {
  const meant = rows
    .filter((row): row is ResourceItem => row instanceof ResourceItem)
    .filter(({ kind, entry }) => kinds.includes(kind) && accepts(kindOf(kind), entry));
  return [...new Map(meant.map((row) => [row.entry.arn, row])).values()];
}

/** Accepts resources in one of the states. */
export function inState(...states: readonly ResourceState[]): (kind: ResourceKind, entry: ResourceEntry) => boolean {
  return (kind, { status }) => states.includes(kind.stateOf(status));
}

function nounsOf({ kinds }: ResourceChoice): string {
  if (kinds.length > mostNouns) return 'Type a name to search for it';
  const text = kinds.map((id) => resourceKinds[id].noun).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
