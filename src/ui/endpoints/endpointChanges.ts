import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { partsOfBrokenOff } from '../../sagemaker/endpoints/brokenOff.ts';
import {
  brokenOffEnd,
  changeEnd,
  changeTitle,
  isArrived,
  type ChangeEnd,
  type NextStep,
} from '../../sagemaker/endpoints/changeEnd.ts';
import type { EndpointChange } from '../../sagemaker/endpoints/endpointChange.ts';
import { followEndpoint, markOf, type EndpointEnd } from '../../sagemaker/endpoints/followEndpoint.ts';
import { sendUpdate } from '../../sagemaker/endpoints/sendUpdate.ts';
import { updateRequest } from '../../sagemaker/endpoints/updatePlan.ts';
import { describeEndpoint } from '../../sagemaker/resources/kinds/endpointKind.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import type { EndedChange } from '../notifications/awaited.ts';
import { lookEvery } from '../followInProgress.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { actions, offer, type Offer } from './endpointOffers.ts';
import { followWithProgress } from './followWithProgress.ts';
import { removeWithProgress } from './removeWithProgress.ts';

type Parts = Pick<UiParts, 'clock' | 'log' | 'awaited' | 'walkthrough'>;

/**
 * Follows a change in a progress and tells its end; a window that is reloaded meanwhile tells it too.
 * @returns `cancelled` where *Cancel* was pressed: it goes on, and the caller says by `awaited` whether its end is to be told.
 */
export async function followChange(
  target: ResourceTarget,
  change: EndpointChange,
  parts: Parts,
): Promise<EndpointEnd | { readonly kind: 'cancelled' }> {
  const { awaited } = parts;
  awaited.hold(target, change);
  try {
    const end = await followWithProgress(following(target, change), parts);
    if (end.kind === 'cancelled') return end;
    noteStep(change, end, parts);
    tell(target, change, changeEnd(target.name, change, end), parts);
    return end;
  } catch (error) {
    awaited.follow(target, change); // silent for minutes; told when it is heard of again
    throw error;
  }
}

/**
 * Does what comes before a change has begun: should the window be reloaded meanwhile, that is told afterwards.
 * @param begin - What it throws is thrown; nothing is remembered of the change then.
 */
export async function whilePending<T>(
  target: ResourceTarget,
  change: EndpointChange,
  { awaited }: Pick<Parts, 'awaited'>,
  begin: () => Promise<T>,
): Promise<T> {
  awaited.hold(target, { ...change, pending: change.pending ?? {} });
  try {
    return await begin();
  } catch (error) {
    awaited.release(target);
    throw error;
  }
}

/** As `followChange`, of what cannot be called off: after *Cancel* it goes on in the background. */
export async function followToEnd(target: ResourceTarget, change: EndpointChange, parts: Parts): Promise<void> {
  const { kind } = await followChange(target, change, parts);
  if (kind !== 'cancelled') return;
  parts.awaited.follow(target, change);
  void offer('information', `The update of ${target.name} goes on in the background.`, []);
}

/** Tells the end of a change that nobody showed the progress of any more. */
export async function tellEndedChange({ target, change, level }: EndedChange, parts: Parts): Promise<void> {
  const { clock, awaited, log } = parts;
  awaited.hold(target, change);
  try {
    const { place, name } = target;
    const clients = async () => (await place.sessions.connect({ quiet: true })).clients;
    if (change.pending !== undefined) {
      const made = await partsOfBrokenOff(await clients(), name, change);
      if (made !== undefined)
        return tell(target, 'made' in change ? { ...change, made } : change, brokenOffEnd(name, change, made), parts);
    }
    const describe = async () => describeEndpoint(await clients(), name);
    const end = await followEndpoint({ ...following(target, change), describe, clock, interval: lookEvery(place) });
    noteStep(change, end, parts);
    if (level === 'all' || end.kind !== 'arrived') tell(target, change, changeEnd(name, change, end), parts);
    else awaited.release(target);
  } catch (error) {
    log.error(`Following ${target.name}`, error);
    awaited.follow(target, change);
  }
}

function noteStep({ kind }: EndpointChange, end: EndpointEnd, { walkthrough }: Parts): void {
  if (kind === 'deployment' && end.kind === 'arrived') void walkthrough.reach('deployed');
}

function following(target: ResourceTarget, change: EndpointChange) {
  return {
    target,
    title: changeTitle(target.name, change),
    isArrived: (endpoint: DescribeEndpointOutput) => isArrived(change, endpoint),
    ...('before' in change && { before: change.before }),
  };
}

function tell(target: ResourceTarget, change: EndpointChange, { tone, message, next }: ChangeEnd, parts: Parts): void {
  const offers = next.map((step) => offerOf(step, target, change, parts));
  parts.awaited.releaseTold(target, change, offer(tone, message, offers));
}

function offerOf(step: NextStep, target: ResourceTarget, change: EndpointChange, parts: Parts): Offer {
  switch (step) {
    case 'remove':
      return removalOffer(target, 'made' in change ? change.made : [], parts);
    case 'rollBack':
      return { label: 'Roll Back', run: () => rollBack(target, 'old' in change ? change.old : '', parts) };
    default:
      return actions[step](target);
  }
}

/** Deletes what was made for a change. */
export function removalOffer(
  { place }: ResourceTarget,
  made: Parameters<typeof removeWithProgress>[1],
  { clock }: Pick<Parts, 'clock'>,
): Offer {
  return { label: 'Delete What Was Made', run: () => removeWithProgress(place, made, clock) };
}

/** Updates an endpoint to a configuration that it had before. */
async function rollBack(target: ResourceTarget, config: string, parts: Parts): Promise<void> {
  const { place, name } = target;
  try {
    if (!(await confirmChange(place, { verb: 'Roll Back', what: `the endpoint ${name}` }))) return;
    const { clients } = await place.sessions.connect();
    const endpoint = await describeEndpoint(clients, name);
    const change = { kind: 'rollBack', config, before: markOf(endpoint) } as const;
    await whilePending(target, change, parts, () => sendUpdate(clients, updateRequest(endpoint, config, true)));
    await followToEnd(target, change, parts);
  } catch (error) {
    parts.log.tell(`Rolling back ${name}`, error);
  }
}
