import * as vscode from 'vscode';
import { typedQuestion, type Change } from '../../connections/changeQuestion.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { deletionWord } from '../../sagemaker/deletion.ts';
import { reasonsOf, versioningOf, type NotRemoved, type Removal } from '../../sagemaker/s3/remove.ts';
import { baseName, visibleName } from '../../sagemaker/s3/s3Place.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { UserError } from '../../shared/errors.ts';
import { askInProduction, changedPlaces } from '../connections/confirmChange.ts';
import { isWordTyped } from '../resources/typedWord.ts';
import { requireTrust } from '../trust.ts';
import type { DataParts } from './dataParts.ts';
import type { DataTarget } from './dataTarget.ts';
import { foldersAround, keptText, kindsText, outermost, placesText } from './deletionScope.ts';
import { pickData } from './pickData.ts';
import { countTargets, goneText, removeTargets } from './removeTargets.ts';
import { countText, withLook, withTransfer } from './transferNotification.ts';

/** **SageMaker: Delete Data…**: objects, folders with all in them, buckets. */
export function deleteDataCommand(parts: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('deleted');
    const kinds = ['bucket', 'folder', 'prefix', 'object'] as const;
    const targets = outermost(await pickData(parts.connections, args, { kinds, title: 'Delete' }));
    if (targets.every(({ kind }) => kind === 'object')) await deleteObjects(parts, targets);
    else await deleteAll(parts, targets);
  };
}

async function deleteObjects(parts: DataParts, targets: readonly DataTarget[]): Promise<void> {
  const [first] = targets;
  if (first === undefined) return;
  const { clients } = await first.connect();
  const kept = await lookAtKept(clients, targets);
  const bytes = targets.reduce((sum, { object }) => sum + (object?.size ?? 0), 0);
  const what = targets.length === 1 ? visibleName(first.uri) : `${targets.length} objects (${bytesText(bytes)})`;
  const detail = targets.length === 1 ? kept : `${placesText(places(targets), '\n')}\n\n${kept}`;
  if (!(await isMeant(first.place, { verb: 'Delete', what, detail }))) return;
  try {
    tellFailed(await removeTargets(clients, targets, { onAnswer: (_, failed) => logFailed(parts, failed) }));
  } finally {
    await showAgain(parts, targets);
  }
}

/** Asks once: in production so that it cannot be overlooked. */
async function isMeant(place: Place, change: Change): Promise<boolean> {
  const [at] = await changedPlaces([place]);
  if (at === undefined) return false;
  const { connection, production } = at;
  if (production !== undefined) return askInProduction(change, connection, production);
  const { verb, what, detail = '' } = change;
  const options = { modal: true, detail: `Where: ${connection.label}\n${detail}` };
  return (await vscode.window.showWarningMessage(`${verb} ${what}?`, options, verb)) === verb;
}

/** Says how much goes, has it typed once for all, and deletes it. */
async function deleteAll(parts: DataParts, targets: readonly DataTarget[]): Promise<void> {
  const [first] = targets;
  if (first === undefined) return;
  const { clients } = await first.connect();
  const where = targets.length === 1 ? visibleName(first.uri) : kindsText(targets);
  const look = await withLook(`Counting what is in ${where}`, async ({ signal, say }) => {
    const onProgress = (objects: number): void => say(countText(objects, 'object'));
    const count = await countTargets(clients, targets, { signal, onProgress });
    return { count, kept: await lookAtKept(clients, targets, signal) };
  });
  if (look === undefined) return;
  const { count, kept } = look;
  const much = `${countText(count.objects, 'object')} (${bytesText(count.bytes)})`;
  const { what, detail, word } = wordsOf(targets, much, kept);
  const asked = typedQuestion({ verb: 'Delete', what, detail }, await changedPlaces([first.place]));
  if (!(await isWordTyped(word, asked))) return;
  let gone: Removal = { removed: 0, failed: [] };
  try {
    const removal = await withTransfer(`Deleting ${where}`, ({ signal, say }) =>
      removeTargets(clients, targets, {
        signal,
        onAnswer: (all, failed) => {
          gone = all;
          say(`${all.removed.toLocaleString()} of ${much}`);
          logFailed(parts, failed);
        },
      }),
    );
    if (removal !== undefined) tellFailed(removal);
    else void vscode.window.showInformationMessage(`SageMaker: The deletion was cancelled: ${goneText(gone)} before.`);
  } finally {
    await showAgain(parts, targets);
  }
}

function wordsOf(targets: readonly DataTarget[], much: string, kept: string) {
  const [first] = targets;
  if (first === undefined || targets.length > 1)
    return {
      what: `${kindsText(targets)} with ${much} in all`,
      detail: `${placesText(places(targets), ', ')}. ${kept}`,
      word: deletionWord(targets.map(({ uri }) => uri)),
    };
  const { at, kind, uri } = first;
  const name = kind === 'bucket' ? at.bucket : kind === 'prefix' ? uri : baseName(at.key);
  return {
    what: kind === 'bucket' ? `the bucket ${at.bucket} with its ${much}` : `${much} below ${visibleName(uri)}`,
    detail: kept,
    // What cannot be typed as it is seen.
    word: visibleName(name) === name ? name : 'delete',
  };
}

const places = (targets: readonly DataTarget[]) => targets.map(({ at }) => at);

async function showAgain({ view }: DataParts, targets: readonly DataTarget[]): Promise<void> {
  if (targets.some(({ kind }) => kind === 'bucket')) await view.refresh();
  else for (const folder of foldersAround(places(targets))) await view.refresh(folder);
}

/** What is true after it, for who has to decide. */
async function lookAtKept(clients: SdkClients, targets: readonly DataTarget[], signal?: AbortSignal): Promise<string> {
  const buckets = [...new Set(targets.map(({ at }) => at.bucket))];
  const states = buckets.map(async (bucket) => [bucket, await versioningOf(clients, bucket, signal)] as const);
  return keptText(new Map(await Promise.all(states)));
}

function logFailed({ log }: DataParts, failed: readonly NotRemoved[]): void {
  if (failed.length > 0) log.info(`Not deleted:\n${reasonsOf(failed)}`);
}

function tellFailed({ failed, removed }: Removal): void {
  const [first] = failed;
  if (first === undefined) return;
  throw new UserError(
    `${countText(failed.length, 'object')} could not be deleted (${first.reason}), ${countText(removed, 'object')} could; the log names them.`,
  );
}
