/**
 * An error whose message is one sentence for the user: what happened, to what, and what to do next.
 * The technical cause belongs in `cause` and goes to the log, not to the user.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What the sentence is about, where the editor has a place to go on. */
  readonly about: 'definition' | 'trust' | 'folder' | undefined;

  constructor(message: string, options?: { cause?: unknown; about?: NonNullable<UserError['about']> }) {
    super(message, options);
    this.about = options?.about;
  }
}

/** The sentence to show for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : typeof error === 'string' ? error : JSON.stringify(error);
}

/** The code of a system error (`ENOENT`, `EADDRINUSE`, …), if there is one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The whole chain of causes, for a log. */
export function describeChain(error: unknown): string {
  const lines: string[] = [];
  for (let current: unknown = error; current !== undefined && lines.length < 10;) {
    lines.push(current instanceof Error ? (current.stack ?? current.message) : messageOf(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines.join('\ncaused by: ');
}
