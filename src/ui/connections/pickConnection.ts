import * as vscode from 'vscode';
import { AwsConnectionError, noCredentials } from '../../connections/awsProblem.ts';
import { keyOf, localChoice, type AwsChoice, type ConnectionChoice } from '../../connections/connectionChoice.ts';
import { placeOf } from '../../connections/place.ts';
import {
  configFileName,
  findUnread,
  noCredentialsAtAll,
  readProfiles,
  type ProfileFacts,
  type UnreadFile,
} from '../../connections/profiles.ts';
import { back, pickStep } from './pickStep.ts';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: ConnectionChoice;
  /** Only the region of what is in use. */
  readonly changesRegion?: boolean;
  /** A profile that leads nowhere, whatever its region. */
  readonly hasNoCredentials?: boolean;
  /** What could not be read, to be opened. */
  readonly unread?: UnreadFile;
}

const title = 'SageMaker: where jobs run';

/**
 * Lets the user choose where jobs run; a region is asked for where the choice names none.
 * @param current - What is in use now.
 * @param only - `aws` leaves out the local engine.
 * @returns The choice with its region, or undefined when the user left.
 */
export async function pickConnection(current: ConnectionChoice, only?: 'aws'): Promise<ConnectionChoice | undefined> {
  const [profiles, unread] = await Promise.all([readProfiles(process.env), findUnread(process.env)]);
  const items = [...itemsFor(profiles, current, only), ...unread.map(unreadItem)];
  for (;;) {
    const active = items.find(({ choice }) => choice !== undefined && isSame(choice, current));
    const picked = await pickStep({ title, placeholder: 'Connection', items, active });
    if (picked === undefined || picked === back) return undefined;
    if (picked.choice?.kind === 'local') return localChoice;
    if (picked.unread !== undefined) return void (await openAt(picked.unread));
    const choice = picked.changesRegion === true ? (current as AwsChoice) : (picked.choice as AwsChoice);
    const region = placeOf(choice, profiles, process.env).region;
    if (choice.kind === 'profile' && picked.hasNoCredentials === true)
      throw new AwsConnectionError(noCredentials(choice, configFileName(process.env)));
    if (region !== undefined && picked.changesRegion !== true) return { ...choice, region };
    const chosen = await pickRegion(region);
    if (chosen === undefined) return undefined;
    if (chosen !== back) return { ...choice, region: chosen };
  }
}

function itemsFor(profiles: readonly ProfileFacts[], current: ConnectionChoice, only: 'aws' | undefined): ChoiceItem[] {
  const separator = (label: string): ChoiceItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const mark = (choice: ConnectionChoice): string => (isSame(choice, current) ? ' · in use' : '');
  const local: ChoiceItem = {
    label: '$(server-process) Local engine',
    description: `this machine, no account, no bill${mark(localChoice)}`,
    choice: localChoice,
  };
  const ofProfiles = profiles.map((profile): ChoiceItem => {
    const choice: AwsChoice = { kind: 'profile', profile: profile.name };
    const { region, redirectedTo } = placeOf(choice, profiles, process.env);
    return {
      label: `$(cloud) ${profile.name}`,
      description: [profile.how, region ?? 'no region'].join(' · ') + mark(choice),
      ...detailOf(redirectedTo),
      choice,
      hasNoCredentials: profile.how === noCredentialsAtAll,
    };
  });
  const environment: AwsChoice = { kind: 'environment' };
  const { redirectedTo } = placeOf(environment, profiles, process.env);
  return [
    ...(only === 'aws' ? [] : [local]),
    separator('AWS'),
    ...ofProfiles,
    {
      label: '$(symbol-variable) Environment',
      description: `AWS_… variables, or the role of this machine${mark(environment)}`,
      ...detailOf(redirectedTo),
      choice: environment,
    },
    ...(current.kind === 'local' || only === 'aws'
      ? []
      : [
          separator('Region'),
          { label: '$(globe) Change region…', description: current.region ?? '', changesRegion: true },
        ]),
  ];
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

const detailOf = (redirectedTo: string | undefined) =>
  redirectedTo === undefined ? {} : { detail: `$(warning) Requests go to ${redirectedTo}, not to AWS` };

/** The same way in, whatever the region. */
function isSame(a: ConnectionChoice, b: ConnectionChoice): boolean {
  const bare = ({ kind, ...rest }: ConnectionChoice): ConnectionChoice =>
    kind === 'profile' && 'profile' in rest ? { kind, profile: rest.profile } : ({ kind } as ConnectionChoice);
  return keyOf(bare(a)) === keyOf(bare(b));
}

async function pickRegion(current: string | undefined): Promise<string | typeof back | undefined> {
  const { sageMakerRegions } = await import('../../catalog/regions.ts');
  const items = sageMakerRegions().map((label) => ({ label, ...(label === current && { description: 'in use' }) }));
  const active = items.find(({ label }) => label === current);
  const picked = await pickStep({ title, placeholder: 'Region', items, active, back: true });
  return typeof picked === 'object' ? picked.label : picked;
}
