import type { Memory } from '../../connections/connectionsModel.ts';
import { Disposable } from '../../shared/disposable.ts';
import type { Event } from '../../shared/emitter.ts';
import { messageOf } from '../../shared/errors.ts';
import { walkthroughKeys } from '../contributions/ids.ts';

/** A step of the walkthrough, by what has come of it. */
export type WalkthroughStep = keyof typeof walkthroughKeys;

const steps = Object.keys(walkthroughKeys) as WalkthroughStep[];

interface WalkthroughParts {
  /** Sets a context key of the editor. */
  readonly check: (key: string) => void;
  readonly log: (line: string) => void;
}

/** Owner of what of the walkthrough has succeeded for this user: its page checks a step by its context key, also after a reload. */
export class WalkthroughStore extends Disposable {
  private readonly checked = new Set<WalkthroughStep>();

  /** @param memory - Of the user, in every window. */
  constructor(
    private readonly memory: Memory,
    private readonly parts: WalkthroughParts,
  ) {
    super();
    this.show();
  }

  /** Checks what has succeeded so far, be it in another window. */
  show(): void {
    for (const step of steps) if (this.memory.get(walkthroughKeys[step]) === true) this.check(step);
  }

  /** A step has succeeded; resolves once that is remembered. */
  async reach(step: WalkthroughStep): Promise<void> {
    if (!this.check(step)) return;
    try {
      await this.memory.update(walkthroughKeys[step], true);
    } catch (error) {
      this.parts.log(`That a step of the walkthrough succeeded was not kept: ${messageOf(error)}`);
    }
  }

  /** A step has succeeded with the first event that is a success. */
  reachWith<T>(step: WalkthroughStep, event: Event<T>, isSuccess: (value: T) => boolean): void {
    this.register(
      event((value) => {
        if (isSuccess(value)) void this.reach(step);
      }),
    );
  }

  /** @returns Whether it was not checked before. */
  private check(step: WalkthroughStep): boolean {
    if (this.checked.has(step)) return false;
    this.checked.add(step);
    this.parts.check(walkthroughKeys[step]);
    return true;
  }
}
