import type { Connection } from './messages.ts';

/** What a person has set in a panel, kept by the editor while it is hidden or the window reloads. */
export class ViewStateStore<S extends object> {
  private state: S;

  /** @param check - Throws for what is no such state; `initial` is taken where nothing was kept yet, or by another version. */
  constructor(
    private readonly connection: Pick<Connection<never>, 'readState' | 'writeState'>,
    check: (stored: unknown, at: string) => S,
    initial: S,
  ) {
    try {
      this.state = check(connection.readState(), 'state');
    } catch {
      this.state = initial;
    }
  }

  get current(): S {
    return this.state;
  }

  update(change: Partial<S>): void {
    const next = { ...this.state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.state)) return;
    this.state = next;
    this.connection.writeState(next);
  }
}
