import * as vscode from 'vscode';
import { checkedCost } from '../../sagemaker/cost/billableRows.ts';
import { endBillables, endedText, type Ended } from '../../sagemaker/cost/endBillable.ts';
import { goingText } from '../../sagemaker/cost/shutDownText.ts';
import type { Part } from '../../sagemaker/deploy/makeDeployment.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import { mayBeProduction } from '../connections/productionOf.ts';
import { commands } from '../contributions/ids.ts';
import { lookAtUse, savedText } from '../endpoints/lookAtUse.ts';
import { pickParts } from '../endpoints/pickParts.ts';
import { endsEndpoint, removeWithProgress } from '../endpoints/removeWithProgress.ts';
import type { Log } from '../log.ts';
import type { UiParts } from '../parts.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { requireTrust } from '../trust.ts';
import { isChecked, type CheckedOffer, type FoundAt } from './billableOffer.ts';
import { confirmShutDown } from './confirmShutDown.ts';
import { ShutDownPick, ShutDownWish } from './shutDownPick.ts';

/** **SageMaker: Shut Down What Costs Money…**, also a click on the cost in the status bar. */
export function shutDownCommand(
  parts: Pick<UiParts, 'connections' | 'clock' | 'log' | 'walkthrough'>,
  countAgain: (session: Session) => void,
) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('shut down');
    const wish = args.find((arg) => arg instanceof ShutDownWish);
    const pick = new ShutDownPick(parts, wish);
    const answer = await pick.pick().finally(() => pick.dispose());
    const checked = (answer ?? []).filter(isChecked);
    if (checked.length === 0) return;
    const groups = [...new Set(checked.map(({ at }) => at))].map((at) => ({
      at,
      items: checked.filter((offer) => offer.at === at).map(({ item }) => item),
    }));
    for (const { at, items } of groups)
      if (!(await confirmChange(at.place, { verb: 'Shut Down', what: names(items) }))) return;
    const going: Going[] = [];
    for (const group of groups) {
      const others = await othersOf(group);
      if (others === undefined) return;
      going.push({ ...group, others });
    }
    const what = {
      items: checked.map(({ item }) => item),
      places: await Promise.all(groups.map(goingAt)),
      others: going.flatMap(({ others }) => others),
      sum: checkedCost(checked),
    };
    const isTyped = checked.some(({ at, item }) => item.kind === 'endpoint' && at.place.choice.kind !== 'local');
    if (!(await confirmShutDown(what, isTyped))) return;
    const [results, isDeleted] = await Promise.all([stopAll(going), deleteAll(going, parts.clock)]);
    if (isDeleted || results.some(({ error }) => error === undefined)) void parts.walkthrough.reach('shutDown');
    for (const { at, items } of groups) {
      if (at.session.isDisposed) continue;
      for (const { kind } of items) at.session.lists.of(kind).refreshNow();
      countAgain(at.session);
    }
    if (results.length > 0) tell(results, parts.log);
  };
}

const names = (items: readonly { readonly name: string }[]): string =>
  items.length <= 3 ? items.map(({ name }) => name).join(', ') : `${items.length} resources`;

/** What goes where; the dialog about production was answered long before the last word. */
async function goingAt({ at: { place, session }, items }: Group): Promise<string> {
  const production = await mayBeProduction(place.choice, session);
  const mark = production === undefined ? '' : production.isCertain ? 'PRODUCTION: ' : 'PRODUCTION?: ';
  return `${mark}${goingText(items, session.connection)}`;
}

interface Group {
  readonly at: FoundAt;
  readonly items: readonly CheckedOffer['item'][];
}

interface Going extends Group {
  /** The configurations and models that go with the endpoints. */
  readonly others: readonly Part[];
}

const endpointsIn = (items: Group['items']): Group['items'] => items.filter(({ kind }) => kind === 'endpoint');

/** As *Delete Endpoint…* asks it. @returns Undefined when given up. */
async function othersOf({ at: { place }, items }: Group): Promise<readonly Part[] | undefined> {
  const targets = endpointsIn(items).map(({ kind, name }) => new ResourceTarget(place, kind, name));
  if (targets.length === 0) return [];
  const session = await place.sessions.connect();
  const use = await lookAtUse(
    session,
    targets.map(({ name }) => name),
  );
  return use && pickParts(targets, use, await savedText(session, use));
}

/** Each at the place where it was found, whatever is in use by now; tells by itself. @returns Whether an endpoint is gone. */
async function deleteAll(groups: readonly Going[], clock: Clock): Promise<boolean> {
  const outcomes = await Promise.all(
    groups.map(async ({ at, items, others }) => {
      const endpoints = endpointsIn(items).map(({ name }) => ({ kind: 'endpoint', name }) as const);
      return endpoints.length > 0 && endsEndpoint(await removeWithProgress(at.place, [...endpoints, ...others], clock));
    }),
  );
  return outcomes.includes(true);
}

/** Everything but the endpoints. */
async function stopAll(groups: readonly Going[]): Promise<readonly Ended[]> {
  const stopping = groups
    .map(({ at, items }) => ({ at, items: items.filter(({ kind }) => kind !== 'endpoint') }))
    .filter(({ items }) => items.length > 0);
  const all = stopping.reduce((sum, { items }) => sum + items.length, 0);
  if (all === 0) return [];
  const options = { location: vscode.ProgressLocation.Notification, title: 'SageMaker: shutting down' };
  return vscode.window.withProgress(options, async (progress) => {
    let done = 0;
    const onEnded = (): void => {
      done++;
      progress.report({ message: `${done} of ${all}`, increment: 100 / all });
    };
    const results = await Promise.all(
      stopping.map(async ({ at, items }) => {
        const { clients } = await at.place.sessions.connect();
        return endBillables(clients, items, onEnded);
      }),
    );
    return results.flat();
  });
}

function tell(results: readonly Ended[], log: Log): void {
  for (const { item, error } of results) if (error !== undefined) log.error(`Shutting down ${item.name}`, error);
  const text = `SageMaker: ${endedText(results, (error) => messageOf(error).split('\n')[0] ?? '')}`;
  if (results.every(({ error }) => error === undefined)) return void vscode.window.showInformationMessage(text);
  const show = 'Show Log';
  void vscode.window.showWarningMessage(text, show).then((answer) => {
    if (answer === show) void vscode.commands.executeCommand(commands.showLog);
  });
}
