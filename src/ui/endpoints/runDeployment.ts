import * as vscode from 'vscode';
import { partsOfPlan, type MadeParts, type Part } from '../../sagemaker/deploy/makeDeployment.ts';
import { partsText, sentence } from '../../sagemaker/deploy/partsText.ts';
import type { EndpointChange } from '../../sagemaker/endpoints/endpointChange.ts';
import { messageOf } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import { followChange, removalOffer } from './endpointChanges.ts';
import { offer } from './endpointOffers.ts';
import { cancelled, makeWithProgress } from './makeWithProgress.ts';
import type { Deployment } from './prepareDeployment.ts';
import { removeWithProgress } from './removeWithProgress.ts';
import { wishFor } from './servingWish.ts';

/** Makes what was agreed to and follows it to its end; nothing half-made is left without a word. @returns Whether it is in service. */
export async function runDeployment(deployment: Deployment, parts: UiParts): Promise<boolean> {
  const { target } = deployment;
  const { made, error } = await make(deployment, parts);
  if (error !== undefined) parts.awaited.release(target);
  if (error === cancelled && made.length === 0) return false;
  if (error !== undefined) {
    if (error !== cancelled) parts.log.error(`Deploying ${target.name}`, error);
    const why = error === cancelled ? 'was cancelled' : `failed: ${sentence(messageOf(error))}`;
    const copies = deployment.move === undefined ? '' : ` What was copied stays in s3://${deployment.move.way.bucket}.`;
    const there = (made.length === 0 ? 'Nothing was made.' : `There is ${partsText(made)} now.`) + copies;
    void offer(
      'error',
      `Deploying ${target.name} ${why}${error === cancelled ? '. ' : ' '}${there}`,
      made.length === 0 ? [] : [removalOffer(target, made, parts)],
    );
    return false;
  }
  const change = { kind: 'deployment', made } as const;
  const end = await followChange(target, change, parts);
  if (end.kind === 'cancelled') await askWhetherToKeep(deployment, change, parts);
  return end.kind === 'arrived';
}

async function make({ target, plan, source, move }: Deployment, parts: UiParts): Promise<MadeParts> {
  const { connection } = (await target.place.sessions.connect()).clients;
  const wish = await wishFor(connection, source, parts.log.info);
  if (wish === undefined) return { made: [], error: cancelled };
  return makeWithProgress(target, { kind: 'deployment', made: partsOfPlan(plan) }, { plan, move, wish }, parts);
}

/** *Cancel* while it is created: SageMaker cannot be told to stop, only to delete afterwards. */
async function askWhetherToKeep(
  { target }: Deployment,
  change: EndpointChange & { readonly made: readonly Part[] },
  { clock, awaited }: UiParts,
): Promise<void> {
  const [remove, keep] = ['Delete What Was Made', 'Go On in the Background'];
  const answer = await vscode.window.showWarningMessage(
    `The endpoint ${target.name} is being created.`,
    { modal: true, detail: `Delete ${partsText(change.made)}, as soon as SageMaker lets it go?` },
    remove,
    keep,
  );
  if (answer !== remove) return awaited.follow(target, change);
  awaited.release(target);
  await removeWithProgress(target.place, change.made, clock);
}
