import * as vscode from 'vscode';
import { typedQuestion, type Change } from '../../connections/changeQuestion.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import {
  countObjects,
  reasonsOf,
  removeBelow,
  removeBucket,
  removeKeys,
  versioningOf,
  type NotRemoved,
} from '../../sagemaker/s3/remove.ts';
import { baseName, folderOf, visibleName } from '../../sagemaker/s3/s3Place.ts';
import { s3Problem } from '../../sagemaker/s3/s3Problem.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { UserError } from '../../shared/errors.ts';
import { askInProduction, changedPlaces } from '../connections/confirmChange.ts';
import { isWordTyped } from '../resources/typedWord.ts';
import { requireTrust } from '../trust.ts';
import type { DataParts } from './dataParts.ts';
import type { DataTarget } from './dataTarget.ts';
import { pickData } from './pickData.ts';
import { countText, withTransfer } from './transferNotification.ts';

/** **SageMaker: Delete Data…**: objects, folders with all in them, buckets. */
export function deleteDataCommand(parts: DataParts) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('deleted');
    const kinds = ['bucket', 'folder', 'prefix', 'object'] as const;
    const targets = await pickData(parts.connections, args, { kinds, title: 'Delete' });
    const objects = targets.filter(({ kind }) => kind === 'object');
    if (objects.length > 0) await deleteObjects(parts, objects);
    for (const target of targets) if (target.kind !== 'object') await deleteAll(parts, target);
  };
}

async function deleteObjects(parts: DataParts, targets: readonly DataTarget[]): Promise<void> {
  const [first] = targets;
  if (first === undefined) return;
  const { clients } = await first.connect();
  const buckets = [...new Set(targets.map(({ at }) => at.bucket))];
  const kept = await keptText(clients, buckets);
  const bytes = targets.reduce((sum, { object }) => sum + (object?.size ?? 0), 0);
  const what = targets.length === 1 ? visibleName(first.uri) : `${targets.length} objects (${bytesText(bytes)})`;
  if (!(await isMeant(first.place, { verb: 'Delete', what, detail: kept }))) return;
  const failed: NotRemoved[] = [];
  try {
    for (const bucket of buckets) {
      const keys = targets.filter(({ at }) => at.bucket === bucket).map(({ at }) => at.key);
      failed.push(...(await removeKeys(clients, bucket, keys)).failed);
    }
  } catch (error) {
    throw s3Problem(error, 'deleting', first.at);
  } finally {
    for (const { bucket, key } of targets.map(({ at }) => at)) await parts.view.refresh({ bucket, key: folderOf(key) });
  }
  tellFailed(parts, failed, targets.length - failed.length);
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

/** Says how much goes, has its name typed, and deletes it. */
async function deleteAll(parts: DataParts, target: DataTarget): Promise<void> {
  const { clients } = await target.connect();
  const { at, kind } = target;
  const uri = visibleName(target.uri);
  const count = await withTransfer(`Counting what is in ${uri}`, ({ signal, say }) =>
    countObjects(clients, at, { signal, onProgress: (objects) => say(countText(objects, 'object')) }),
  );
  if (count === undefined) return;
  const much = `${countText(count.objects, 'object')} (${bytesText(count.bytes)})`;
  const kept = await keptText(clients, [at.bucket]);
  const name = kind === 'bucket' ? at.bucket : kind === 'prefix' ? target.uri : baseName(at.key);
  // What cannot be typed as it is seen.
  const word = visibleName(name) === name ? name : 'delete';
  const what = kind === 'bucket' ? `the bucket ${at.bucket} with its ${much}` : `${much} below ${uri}`;
  const asked = typedQuestion({ verb: 'Delete', what, detail: kept }, await changedPlaces([target.place]));
  if (!(await isWordTyped(word, asked))) return;
  try {
    const removal = await withTransfer(`Deleting ${uri}`, ({ signal, say }) =>
      removeBelow(clients, at, { signal, onProgress: (removed) => say(`${removed.toLocaleString()} of ${much}`) }),
    );
    if (removal === undefined) return;
    tellFailed(parts, removal.failed, removal.removed);
    if (kind === 'bucket') await removeBucket(clients, at.bucket);
  } finally {
    await parts.view.refresh(kind === 'bucket' ? undefined : { bucket: at.bucket, key: folderOf(at.key) });
  }
}

/** What is true after it, for who has to decide. */
async function keptText(clients: SdkClients, buckets: readonly string[]): Promise<string> {
  const states = await Promise.all(buckets.map((bucket) => versioningOf(clients, bucket)));
  if (states.includes('on'))
    return 'The bucket is versioned: older versions stay, and are paid for, until they are deleted in the console.';
  if (states.includes('unknown')) return 'Whether older versions stay may not be asked.';
  return 'This cannot be undone.';
}

function tellFailed({ log }: DataParts, failed: readonly NotRemoved[], removed: number): void {
  const [first] = failed;
  if (first === undefined) return;
  log.info(`Not deleted:\n${reasonsOf(failed)}`);
  throw new UserError(
    `${countText(failed.length, 'object')} could not be deleted (${first.reason}), ${countText(removed, 'object')} could; the log names them.`,
  );
}
