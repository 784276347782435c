import { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';

/** Views that were up to date within so many milliseconds of each other lost touch at once: lists are asked once a minute at least. */
const together = 60_000;

/** How old views are that stand below each other: what was lost at once has one age, that of the oldest. */
export class SharedAges extends Disposable {
  private readonly changes = this.register(new Emitter<void>());
  /** When views were last up to date, by connection and view, in epoch milliseconds. */
  private readonly known = new Map<string, Map<string, number>>();

  /** Fires when a view may have to tell another age. */
  readonly onDidChange = this.changes.event;

  /** A view is old. @param asOf - When it was last up to date, in epoch milliseconds. */
  tell(connection: string, view: string, asOf: number): void {
    const views = this.known.get(connection) ?? new Map<string, number>();
    if (views.get(view) === asOf) return;
    this.known.set(connection, views.set(view, asOf));
    this.changes.fire();
  }

  /** A view is up to date again, or shows another connection. */
  forget(view: string): void {
    for (const views of this.known.values()) views.delete(view);
  }

  /** Since when all views count that lost touch with this one. */
  common(connection: string, asOf: number): number {
    const views = [...(this.known.get(connection)?.values() ?? [])];
    return Math.min(asOf, ...views.filter((other) => asOf - other <= together));
  }
}
