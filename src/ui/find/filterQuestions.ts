import * as vscode from 'vscode';
import {
  dateText,
  readDates,
  readTag,
  sortText,
  tagText,
  type DateFilter,
  type ResourceFilter,
} from '../../sagemaker/find/resourceFilter.ts';
import type { SortKey } from '../../sagemaker/resources/listQuery.ts';
import { resourceKinds } from '../../sagemaker/resources/resourceKinds.ts';
import { kindsOf, type ViewSpec } from '../explorer/viewSpecs.ts';

/** A part of a filter that has to be asked for. */
export interface FilterQuestion {
  readonly label: string;
  /** Of a codicon. */
  readonly icon: string;
  /** What is asked for now. */
  textOf(filter: ResourceFilter): string;
  /** @returns The filter with the answer; undefined when the user ended it. */
  ask(filter: ResourceFilter): Promise<ResourceFilter | undefined>;
}

interface Option<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** What can be asked of the view's kinds. */
export function questionsOf(spec: ViewSpec): FilterQuestion[] {
  const kinds = kindsOf(spec);
  const statuses = [...new Set<string>(kinds.flatMap((id) => resourceKinds[id].statuses))];
  return [
    ...(statuses.length > 0 ? [statusQuestion(statuses)] : []),
    ...(kinds.length > 1 ? [kindQuestion(spec)] : []),
    dateQuestion,
    tagQuestion,
    sortQuestion(statuses.length > 0),
    clearQuestion,
  ];
}

const statusQuestion = (statuses: readonly string[]): FilterQuestion => ({
  label: 'Status',
  icon: 'pulse',
  textOf: ({ status }) => status ?? 'any',
  async ask(filter) {
    const picked = await choose('Status', [undefined, ...statuses], filter.status, (status) => status ?? 'Any');
    if (picked === undefined) return undefined;
    const { status: _, ...others } = filter;
    return picked.value === undefined ? others : { ...others, status: picked.value };
  },
});

const kindQuestion = (spec: ViewSpec): FilterQuestion => ({
  label: 'Kind',
  icon: 'symbol-class',
  textOf: ({ kinds }) => kinds?.map((id) => resourceKinds[id].plural).join(', ') ?? 'any',
  async ask(filter) {
    const options = kindsOf(spec).map((id) => ({
      label: resourceKinds[id].plural,
      picked: filter.kinds?.includes(id) ?? true,
      value: id,
    }));
    const picked = await vscode.window.showQuickPick(options, { title: 'Kinds to list', canPickMany: true });
    if (picked === undefined) return undefined;
    const { kinds: _, ...others } = filter;
    const isAll = picked.length === 0 || picked.length === options.length;
    return isAll ? others : { ...others, kinds: picked.map(({ value }) => value) };
  },
});

const dateQuestion: FilterQuestion = {
  label: 'Created',
  icon: 'calendar',
  textOf: ({ date }) => (date === undefined ? 'any time' : dateText(date)),
  async ask(filter) {
    const spans: (DateFilter | 'other' | undefined)[] = [undefined, { days: 1 }, { days: 7 }, { days: 30 }, 'other'];
    const words = (span: (typeof spans)[number]): string =>
      span === undefined ? 'Any time' : span === 'other' ? 'From … to …' : dateText(span);
    const picked = await choose('Created', spans, filter.date, words);
    if (picked === undefined) return undefined;
    const { date: _, ...others } = filter;
    const date = picked.value === 'other' ? await askDates(filter.date) : picked.value;
    if (picked.value === 'other' && date === undefined) return undefined;
    return date === undefined ? others : { ...others, date };
  },
};

async function askDates(before: DateFilter | undefined): Promise<DateFilter | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Created from … to …',
    prompt: 'Days, both included, as 2026-11-01 to 2026-11-22; either may be left out.',
    value: before === undefined || 'days' in before ? '' : `${before.from ?? ''} to ${before.to ?? ''}`.trim(),
    validateInput: (value) =>
      readDates(value) === undefined
        ? 'Write two days, the earlier one first, as 2026-11-01 to 2026-11-22.'
        : undefined,
  });
  return text === undefined ? undefined : readDates(text);
}

const tagQuestion: FilterQuestion = {
  label: 'Tag',
  icon: 'tag',
  textOf: ({ tag }) => (tag === undefined ? 'any' : tagText(tag).replace('tag ', '')),
  async ask(filter) {
    const text = await vscode.window.showInputBox({
      title: 'Tag',
      prompt: 'A key, or key=value; nothing for any.',
      value: filter.tag === undefined ? '' : tagText(filter.tag).replace('tag ', ''),
    });
    if (text === undefined) return undefined;
    const { tag: _, ...others } = filter;
    const tag = readTag(text);
    return tag === undefined ? others : { ...others, tag };
  },
};

interface Order {
  readonly sortBy: SortKey;
  readonly ascending: boolean;
}

const sortQuestion = (hasStatus: boolean): FilterQuestion => ({
  label: 'Order',
  icon: 'sort-precedence',
  textOf: ({ sortBy, ascending }) => sortText(sortBy, ascending),
  async ask(filter) {
    const orders: Order[] = [
      { sortBy: 'CreationTime', ascending: false },
      { sortBy: 'CreationTime', ascending: true },
      { sortBy: 'Name', ascending: true },
      { sortBy: 'Name', ascending: false },
      ...(hasStatus ? [{ sortBy: 'Status' as const, ascending: true }] : []),
    ];
    const { sortBy = 'CreationTime', ascending = false, ...others } = filter;
    const now = orders.find((one) => one.sortBy === sortBy && one.ascending === ascending);
    const picked = await choose('Order', orders, now, (one) => sortText(one.sortBy, one.ascending));
    if (picked === undefined) return undefined;
    return picked.value === orders[0] ? others : { ...others, ...picked.value };
  },
});

const clearQuestion: FilterQuestion = {
  label: 'Clear the Filter',
  icon: 'clear-all',
  textOf: () => '',
  ask: () => Promise.resolve({}),
};

/** Asks for one of several; what holds now is marked. */
async function choose<T>(
  title: string,
  values: readonly T[],
  now: NoInfer<T> | undefined,
  textOf: (value: T) => string,
): Promise<Option<T> | undefined> {
  const isNow = (value: T): boolean => JSON.stringify(value) === JSON.stringify(now);
  const options = values.map((value) => ({
    label: capital(textOf(value)),
    ...(isNow(value) && { description: 'now' }),
    value,
  }));
  return vscode.window.showQuickPick(options, { title });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
