import * as vscode from 'vscode';
import { awsProblem } from '../../connections/awsProblem.ts';
import { headOf, type ConnectionChoice } from '../../connections/connectionChoice.ts';
import { filterText, narrows, type ResourceFilter } from '../../sagemaker/find/resourceFilter.ts';
import { problemText } from '../../sagemaker/serviceProblem.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { contextKeys, viewKeys } from '../contributions/ids.ts';
import { restrictedNote } from '../trust.ts';
import { lookingMessage } from './lookingMessage.ts';
import { ageText, joined, staleText } from './looks/texts.ts';
import type { StaleDecorations } from './staleDecorations.ts';
import { oldestOf, staleMessage } from './staleMessage.ts';
import type { ViewLists } from './viewLists.ts';
import { kindsOf, type ViewSpec } from './viewSpecs.ts';

interface HeadParts {
  readonly clock: Clock;
  readonly stale: StaleDecorations;
  /** Tells all of it anew. */
  readonly again: () => void;
}

/** How often an age is told anew, in milliseconds; sooner where it is another by then. */
const ageInterval = 30_000;
const minute = 60_000;
/** A timer may be early by a little. */
const slack = 50;

/** What a view says around its rows: badge, message, description, and the context keys of its welcome texts. */
export class ViewHead extends Disposable {
  /** When what is on show was last up to date, in epoch milliseconds; that of a lost session too. */
  private asOf: number | undefined;
  private aging: IDisposable | undefined;
  /** Whether a filter is set. */
  private isNarrowed = false;

  constructor(
    private readonly tree: vscode.TreeView<vscode.TreeItem>,
    private readonly spec: ViewSpec,
    private readonly parts: HeadParts,
  ) {
    super();
    this.register({ dispose: () => this.stopAging() });
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(parts.again));
    this.register(parts.stale.ages.onDidChange(() => this.aging !== undefined && parts.again()));
  }

  /** Says nothing of the connection before. */
  clear(): void {
    this.asOf = undefined;
    this.stopAging();
    this.tree.message = '';
    this.tree.badge = undefined;
    this.setLoading(false);
    this.showMore(false);
  }

  /** What stands beside the view's title: where one works, and what is looked for. */
  describe(choice: ConnectionChoice, filter: ResourceFilter, region?: string): void {
    const what = filterText(filter);
    this.tree.description = joined([headOf(choice, region), what && `filter: ${what}`]);
    const { filtered, narrowed } = viewKeys(this.spec.view);
    void vscode.commands.executeCommand('setContext', filtered, what !== '');
    this.isNarrowed = narrows(filter);
    void vscode.commands.executeCommand('setContext', narrowed, this.isNarrowed);
  }

  /** No welcome text flashes up while the first answer is on its way. */
  setLoading(isLoading: boolean): void {
    void vscode.commands.executeCommand('setContext', viewKeys(this.spec.view).loading, isLoading);
  }

  /** The palette has *Load More* where there is more. */
  showMore(hasMore: boolean): void {
    void vscode.commands.executeCommand('setContext', viewKeys(this.spec.view).more, hasMore);
  }

  /** How many count for the badge; undefined where nobody knows. */
  showBadge(count: number | undefined): void {
    const { badge } = this.spec;
    this.tree.badge = badge && count ? { value: count, tooltip: `${count} ${badge.word}` } : undefined;
  }

  /** How current the lists are. @param connection - Its id. */
  showLists(lists: ViewLists, isEmpty: boolean, connection: string | undefined, choice: ConnectionChoice): void {
    this.asOf = lists.asOf ?? this.asOf;
    this.setLoading(!lists.haveAllAnswered);
    this.markStale(connection, lists.stale);
    const { error } = lists;
    if (error === undefined) return this.showGood(lists, isEmpty);
    const since = isEmpty ? undefined : this.sinceOf(oldestOf(lists.failed), connection);
    const { clock, stale } = this.parts;
    const common = (asOf: number): number => (connection === undefined ? asOf : stale.ages.common(connection, asOf));
    this.tell(isEmpty ? sentenceOf(error, choice) : staleMessage(lists, clock.now(), common), since);
  }

  /** There is no session; the rows are those of the last good answer. @param reason - Empty where the welcome text says what to do. */
  showLost(reason: string, isEmpty: boolean, connection: string | undefined): void {
    this.tree.badge = undefined;
    this.setLoading(false);
    this.markStale(connection, kindsOf(this.spec));
    // Of an empty view the welcome text says so, and never that there is nothing.
    void vscode.commands.executeCommand('setContext', contextKeys.connectionLost, true);
    const what = reason.replace(/^Not up to date: t/, 'T');
    const since = isEmpty ? undefined : this.sinceOf(this.asOf, connection);
    const age = since === undefined ? undefined : ageText(this.parts.clock.now() - since);
    this.tell(joined([age && staleText(age, undefined), what], ' '), since);
  }

  /** Since when this view is old, and those beside it that lost touch with it. */
  private sinceOf(asOf: number | undefined, connection: string | undefined): number | undefined {
    if (asOf === undefined || connection === undefined) return asOf;
    const { ages } = this.parts.stale;
    ages.tell(connection, this.spec.view, asOf);
    return ages.common(connection, asOf);
  }

  private markStale(connection: string | undefined, stale: readonly ReturnType<typeof kindsOf>[number][]): void {
    if (connection !== undefined) this.parts.stale.mark(connection, kindsOf(this.spec), stale);
  }

  /** Says that something is looked for, before any of it is known; what was said of the rows on show stays where nothing is. */
  showLooking(lists: ViewLists, isEmpty: boolean): void {
    const looking = this.lookingFor(lists, isEmpty);
    if (looking !== undefined) this.tree.message = looking;
  }

  private showGood(lists: ViewLists, isEmpty: boolean): void {
    this.stopAging();
    // Of an empty view the welcome text says so, which a message would hide.
    this.tree.message = this.lookingFor(lists, isEmpty) ?? (isEmpty ? '' : restrictedNote());
  }

  private lookingFor(lists: ViewLists, isEmpty: boolean): string | undefined {
    const { isNarrowed, spec } = this;
    return lookingMessage(lists, { isEmpty, isNarrowed, plural: spec.plural });
  }

  /** Says that what is on show is old, and goes on to say how old. @param since - Epoch milliseconds, where that is known. */
  private tell(message: string, since: number | undefined): void {
    this.aging?.dispose();
    this.tree.message = message;
    const { clock, again } = this.parts;
    if (since === undefined) return;
    const next = minute - ((clock.now() - since) % minute) + slack;
    this.aging = clock.schedule(again, Math.min(ageInterval, next));
  }

  private stopAging(): void {
    this.aging?.dispose();
    this.aging = undefined;
    this.parts.stale.ages.forget(this.spec.view);
  }
}

/** Why there is nothing to show, for a person. */
function sentenceOf(error: unknown, choice: ConnectionChoice): string {
  return problemText(choice.kind === 'local' ? error : awsProblem(error, choice, choice.region ?? 'its region'));
}
