import * as vscode from 'vscode';
import { markOf } from '../../sagemaker/endpoints/followEndpoint.ts';
import { sendWeights } from '../../sagemaker/endpoints/sendUpdate.ts';
import { sharesText, weightsOf, type VariantWeight } from '../../sagemaker/endpoints/weights.ts';
import { describeEndpoint } from '../../sagemaker/resources/kinds/endpointKind.ts';
import { UserError } from '../../shared/errors.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { inState, pickResource } from '../resources/pickResources.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { requireTrust } from '../trust.ts';
import { followToEnd, whilePending } from './endpointChanges.ts';
import { askWeights } from './weightSteps.ts';

/** **SageMaker: Set Weights…**: how much of an endpoint's traffic each of its variants gets. */
export function setWeightsCommand(parts: UiParts) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('deployed');
    const target = await pickResource(parts.connections, args, {
      kinds: ['endpoint'],
      accepts: inState('inService'),
      title: 'Set Weights',
      none: 'There is no endpoint in service; deploy a model first.',
      instead: { 'Deploy…': commands.deploy },
    });
    if (target === undefined) return;
    const before = await weightsNow(target);
    if (before === undefined) return;
    const wanted = await askWeights(target.name, before);
    if (wanted === undefined) return;
    const detail = sharesText(wanted);
    if (!(await confirmChange(target.place, { verb: 'Set Weights', what: `of the endpoint ${target.name}`, detail })))
      return;
    const { clients } = await target.place.sessions.connect();
    const mark = markOf(await describeEndpoint(clients, target.name));
    const change = { kind: 'weights', weights: wanted, before: mark } as const;
    await whilePending(target, change, parts, () => sendWeights(clients, target.name, before, wanted));
    await followToEnd(target, change, parts);
  };
}

/** @returns Undefined where there is nothing to weigh. */
async function weightsNow({ place, name }: ResourceTarget): Promise<readonly VariantWeight[] | undefined> {
  const { clients } = await place.sessions.connect();
  const endpoint = await describeEndpoint(clients, name);
  if (endpoint.EndpointStatus !== 'InService')
    throw new UserError(`The endpoint ${name} is ${endpoint.EndpointStatus}; set its weights when it is in service.`);
  const weights = weightsOf(endpoint);
  if (weights.length > 1) return weights;
  void vscode.window.showInformationMessage(
    `SageMaker: ${name} has one variant, ${weights[0]?.name ?? ''}, which gets all requests.`,
  );
  return undefined;
}
