import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import type { Place } from '../../../../src/connections/connectionsModel.ts';
import type { ResourceEntry } from '../../../../src/sagemaker/resources/resourceEntry.ts';
import type { KindId } from '../../../../src/sagemaker/resources/resourceKind.ts';
import type { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import type { GroupItem } from '../../../../src/ui/explorer/groupItem.ts';
import { ViewLists } from '../../../../src/ui/explorer/viewLists.ts';
import { ViewRows, type RowMaker } from '../../../../src/ui/explorer/viewRows.ts';
import { viewSpecs } from '../../../../src/ui/explorer/viewSpecs.ts';

type Lists = ReadonlyMap<KindId, ResourceListModel>;

/** What a view asks of a list. */
class Entries {
  hasMore = false;
  error: Error | undefined;
  asOf: number | undefined;
  readonly isLoaded = true;
  knowsRunning = true;

  constructor(public entries: readonly ResourceEntry[]) {}

  find(name: string): ResourceEntry | undefined {
    return this.entries.find((entry) => entry.name === name);
  }

  onDidChange(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  setVisible(): void {}
}

const entry = (name: string, created: number, status = 'Completed'): ResourceEntry => ({
  name,
  arn: `arn:${name}`,
  status,
  created,
});

/** Rows without an editor: what a row shows is its status. */
const maker: RowMaker = {
  heading: (id, label) => ({
    id,
    label,
    isClosed: false,
    show(count) {
      this.description = count;
      return false;
    },
  }),
  tryAgain: () => ({ id: 'try again' }),
  loadMore: (group) => ({ id: `more ${group}`, group }),
  row: (_, kind, of) => ({ id: of.arn, kind, entry: of }) as ReturnType<RowMaker['row']>,
  draw(item, of, _, label) {
    const isSame = item.contextValue === of.status && item.label === label;
    Object.assign(item, { entry: of, contextValue: of.status, label });
    return !isSame;
  },
};

const context = { now: Date.now(), price: () => ({ kind: 'free' }) as const };
const nothing = new Map<KindId, ReadonlySet<string>>();

describe('the rows of a view', () => {
  let jobs: Entries;
  let tuning: Entries;
  let lists: ViewLists;
  let rows: ViewRows;

  beforeEach(() => {
    jobs = new Entries([entry('c', 30, 'InProgress'), entry('b', 20), entry('a', 10)]);
    tuning = new Entries([entry('t', 15)]);
    const known = new Map([
      ['trainingJob', jobs],
      ['tuningJob', tuning],
    ] as const);
    lists = new ViewLists(known as unknown as Lists);
    rows = new ViewRows(viewSpecs.jobs, maker, {} as Place);
  });

  const update = (changed = nothing) => rows.update(lists, {}, context, changed);
  const ids = (items: readonly TreeItem[]): (string | undefined)[] => items.map(({ id }) => id);
  const below = (label: string): (string | undefined)[] => {
    const heading = rows.root.find((item) => item.label === label);
    return heading === undefined ? [] : ids(rows.below(heading as GroupItem));
  };

  it('stand in their groups, and a group that has none has no heading', () => {
    assert.equal(update(), 'all');
    assert.deepEqual([below('Running'), below('Recent')], [['arn:c'], ['arn:b', 'arn:t', 'arn:a']]);
    jobs.entries = jobs.entries.slice(1);
    assert.equal(update(), 'all');
    assert.deepEqual(
      rows.root.map(({ label }) => label),
      ['Recent'],
    );
  });

  it('are one that asks again, where a list failed and there is nothing to show', () => {
    [jobs.entries, tuning.entries] = [[], []];
    update();
    assert.deepEqual(rows.root, []);
    jobs.error = new Error('AWS had an error of its own (HTTP 500).');
    assert.equal(update(), 'all');
    assert.deepEqual(ids(rows.root), ['try again']);
    assert.deepEqual(update(), []);
    tuning.entries = [entry('t', 15)];
    assert.equal(update(), 'all');
    assert.deepEqual(
      rows.root.map(({ label }) => label),
      ['Recent'],
    );
    tuning.entries = [];
    jobs.error = undefined;
    update();
    assert.deepEqual(rows.root, []);
  });

  it('are likely on the screen where they are first, run, or are pointed at', () => {
    const many = (count: number, from: number, status?: string): ResourceEntry[] =>
      Array.from({ length: count }, (_, at) => entry(`${status ?? 'old'}-${at}`, from - at, status));
    tuning.entries = [];
    jobs.entries = [...many(28, 5_000, 'InProgress'), ...many(250, 1_000)];
    update();
    const seen = (): string[] => rows.onShow(false).get('trainingJob') ?? [];
    assert.equal(seen().length, 28 + 10);
    assert.equal(seen()[0], 'InProgress-0');
    assert.equal(seen().at(-1), 'old-9');
    const row = rows.find('trainingJob', 'old-60');
    assert.ok(row && rows.pointAt(row));
    assert.equal(rows.pointAt(row), false);
    assert.ok(seen().includes('old-50') && seen().includes('old-70') && !seen().includes('old-40'));
    rows.more('recent');
    update();
    assert.ok(seen().includes('old-100') && !seen().includes('old-180'));
    rows.showFirstPage();
    update();
    assert.equal(seen().length, 38);
    assert.equal(rows.onShow(true).get('trainingJob')?.length, 128);
    const [running] = rows.root as GroupItem[];
    Object.assign(running ?? {}, { isClosed: true });
    assert.equal(seen().length, 30, 'what is below a closed heading is not');
  });

  it('are drawn anew alone where they look different, and not at all where they do not', () => {
    update();
    assert.deepEqual(update(new Map([['trainingJob', new Set(['b', 'a'])]])), []);
    jobs.entries = [entry('c', 30, 'InProgress'), entry('b', 20, 'Failed'), entry('a', 10)];
    const changed = update(new Map([['trainingJob', new Set(['b'])]]));
    assert.deepEqual(changed === 'all' ? changed : ids(changed), ['arn:b']);
  });

  it('are called differently, whatever group and kind they are of', () => {
    const stamp = '2026-11-22-07-54-01-123';
    jobs.entries = [entry(`red-${stamp}`, 30, 'InProgress'), entry('blue-2026-11-22-07-54-01', 20)];
    tuning.entries = [];
    update();
    const shown = (): string[] => rows.shown.map(({ label }) => (typeof label === 'string' ? label : ''));
    assert.deepEqual(shown(), ['red', 'blue']);
    tuning.entries = [entry('red-261122-075401', 90_000)];
    update();
    for (const label of shown()) assert.match(label, /^(red · .+|blue)$/);
    assert.equal(new Set(shown()).size, 3);
  });

  it('of what has ended are there beside hundreds that run, which are counted all', () => {
    const many = (count: number, from: number, status?: string): ResourceEntry[] =>
      Array.from({ length: count }, (_, at) => entry(`${status ?? 'old'}-${at}`, from - at, status));
    tuning.entries = many(302, 5_000, 'InProgress');
    jobs.entries = many(100, 1_000);
    [tuning.hasMore, jobs.hasMore] = [true, true];
    update();
    assert.equal(below('Recent').length, 101);
    const count = (): unknown => rows.root.find(({ label }) => label === 'Running')?.description;
    assert.equal(count(), '302');
    assert.deepEqual([...rows.more('recent')].sort(), ['trainingJob', 'tuningJob']);
    tuning.knowsRunning = false;
    update();
    assert.equal(count(), '302+', 'nobody knows yet whether that is all');
  });

  it('are the same objects as long as they are listed, in whatever group', () => {
    update();
    const row = rows.find('trainingJob', 'c');
    jobs.entries = [entry('c', 30), entry('b', 20), entry('a', 10)];
    assert.equal(update(new Map([['trainingJob', new Set(['c'])]])), 'all', 'a row went from group to group');
    assert.deepEqual(below('Recent'), ['arn:c', 'arn:b', 'arn:t', 'arn:a']);
    assert.equal(rows.find('trainingJob', 'c'), row);
  });

  it('of one group that came or went have only their heading drawn anew', () => {
    update();
    tuning.entries = [entry('t2', 16), entry('t', 15)];
    const changed = update(new Map([['tuningJob', new Set(['t2'])]]));
    assert.notEqual(changed, 'all');
    assert.ok(changed !== 'all' && changed[0]?.label === 'Recent');
    tuning.entries = [];
    update();
    assert.deepEqual(below('Recent'), ['arn:b', 'arn:a']);
    assert.equal(rows.find('tuningJob', 't'), undefined, 'what was deleted has no row');
  });

  it('of 10,000 that are loaded are a page, with the rest behind Load more, and only then the API is asked', () => {
    jobs.entries = Array.from({ length: 250 }, (_, index) => entry(`job${index}`, 1_000 - index));
    jobs.hasMore = true;
    tuning.entries = [];
    update();
    assert.equal(below('Recent').length, 101);
    assert.equal(below('Recent').at(-1), 'more recent');
    const next = rows.endOf('recent');
    assert.equal(next(), undefined, 'nothing is behind them yet');
    assert.deepEqual([...rows.more('recent')], [], 'there is more that is loaded');
    update();
    assert.equal(next()?.id, 'arn:job100', 'where one goes on');
    assert.equal(rows.endOf(undefined)(), undefined);
    assert.equal(below('Recent').length, 201);
    assert.deepEqual([...rows.more('recent')], []);
    update();
    assert.equal(below('Recent').length, 251);
    assert.deepEqual([...rows.more('recent')], ['trainingJob'], 'now the API has to be asked');
  });

  it('are sent in no time where nothing is news among 10,000', () => {
    jobs.entries = Array.from({ length: 10_000 }, (_, index) => entry(`job${index}`, 100_000 - index));
    update();
    const start = performance.now();
    for (let times = 0; times < 20; times++) assert.deepEqual(update(), []);
    const each = (performance.now() - start) / 20;
    assert.ok(each < 25, `${each} ms`);
  });
});
