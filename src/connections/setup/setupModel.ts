import type { Clock } from '../../shared/clock.ts';
import { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';
import { messageOf } from '../../shared/errors.ts';
import { redact } from '../../shared/redact.ts';
import { result, type CheckResult, type SetupCheck } from './setupCheck.ts';

export interface SetupRow {
  readonly label: string;
  /** Undefined while it is looked at. */
  readonly result: CheckResult | undefined;
}

const stateWords = { good: 'ok', absent: 'not set up', warning: 'attention', bad: 'problem' } as const;

/** Runs the checks of the set-up side by side; each has its own patience, and fails alone. */
export class SetupModel extends Disposable {
  private readonly changes = this.register(new Emitter<void>());
  private readonly results = new Map<SetupCheck, CheckResult>();
  private checks: readonly SetupCheck[];
  private running = new AbortController();

  /** Fires at each answer. */
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly makeChecks: () => readonly SetupCheck[],
    private readonly clock: Clock,
    private readonly log: (context: string, error: unknown) => void,
  ) {
    super();
    this.checks = makeChecks();
    this.register({ dispose: () => this.running.abort() });
  }

  get rows(): readonly SetupRow[] {
    return this.checks.map((check) => ({ label: check.label, result: this.results.get(check) }));
  }

  /** Looks at everything once, and forgets what was known. */
  async run(): Promise<void> {
    this.running.abort();
    const { signal } = (this.running = new AbortController());
    this.results.clear();
    this.checks = this.makeChecks();
    this.changes.fire();
    await Promise.all(
      this.checks.map(async (check) => {
        const answer = await this.answerOf(check, signal);
        if (signal.aborted) return;
        this.results.set(check, answer);
        this.changes.fire();
      }),
    );
  }

  /** For a bug report or a colleague; without secrets. */
  report(): string {
    const lines = this.rows.map(({ label, result: found }) =>
      found === undefined ? `${label}: still looked at` : `${label}: ${stateWords[found.state]}. ${found.sentence}`,
    );
    return redact(lines.join('\n'));
  }

  private async answerOf({ label, patience, run }: SetupCheck, all: AbortSignal): Promise<CheckResult> {
    const own = new AbortController();
    const signal = AbortSignal.any([all, own.signal]);
    const late = new Promise<CheckResult>((resolve) => {
      const timer = this.clock.schedule(() => {
        resolve(result('warning', `No answer within ${patience / 1000} seconds; check again.`));
        own.abort();
      }, patience);
      signal.addEventListener('abort', () => timer.dispose(), { once: true });
    });
    const answer = run(signal).catch((error: unknown): CheckResult => {
      if (!signal.aborted) this.log(`Check Setup: ${label}`, error);
      return result('bad', messageOf(error));
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      own.abort(); // what is not waited for any more ends, the timer too
    }
  }
}
