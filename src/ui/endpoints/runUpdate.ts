import type { UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import { partsOfPlan, type Part } from '../../sagemaker/deploy/makeDeployment.ts';
import { partsText, sentence } from '../../sagemaker/deploy/partsText.ts';
import { markOf, type EndpointMark } from '../../sagemaker/endpoints/followEndpoint.ts';
import { sendUpdate } from '../../sagemaker/endpoints/sendUpdate.ts';
import { describeEndpoint } from '../../sagemaker/resources/kinds/endpointKind.ts';
import { messageOf } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { followToEnd, removalOffer } from './endpointChanges.ts';
import { offer } from './endpointOffers.ts';
import { cancelled, makeWithProgress } from './makeWithProgress.ts';
import type { Update } from './prepareUpdate.ts';

/** Makes the new configuration, updates the endpoint to it and follows that to its end, rollback included. */
export async function runUpdate({ target, before, plan, model, move }: Update, parts: UiParts): Promise<void> {
  const toMake = { ...(model && { model }), config: plan.config };
  const change = {
    kind: 'update',
    config: plan.update.EndpointConfigName ?? '',
    old: before.EndpointConfigName ?? '',
    made: partsOfPlan(toMake),
    before: markOf(before),
  } as const;
  const made = await makeWithProgress(target, change, { plan: toMake, move }, parts);
  const { error, before: mark } =
    made.error === undefined ? await begun(target, plan.update) : { error: made.error, before: undefined };
  if (mark !== undefined) return followToEnd(target, { ...change, before: mark }, parts);
  parts.awaited.release(target);
  tellNotBegun(target, made.made, error, parts);
}

/** @returns What the endpoint said right before the update was accepted, or why it was not. */
async function begun(
  { place, name }: ResourceTarget,
  request: UpdateEndpointInput,
): Promise<{ readonly before?: EndpointMark; readonly error?: unknown }> {
  try {
    const { clients } = await place.sessions.connect();
    const before = markOf(await describeEndpoint(clients, name));
    await sendUpdate(clients, request);
    return { before };
  } catch (error) {
    return { error };
  }
}

function tellNotBegun(target: ResourceTarget, made: readonly Part[], error: unknown, parts: UiParts): void {
  const { name } = target;
  if (error === cancelled && made.length === 0) return;
  if (error !== cancelled) parts.log.error(`Updating ${name}`, error);
  const why = error === cancelled ? 'was cancelled.' : `could not begin: ${sentence(messageOf(error))}`;
  const there = made.length === 0 ? '' : ` There is ${partsText(made)} now.`;
  void offer(
    'error',
    `The update of ${name} ${why} It runs what it ran before.${there}`,
    made.length === 0 ? [] : [removalOffer(target, made, parts)],
  );
}
