import * as vscode from 'vscode';
import type { SetupFix } from '../../connections/setup/setupCheck.ts';
import type { SetupRow } from '../../connections/setup/setupModel.ts';

/** A row of *Check Setup*. */
export interface SetupItem extends vscode.QuickPickItem {
  readonly row: string;
  readonly fix?: SetupFix;
}

const looks = {
  good: { icon: 'pass-filled', word: 'OK' },
  absent: { icon: 'circle-large-outline', word: 'not set up' },
  warning: { icon: 'warning', word: 'attention' },
  bad: { icon: 'error', word: 'problem' },
} as const;

/** The row as it stands; the state is said in words too, since icons are not read out. */
export function setupItem({ label, result }: SetupRow): SetupItem {
  if (result === undefined)
    return { row: label, label: `$(loading~spin) ${label}`, detail: 'Looking…', alwaysShow: true };
  const { icon, word } = looks[result.state];
  const { fix } = result;
  return {
    row: label,
    label: `$(${icon}) ${label}`,
    description: fix === undefined ? word : `${word} · Enter: ${fix.title}`,
    detail: result.sentence,
    alwaysShow: true,
    ...(fix && { fix, buttons: [{ iconPath: new vscode.ThemeIcon(iconOf(fix)), tooltip: fix.title }] }),
  };
}

function iconOf({ kind }: SetupFix): string {
  if (kind === 'page') return 'link-external';
  return kind === 'terminal' ? 'terminal' : 'tools';
}

/** What the list is headed by: how much of it is how. */
export function setupTitle(rows: readonly SetupRow[]): string {
  const count = (states: readonly string[]): number =>
    rows.filter(({ result }) => result !== undefined && states.includes(result.state)).length;
  const left = rows.filter(({ result }) => result === undefined).length;
  const [bad, warning] = [count(['bad']), count(['warning'])];
  const parts = [
    ...(left > 0 ? [`looking at ${left} more`] : []),
    ...(bad > 0 ? [bad === 1 ? '1 problem' : `${bad} problems`] : []),
    ...(warning > 0 ? [`${warning} to look at`] : []),
  ];
  return `SageMaker: Check Setup — ${parts.length === 0 ? 'nothing is wrong' : parts.join(', ')}`;
}
