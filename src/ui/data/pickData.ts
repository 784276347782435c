import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { listBuckets } from '../../sagemaker/s3/bucketList.ts';
import { listObjects } from '../../sagemaker/s3/objectList.ts';
import { baseName, readS3Place, s3Uri, visibleName, type S3Place } from '../../sagemaker/s3/s3Place.ts';
import { s3Problem } from '../../sagemaker/s3/s3Problem.ts';
import type { Session } from '../../sagemaker/session.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { messageOf } from '../../shared/errors.ts';
import { connectTo } from '../connections/chooseConnectionCommand.ts';
import { DataItem } from './dataItem.ts';
import { DataTarget, type DataKind } from './dataTarget.ts';
import { confirmedOffer, offerNamed, withOwn, type PlaceOffer } from './placeOffers.ts';

/** What a command is meant for, and how it is asked for. */
export interface DataChoice {
  readonly kinds: readonly DataKind[];
  readonly title: string;
  /** Whether it is for one place alone: that of the row that was clicked. */
  readonly isOne?: true;
}

interface PlaceItem extends vscode.QuickPickItem, PlaceOffer {
  /** Without one, its URI is what to type on with. */
  readonly target?: DataTarget;
}

const scheme = 's3://';
/** Longer than between two keystrokes. */
const pause = 200;
const mostItems = 200;

/**
 * The places that a command is meant for: those of the menu it was called from (`args` as VS Code gives them: the row, then all selected rows), the
 * target it was called with, or the one that the user goes to. Selected rows without the row of a menu are those of the view when the command was
 * called from elsewhere: they are offered first.
 * @returns None when the user left.
 */
export async function pickData(
  connections: ConnectionsModel,
  args: readonly unknown[],
  choice: DataChoice,
): Promise<readonly DataTarget[]> {
  const [first, all] = args;
  if (first instanceof DataTarget) return [first];
  const selected: readonly unknown[] = Array.isArray(all) ? all : [];
  if (first instanceof DataItem) return meant(choice.isOne || selected.length === 0 ? [first] : selected, choice);
  const rows = meant(selected, choice);
  if (rows.length > 0 && choice.isOne !== true) {
    const checked = await pickSelected(rows, choice);
    if (checked === undefined || checked.length > 0) return checked ?? [];
  }
  const place = connections.active;
  const session = await connectTo(place);
  if (session === undefined) return [];
  const start = rows.find(({ connectionId }) => connectionId === session.connection.id);
  const picked = await goTo(place, session, choice, start?.uri);
  return picked === undefined ? [] : [picked];
}

/** Of rows of several sorts, the places that the command is for. */
function meant(rows: readonly unknown[], { kinds }: DataChoice): DataTarget[] {
  return rows
    .filter((row) => row instanceof DataItem)
    .map(({ target }) => target)
    .filter(({ kind }) => kinds.includes(kind));
}

/** What is selected in the view, checked. @returns None where the user wants to go elsewhere; undefined when the user left. */
async function pickSelected(
  rows: readonly DataTarget[],
  { title }: DataChoice,
): Promise<readonly DataTarget[] | undefined> {
  const items = rows.map((target) => ({
    label: visibleName(target.uri),
    ...(target.object && { description: bytesText(target.object.size) }),
    picked: true,
    target,
  }));
  const placeHolder = 'Selected in the Data view; uncheck all to go to another place';
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  return picked?.map(({ target }) => target);
}

