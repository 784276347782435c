import { listed } from '../../shared/listed.ts';
import { whereText, type Connection } from '../connection.ts';
import { deletionWord } from '../deletion.ts';
import type { Part } from '../deploy/makeDeployment.ts';
import { partCounts, partsText } from '../deploy/partsText.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { Billable } from './billable.ts';

/** A question has room for so many names. */
const mostNames = 10;

/** `churn and fraud in dev · eu-west-1 · 123456789012` */
export function goingText(items: readonly Pick<Billable, 'name'>[], connection: Connection): string {
  const names = items.slice(0, mostNames).map(({ name }) => name);
  const more = items.length - names.length;
  const all = listed([...names, ...(more > 0 ? [`${more} more`] : [])]);
  return `${all} ${connection.kind === 'local' ? 'on the local engine' : `in ${whereText(connection)}`}`;
}

/** What was checked, as it is asked for once more. */
export interface ToShutDown {
  readonly items: readonly Pick<Billable, 'kind' | 'name'>[];
  /** What goes where, a line for each place. */
  readonly places: readonly string[];
  /** What goes with the endpoints. */
  readonly others: readonly Part[];
  /** What that costs; empty where it costs nothing. */
  readonly sum: string;
}

/** A question with the button that means it. */
export function shutDownQuestion({ items, places, others, sum }: ToShutDown): {
  readonly question: string;
  readonly detail: string;
  readonly button: string;
} {
  const endpoints = items.filter(({ kind }) => kind === 'endpoint').length;
  const verb = endpoints === items.length ? 'Delete' : endpoints > 0 ? 'Shut Down' : 'Stop';
  const too = others.length === 0 ? [] : [`Goes too: ${partsText(others)}.`];
  return {
    question: `${verb} ${listed([itemsText(items), ...partCounts(others)])}?`,
    detail: [...places, ...too, ...(sum === '' ? [] : ['', `Cost: ${sum}`])].join('\n'),
    button: items.length + others.length === 1 ? verb : `${verb} All`,
  };
}

/** `churn`, `2 endpoints`, `3 resources`. */
function itemsText(items: ToShutDown['items']): string {
  const [first] = items;
  if (first === undefined || items.length === 1) return first?.name ?? 'nothing';
  const isOneKind = items.every(({ kind }) => kind === first.kind);
  return `${items.length} ${isOneKind ? kindOf(first.kind).plural : 'resources'}`;
}

/** What is typed for the deletion of endpoints in an account, as with *Delete Endpoint…*, and what it says before. */
export function typedQuestion({ items, places, others, sum }: ToShutDown): {
  readonly prompt: string;
  readonly word: string;
} {
  const endpoints = items.filter(({ kind }) => kind === 'endpoint').map(({ name }) => name);
  const word = deletionWord(endpoints);
  const stopped = items.length - endpoints.length;
  const stops = stopped === 0 ? '' : ` and stops ${stopped} more`;
  const too = others.length === 0 ? '' : ` Goes too: ${partsText(others)}.`;
  const deletes = endpoints.length === 1 ? 'the endpoint' : `${endpoints.length} endpoints`;
  return {
    prompt: `Deletes ${deletes}${stops}: ${places.join('; ')}${sum === '' ? '' : ` (${sum})`}.${too} Type "${word}" to confirm.`,
    word,
  };
}

/** How far the list of what costs money is. */
export interface ShutDownState {
  /** Places that have not answered yet. */
  readonly looking: number;
  readonly isEmpty: boolean;
  /** What is checked, in words. */
  readonly checked: string;
}

/** The title of the list; that nothing runs is its only row then. */
export function shutDownTitle({ looking, isEmpty, checked }: ShutDownState): string {
  const state = [...(looking > 0 ? ['looking…'] : []), ...(isEmpty ? [] : [checked])].join(' ');
  return `SageMaker: shut down what costs money${state === '' ? '' : ` (${state})`}`;
}

/** The row of a list in which there is nothing to check: that nothing runs is only said when everything was looked at. */
export function nothingText(
  places: readonly { readonly kind: string; readonly region: string }[],
  isWhole: boolean,
): string {
  if (!isWhole) return 'Nothing was found, and not everything could be looked at';
  if (places.some(({ kind }) => kind === 'local')) return 'Nothing runs on this machine';
  return `Nothing runs that costs money in ${regionsText(places)}`;
}

/** What the list says of its rows. @param silent - The places where nothing was found, beside others. */
export function checkText(silent: readonly { readonly region: string }[]): string {
  return `Check what is to be shut down${silent.length === 0 ? '' : `; nothing runs in ${regionsText(silent)}`}`;
}

function regionsText(places: readonly { readonly region: string }[]): string {
  const regions = [...new Set(places.map(({ region }) => region))];
  return regions.length > 3 ? `${regions.length} regions` : listed(regions);
}
