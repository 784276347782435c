import { finite, flag, integer, listOf, object, text, type Checked } from '../../src/protocol/check.ts';
import type { Connection } from '../shared/messages.ts';

const viewState = object({
  zooms: listOf(object({ group: text, from: finite, to: finite })),
  tables: listOf(text),
  follow: flag,
  /** First visible line when the log is not followed. */
  logLine: integer(0, Number.MAX_SAFE_INTEGER),
  pageScroll: finite,
});

export type ViewState = Checked<typeof viewState>;

const initial: ViewState = { zooms: [], tables: [], follow: true, logLine: 0, pageScroll: 0 };

/** Zoom, tables and scroll positions, kept by the editor while the panel is hidden or the window reloads. */
export class ViewStateStore {
  private state: ViewState;

  constructor(private readonly connection: Pick<Connection<never>, 'readState' | 'writeState'>) {
    this.state = read(connection.readState());
  }

  get current(): ViewState {
    return this.state;
  }

  update(change: Partial<ViewState>): void {
    const next = { ...this.state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.state)) return;
    this.state = next;
    this.connection.writeState(this.state);
  }
}

function read(stored: unknown): ViewState {
  try {
    return viewState(stored, 'state');
  } catch {
    // Nothing stored yet, or stored by another version: start afresh.
    return initial;
  }
}
