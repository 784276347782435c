import * as vscode from 'vscode';
import { listedEntry } from '../../sagemaker/resources/listedEntry.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { sleep, type Clock } from '../../shared/clock.ts';
import { UserError } from '../../shared/errors.ts';
import { priceOf } from './priceOf.ts';
import type { ResourceTarget } from './resourceTarget.ts';
import { wordsFor } from './resourceWords.ts';

const lookEvery = 2_000;

/** Of what is to be deleted, some may run, which the API refuses: the user says whether they are stopped first. @returns What is to be deleted. */
export async function mustStop(targets: readonly ResourceTarget[]): Promise<readonly ResourceTarget[]> {
  const running: ResourceTarget[] = [];
  for (const target of targets) if (!(await isRemovable(target))) running.push(target);
  if (running.length === 0) return targets;
  const [stop, skip] = [running.length === 1 ? 'Stop It and Delete…' : 'Stop Them and Delete…', 'Leave Them Out'];
  const costs = (await Promise.all(running.map(priceOf))).filter((text) => text !== undefined);
  const answer = await vscode.window.showWarningMessage(
    `Only what has ended can be deleted, and ${wordsFor(running)} ${running.length === 1 ? 'is' : 'are'} still running.`,
    { modal: true, detail: [...(running.length > 1 ? running.map(({ name }) => name) : []), ...costs].join('\n') },
    ...(running.length < targets.length ? [stop, skip] : [stop]),
  );
  if (answer === stop) return targets;
  return answer === skip ? targets.filter((target) => !running.includes(target)) : [];
}

/** Stops what runs and waits until it has ended. @returns False when that was cancelled. */
export async function endedOf(target: ResourceTarget, clock: Clock, token: vscode.CancellationToken): Promise<boolean> {
  const { place, kind: id, name } = target;
  const kind = kindOf(id);
  if (await isRemovable(target)) return true;
  const { clients } = await place.sessions.connect();
  if (kind.stop === undefined)
    throw new UserError(`${name} cannot be deleted as it is now; wait until it has settled.`);
  const { status = '' } = (await listedEntry(clients, kind, name)) ?? {};
  if (status !== 'Stopping') await kind.stop(clients, name);
  while (!(await isRemovable(target))) {
    if (token.isCancellationRequested) return false;
    await sleep(clock, lookEvery);
  }
  return true;
}

async function isRemovable({ place, kind: id, name }: ResourceTarget): Promise<boolean> {
  const kind = kindOf(id);
  if (kind.isRemovable === undefined) return true;
  const { clients } = await place.sessions.connect();
  const entry = await listedEntry(clients, kind, name);
  if (entry === undefined) throw new UserError(`There is no ${kind.noun} ${name} any more.`);
  return kind.isRemovable(entry.status);
}
