import * as vscode from 'vscode';
import type { ConnectionsModel, Place } from '../../connections/connectionsModel.ts';
import { keyOf } from '../../connections/connectionChoice.ts';
import type { Billable } from '../../sagemaker/cost/billable.ts';
import { checkedText } from '../../sagemaker/cost/billableRows.ts';
import { loadBillable } from '../../sagemaker/cost/loadBillable.ts';
import { checkText, nothingText, shutDownTitle } from '../../sagemaker/cost/shutDownText.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { problemText } from '../../sagemaker/serviceProblem.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import type { Log } from '../log.ts';
import { isChecked, offersOf, problemsOf, type BillableOffer, type FoundAt, type NotFoundAt } from './billableOffer.ts';
import { pickRegions } from './pickRegions.ts';

const moreRegions: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('globe'), tooltip: 'More Regions…' };
const lookAgain: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: 'Look Again' };

/** Milliseconds. */
const redrawAfter = 500;

/** What the list opens with, where somebody points at something: its place, and what is checked. */
export class ShutDownWish {
  constructor(
    readonly place: Place,
    readonly arns: readonly string[],
  ) {}
}

interface PickParts {
  readonly connections: ConnectionsModel;
  readonly clock: Clock;
  readonly log: Log;
}

/** A list of everything that is billed in the chosen regions, with check boxes; regions come one after the other as they answer. */
export class ShutDownPick extends Disposable {
  private readonly picker = this.register(vscode.window.createQuickPick<BillableOffer>());
  private readonly found = new Map<string, FoundAt | NotFoundAt>();
  private readonly places: Place[];
  private looking = 0;
  private isLeaving = false;
  private redraw: IDisposable | undefined;

  /** To be checked as soon as it is found. */
  private readonly wanted: Set<string>;

  constructor(
    private readonly parts: PickParts,
    wish?: ShutDownWish,
  ) {
    super();
    const active = wish?.place ?? parts.connections.active;
    this.places = [active];
    this.wanted = new Set(wish?.arns);
    this.picker.matchOnDescription = true;
    this.picker.matchOnDetail = true;
    this.picker.ignoreFocusOut = true;
    this.picker.buttons = active.choice.kind === 'local' ? [lookAgain] : [moreRegions, lookAgain];
    this.register(this.picker.onDidChangeSelection((picked) => this.leaveUnchecked(picked)));
    this.register({ dispose: () => this.redraw?.dispose() });
  }

  /** @returns What was checked, or undefined when the user left. */
  async pick(): Promise<readonly BillableOffer[] | undefined> {
    const answer = new Promise<readonly BillableOffer[] | undefined>((resolve) => {
      this.register(
        this.picker.onDidAccept(() =>
          this.isEmpty && this.looking > 0 ? undefined : resolve(this.picker.selectedItems),
        ),
      );
      this.register(this.picker.onDidHide(() => this.isLeaving || resolve(undefined)));
      this.register(
        this.picker.onDidTriggerButton((button) => {
          if (button === lookAgain) this.places.forEach((place) => this.look(place));
          else this.addRegions().catch((error: unknown) => this.parts.log.tell('More regions', error));
        }),
      );
    });
    this.places.forEach((place) => this.look(place));
    this.picker.show();
    return answer;
  }

  private look(place: Place): void {
    this.looking++;
    this.picker.busy = true;
    this.showTitle();
    this.load(place)
      .catch((error: unknown) => {
        this.parts.log.error('Looking for what costs money', error);
        this.found.set(keyOf(place.choice), { place, problem: problemText(error) });
      })
      .finally(() => {
        this.looking--;
        if (this.isDisposed) return;
        this.picker.busy = this.looking > 0;
        this.show();
      });
  }

  private async load(place: Place): Promise<void> {
    const session = await place.sessions.connect();
    if (!this.isDisposed) this.register(session.prices.onDidChange(() => this.showSoon()));
    const key = keyOf(place.choice);
    const isFirst = !this.found.has(key);
    const early: Billable[] = [];
    const onFound = (item: Billable): void => {
      early.push(item);
      // What was found before stays until all was looked at again.
      if (isFirst) this.found.set(key, { place, session, items: [...early], missing: [] });
      if (isFirst) this.showSoon();
    };
    const { items, missing } = await loadBillable(session, { onFound });
    this.found.set(key, { place, session, items, missing: missing.map(({ kind }) => kindOf(kind).plural) });
  }

  /** In a large account what is found comes one by one for a minute. */
  private showSoon(): void {
    if (this.isDisposed) return;
    this.redraw ??= this.parts.clock.schedule(() => {
      this.redraw = undefined;
      this.show();
    }, redrawAfter);
  }

  /** Draws anew, and leaves what is checked. */
  private show(): void {
    const checked = new Set(this.picker.selectedItems.map(({ item }) => item?.arn));
    const active = this.picker.activeItems[0]?.item?.arn;
    const now = this.parts.clock.now();
    const all = this.places.flatMap((place) => this.found.get(keyOf(place.choice)) ?? []);
    const found = all.filter((one): one is FoundAt => !('problem' in one));
    const problems = problemsOf(all);
    const offers = offersOf(found, now);
    const items = [...problems, ...offers];
    const isEmpty = offers.length === 0;
    // Check boxes and OK are for what can be checked.
    this.picker.canSelectMany = !isEmpty;
    const silent =
      this.looking > 0 ? [] : found.filter(({ items: some, missing }) => some.length + missing.length === 0);
    this.picker.placeholder = isEmpty ? undefined : checkText(silent.map(({ session }) => session.connection));
    const nothing = {
      label: nothingText(
        found.map(({ session }) => session.connection),
        problems.length === 0,
      ),
      alwaysShow: true,
    };
    this.picker.items = isEmpty && this.looking === 0 ? [...items, nothing] : items;
    this.picker.selectedItems = items.filter(
      ({ item }) => item !== undefined && (checked.has(item.arn) || this.wanted.delete(item.arn)),
    );
    const before = items.find(({ item }) => item !== undefined && item.arn === active);
    if (before !== undefined) this.picker.activeItems = [before];
    this.showTitle();
  }

  /** What only tells something has a check box too, as every row has. */
  private leaveUnchecked(picked: readonly BillableOffer[]): void {
    if (this.picker.canSelectMany && !picked.every(isChecked)) this.picker.selectedItems = picked.filter(isChecked);
    this.showTitle();
  }

  private get isEmpty(): boolean {
    return this.picker.items.every(({ item }) => item === undefined);
  }

  private showTitle(): void {
    this.picker.title = shutDownTitle({
      looking: this.looking,
      isEmpty: this.isEmpty,
      checked: checkedText(this.picker.selectedItems.filter(isChecked)),
    });
  }

  private async addRegions(): Promise<void> {
    const { connections } = this.parts;
    const first = this.places[0] ?? connections.active;
    const { choice } = first;
    if (choice.kind === 'local') return;
    const session = await first.sessions.connect();
    const known = this.places.map((place) => ('region' in place.choice ? place.choice.region : undefined));
    if (this.isDisposed) return;
    this.isLeaving = true; // the other list takes this one's place for a while
    const regions = await pickRegions([...known, session.connection.region]).finally(() => (this.isLeaving = false));
    this.picker.show();
    for (const region of regions ?? []) {
      const place = connections.placeOf({ ...choice, region });
      this.places.push(place);
      this.look(place);
    }
  }
}