/** Goes to a place in S3 by typing and choosing, one level after the other. @returns Undefined when the user left. */
function goTo(
  place: Place,
  session: Session,
  { kinds, title }: DataChoice,
  start = scheme,
): Promise<DataTarget | undefined> {
  const pick = vscode.window.createQuickPick<PlaceItem>();
  pick.title = title;
  pick.placeholder = 'An s3:// URI, or choose step by step';
  pick.value = start;
  pick.ignoreFocusOut = true;
  let asked = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = async (): Promise<void> => {
    clearTimeout(timer);
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const typed = pick.value.trim();
    pick.busy = true;
    try {
      const items = await itemsFor(place, session, kinds, typed, signal);
      if (!signal.aborted) pick.items = items;
    } catch (error) {
      if (!signal.aborted) pick.items = [problemItem(error, typed), ...ownItems(place, session, kinds, typed)];
    } finally {
      if (!signal.aborted) pick.busy = false;
    }
  };

  return new Promise<DataTarget | undefined>((resolve) => {
    const take = ({ target, uri }: PlaceItem): void => {
      if (target !== undefined) return resolve(target);
      if (uri === undefined) return;
      pick.value = uri;
      void show();
    };
    const confirm = async (): Promise<void> => {
      const typed = pick.value.trim();
      const [own] = ownItems(place, session, kinds, typed);
      const meant = confirmedOffer(pick.activeItems[0], typed, own);
      if (meant !== undefined) return take(meant);
      await show();
      const named = pick.value.trim() === typed ? offerNamed(pick.items, typed) : undefined;
      if (named !== undefined) take(named);
    };
    pick.onDidChangeValue(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void show(), pause);
    });
    pick.onDidAccept(() => void confirm());
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    void show();
  }).finally(() => {
    clearTimeout(timer);
    asked.abort();
    pick.dispose();
  });
}

async function itemsFor(
  place: Place,
  session: Session,
  kinds: readonly DataKind[],
  typed: string,
  signal: AbortSignal,
): Promise<PlaceItem[]> {
  const at = readS3Place(typed);
  const isBucketTyped = at !== undefined && /^s3:\/\/[^/]+$/.test(typed);
  if (at === undefined || isBucketTyped) {
    const { buckets } = await listBuckets(session.clients);
    const start = at?.bucket ?? '';
    return [
      ...ownItems(place, session, kinds, typed),
      ...buckets
        .filter(({ name }) => name.includes(start))
        .map(({ name }) => ({ ...always, typed, label: `$(database) ${name}`, uri: `${scheme}${name}/` })),
    ];
  }
  const { folders, objects, next } = await listObjects(session.clients, at, { limit: mostItems, signal });
  const { id } = session.connection;
  const listed: PlaceItem[] = [
    ...folders.map((key) => ({
      ...always,
      typed,
      label: `$(folder) ${visibleName(baseName(key))}/`,
      uri: s3Uri({ bucket: at.bucket, key }),
    })),
    ...(kinds.includes('object') ? objects : []).map((object) => ({
      ...always,
      typed,
      label: `$(file) ${visibleName(baseName(object.key))}`,
      uri: s3Uri({ bucket: at.bucket, key: object.key }),
      description: bytesText(object.size),
      target: new DataTarget(place, id, 'object', { bucket: at.bucket, key: object.key }, object),
    })),
    ...(next === undefined ? [] : [{ ...always, typed, label: '$(ellipsis) There are more; type on to find them' }]),
  ];
  return withOwn(ownItems(place, session, kinds, typed), listed);
}

/** What was typed, where that is a place that is wanted. */
function ownItems(place: Place, session: Session, kinds: readonly DataKind[], typed: string): PlaceItem[] {
  const at = readS3Place(typed);
  const kind = at && kindTyped(at, kinds);
  if (at === undefined || kind === undefined) return [];
  // Who sends to a folder means its inside, whether or not the last slash is typed.
  const key = kind === 'folder' && !at.key.endsWith('/') ? `${at.key}/` : at.key;
  const target = new DataTarget(place, session.connection.id, kind, { bucket: at.bucket, key });
  const { uri } = target;
  return [{ ...always, typed, label: `$(check) ${visibleName(uri)}`, description: nouns[kind], uri, target }];
}

function kindTyped({ key }: S3Place, kinds: readonly DataKind[]): DataKind | undefined {
  if (kinds.includes('prefix')) return 'prefix';
  if (key === '') return kinds.includes('bucket') ? 'bucket' : undefined;
  return kinds.includes('folder') ? 'folder' : undefined;
}

const nouns: Record<DataKind, string> = {
  bucket: 'this bucket',
  folder: 'this folder',
  prefix: 'all keys that start so',
  object: 'this object',
};

/** The typed text leads to the items; it is nothing that they are searched for by the editor. */
const always = { alwaysShow: true } as const;

const problemItem = (error: unknown, typed: string): PlaceItem => ({
  ...always,
  typed,
  label: '$(warning) Not listed',
  detail: messageOf(s3Problem(error, 'listing', undefined)),
});
