import * as vscode from 'vscode';
import { AwsConnectionError } from '../../connections/awsConnectionError.ts';
import { noCredentials } from '../../connections/awsProblem.ts';
import { localChoice, type AwsChoice, type ConnectionChoice } from '../../connections/connectionChoice.ts';
import { connectionRows, type ConnectionRow, type ConnectionRows } from '../../connections/connectionRows.ts';
import { configFileName } from '../../connections/profileFiles.ts';
import { findUnread, readProfiles, type UnreadFile } from '../../connections/profiles.ts';
import type { Session } from '../../sagemaker/session.ts';
import { shortName } from '../../shared/shortName.ts';
import { back, pickStep } from './pickStep.ts';
import { productionNames, productionOf } from './productionOf.ts';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly row?: ConnectionRow;
  readonly isLocal?: boolean;
  /** Only the region of what is in use. */
  readonly changesRegion?: boolean;
  /** What could not be read, to be opened. */
  readonly unread?: UnreadFile;
}

const title = 'SageMaker: where jobs run';

/** A row has room for so many characters of a name beside all else. */
const mostOfName = 28;

interface PickOptions {
  /** Leaves out the local engine. */
  readonly only?: 'aws';
  /** What was used last, newest first. */
  readonly recent?: readonly AwsChoice[];
  /** Of what is in use, where it is connected: its account is told. */
  readonly session?: Session | undefined;
}

/**
 * Lets the user choose where jobs run; a region is asked for where the choice names none. What is in use keeps its region.
 * @param current - What is in use now.
 * @returns The choice with its region, or undefined when the user left.
 * @throws AwsConnectionError where what was picked has no credentials.
 */
export async function pickConnection(
  current: ConnectionChoice,
  { only, recent = [], session }: PickOptions = {},
): Promise<ConnectionChoice | undefined> {
  const [profiles, unread] = await Promise.all([readProfiles(process.env), findUnread(process.env)]);
  const rows = connectionRows({ profiles, current, recent, env: process.env, patterns: productionNames() });
  const account = session?.connection.accountId;
  const itemsOf = (inUse: ConnectionRow | undefined): ChoiceItem[] => [
    ...itemsFor({ ...rows, ...(inUse && { inUse }) }, { only, account }),
    ...unread.map(unreadItem),
  ];
  const items = itemsOf(rows.inUse);
  // Who wants to leave an account that hangs does not wait for what it is called.
  const later = markedLater(rows.inUse, productionOf(current, session)).then((inUse) => inUse && itemsOf(inUse));
  for (;;) {
    const active = items.find(({ row, isLocal }) =>
      current.kind === 'local' ? isLocal : row !== undefined && row === rows.inUse,
    );
    const picked = await pickStep({ title, placeholder: 'Connection', items, active, later });
    if (picked === undefined || picked === back) return undefined;
    if (picked.isLocal === true) return localChoice;
    if (picked.unread !== undefined) return void (await openAt(picked.unread));
    const row = picked.changesRegion === true ? rows.inUse : picked.row;
    if (row === undefined) return undefined;
    const { choice, region } = row;
    if (choice.kind === 'profile' && row.hasNoCredentials)
      throw new AwsConnectionError(noCredentials(choice, configFileName(process.env)));
    if (region !== undefined && picked.changesRegion !== true) return choice;
    const chosen = await pickRegion(region, { title, hasBack: true });
    if (chosen === undefined) return undefined;
    if (chosen !== back) return { ...choice, region: chosen };
  }
}

/** The row with what its account tells of production; undefined where that is nothing new. */
async function markedLater(
  row: ConnectionRow | undefined,
  asked: Promise<string | undefined>,
): Promise<ConnectionRow | undefined> {
  const production = await asked.catch(() => undefined);
  return row && production !== row.production && production !== undefined ? { ...row, production } : undefined;
}

const separatorOf = (label: string): ChoiceItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

const under = (label: string, items: readonly ChoiceItem[]): ChoiceItem[] =>
  items.length === 0 ? [] : [separatorOf(label), ...items];

interface ListOptions {
  readonly only?: 'aws' | undefined;
  /** Of what is in use. */
  readonly account?: string | undefined;
}

function itemsFor({ inUse, recent, others }: ConnectionRows, { only, account }: ListOptions): ChoiceItem[] {
  const local: ChoiceItem = {
    label: '$(server-process) Local engine',
    description: `this machine, no account, no bill${inUse === undefined ? ' · in use' : ''}`,
    isLocal: true,
  };
  const changesRegion: ChoiceItem = {
    label: '$(globe) Change region…',
    description: inUse?.region ?? '',
    changesRegion: true,
  };
  return [
    ...(inUse === undefined ? [] : under('In use', [itemOf(inUse, '$(check)', [account, 'in use']), changesRegion])),
    ...(only === 'aws' ? [] : under('Local', [local])),
    ...under(
      'Recent',
      recent.map((row) => itemOf(row, '$(history)')),
    ),
    ...under(
      'AWS',
      others.map((row) => itemOf(row, row.choice.kind === 'profile' ? '$(cloud)' : '$(symbol-variable)')),
    ),
  ];
}

function itemOf(row: ConnectionRow, icon: string, more: readonly (string | undefined)[] = []): ChoiceItem {
  const { name, how, region = 'no region', production, redirection } = row;
  const mark = production === undefined ? [] : ['PRODUCTION'];
  const label = shortName(name, mostOfName);
  // Of what is left out somebody may type something too.
  const detail = [
    ...(redirection === undefined ? [] : [`$(warning) ${redirection}`]),
    ...(label === name ? [] : [name]),
  ];
  return {
    label: `${production === undefined ? icon : '$(shield)'} ${label}`,
    description: [...mark, region, ...more, how].filter(Boolean).join(' · '),
    ...(detail.length > 0 && { detail: detail.join(' · ') }),
    row,
  };
}

const unreadItem = (unread: UnreadFile): ChoiceItem => ({
  label: `$(warning) ${unread.path} could not be read wholly`,
  description: `line ${unread.line} is neither a section nor a setting`,
  unread,
});

async function openAt({ path, line }: UnreadFile): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(at, at) });
}

/** Lets the user choose a region, of the partition of the current one. @param hasBack - Whether there is a step before. */
export async function pickRegion(
  current: string | undefined,
  { title, hasBack = false }: { readonly title: string; readonly hasBack?: boolean },
): Promise<string | typeof back | undefined> {
  const { regionChoices } = await import('../../catalog/regions.ts');
  const items = regionChoices(current).map(({ region: label, name }) => ({
    label,
    description: [name, label === current && 'in use'].filter(Boolean).join(' · '),
  }));
  const active = items.find(({ label }) => label === current);
  const picked = await pickStep({ title, placeholder: 'Region', items, active, back: hasBack });
  return typeof picked === 'object' ? picked.label : picked;
}
