import type { IDisposable } from '../shared/disposable.ts';
import type { Event } from '../shared/emitter.ts';
import type { Session } from './session.ts';

/** Owner of the session with one place, which may have to be opened again and again. */
export interface SessionSource {
  readonly current: Session | undefined;
  /** Fires with the new session, or undefined when the old one can no longer be used. */
  readonly onDidChange: Event<Session | undefined>;
  /** Fires when a session that is wanted could not be had; the error's message is for the user. */
  readonly onDidFail: Event<unknown>;
  /** Fires once when a session was lost, or could not be had, for lack of something that only the user can give; again after the next session. */
  readonly onDidNeedUser?: Event<unknown>;
  /** The session that was lost, until there is another one: its lists can still be read, and are asked for no more. */
  readonly lost?: Session | undefined;
  /** Why there is no session, where that was found out. */
  readonly problem?: string | undefined;
  /** What to say while a session that was there is gone. */
  readonly lostMessage: string;
  /** Whether looking needs nothing new: no engine is started on a machine that never used one. */
  hasState(): Promise<boolean>;
  /**
   * The session, opened when needed.
   * @param options - `quiet`: the user did not ask for this, so nothing may be asked of the user.
   * @throws UserError when it cannot be opened.
   */
  connect(options?: { readonly quiet?: boolean }): Promise<Session>;
  /** While a lease is held, a lost session is looked for again where that asks nothing of the user. */
  keepConnected(): IDisposable;
}
