import { sleep, type Clock } from '../../shared/clock.ts';
import { Disposable } from '../../shared/disposable.ts';
import { messageOf } from '../../shared/errors.ts';
import { ranks, type Rank } from './requestRank.ts';
import type { Slots } from './slotFolder.ts';

/**
 * Milliseconds for one request. More than 250: what leaves on time may arrive late and the next one early, and still there are no more than
 * four in any second at the other end.
 */
export const slotLength = 340;
/** What leaves later than this after its slot has begun is counted in the next one. */
const punctual = 80;
/** From one request of a list operation to its next; more than a second for the same reason. */
const slotsPerList = 4;
/** What waits longer than this goes before what is one rank above it. */
const patience = 10_000;
/** Files of slots that were left behind by a window that is gone: so many slots old, or so many ahead of a clock that was set back. */
const stale = { behind: 40, ahead: 400 };

interface Waiting {
  readonly operation: string;
  readonly rank: number;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

export interface BudgetParts {
  readonly slots: Slots;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/**
 * What one account and region is asked, all windows together: at most 4 requests a second, and 1 a second of each list operation. A window
 * takes the next free slot, and when its time has come, gives it to whoever needs it most by then.
 */
export class RequestBudget extends Disposable {
  private readonly waiting: Waiting[] = [];
  /** From which slot on an operation may be asked again, as far as this window knows. */
  private readonly notBefore = new Map<string, number>();
  private mine: { readonly name: string; readonly slot: number }[] = [];
  /** What left last counts in this slot. */
  private last = 0;
  private isServing = false;
  private isSwept = false;
  private isAlone = false;

  constructor(private readonly parts: BudgetParts) {
    super();
    this.register({
      dispose: () => this.waiting.splice(0).forEach(({ reject }) => reject(new Error('The connection was closed.'))),
    });
  }

  /** @returns Once the request may be sent. @throws Error when the connection is closed before. */
  take(operation: string, rank: Rank): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.isDisposed) return reject(new Error('The connection was closed.'));
      this.waiting.push({ operation, rank: ranks.indexOf(rank), since: this.parts.clock.now(), resolve, reject });
      if (!this.isServing) void this.serve();
    });
  }

  private async serve(): Promise<void> {
    this.isServing = true;
    while (this.waiting.length > 0 && !this.isDisposed) {
      // A slot that is far ahead is not taken yet: somebody may come who can go before.
      if (this.soonestOfAll() > this.slotNow() + 1) {
        await sleep(this.parts.clock, slotLength);
        continue;
      }
      const slot = await this.nextSlot();
      if (this.isDisposed || this.slotNow() !== slot) continue; // the process slept through it
      const next = await this.choose(slot);
      if (next !== undefined && (await this.mayLeave(slot, next))) next.resolve();
      else if (next !== undefined) this.putBack(next);
      void this.tidy(slot);
    }
    this.isServing = false;
  }

  /** Takes the next free slot, and waits for it. */
  private async nextSlot(): Promise<number> {
    const { clock } = this.parts;
    // A clock that was set back is not waited for.
    let slot = Math.max(this.slotNow(), Math.min(this.last, this.slotNow() + 1)) + 1;
    while (!(await this.claim('all', slot))) slot = Math.max(slot, this.slotNow()) + 1;
    // A timer may fire a millisecond early, which would be the slot before.
    await sleep(clock, Math.max(0, slot * slotLength + 2 - clock.now()));
    return slot;
  }

  private soonestOfAll(): number {
    return Math.min(...this.waiting.map(({ operation }) => this.soonest(operation)));
  }

  private soonest(operation: string): number {
    const slot = this.notBefore.get(operation) ?? 0;
    return slot > this.slotNow() + 2 * slotsPerList ? 0 : slot; // the clock was set back
  }

  /** Who goes now: whose rank is first, of equals who waited longest. */
  private async choose(slot: number): Promise<Waiting | undefined> {
    const now = this.parts.clock.now();
    const turn = ({ rank, since }: Waiting): number => rank * patience - (now - since);
    for (const next of [...this.waiting].sort((a, b) => turn(a) - turn(b))) {
      if (isList(next.operation) && !(await this.mayList(next.operation, slot))) continue;
      const at = this.waiting.indexOf(next);
      if (at < 0) return undefined; // disposed meanwhile
      this.waiting.splice(at, 1);
      return next;
    }
    return undefined;
  }

  /** Whether a request may leave now, however late in its slot: then it counts in the next one too, unless that is somebody else's. */
  private async mayLeave(slot: number, { operation }: Waiting): Promise<boolean> {
    for (let counted = slot; ; counted++) {
      this.last = counted;
      // To ask for the next one takes time, too.
      if (this.parts.clock.now() - counted * slotLength <= punctual) return !this.isDisposed;
      if (!(await this.claim('all', counted + 1))) return false;
      if (isList(operation)) await this.claimList(operation, counted + 1);
    }
  }

  private putBack(waiting: Waiting): void {
    if (this.isDisposed) waiting.reject(new Error('The connection was closed.'));
    else this.waiting.unshift(waiting);
  }

  private async mayList(operation: string, slot: number): Promise<boolean> {
    if (this.soonest(operation) > slot) return false;
    for (let before = slot - 1; before > slot - slotsPerList; before--)
      if (await this.isTaken(operation, before)) {
        this.notBefore.set(operation, before + slotsPerList);
        return false;
      }
    await this.claimList(operation, slot);
    return true;
  }

  /** Nobody else has this slot. */
  private async claimList(operation: string, slot: number): Promise<void> {
    await this.claim(operation, slot);
    this.notBefore.set(operation, slot + slotsPerList);
  }

  private async claim(kind: string, slot: number): Promise<boolean> {
    const name = `${kind}-${slot}`;
    if (this.isAlone) return true;
    try {
      if (!(await this.parts.slots.claim(name))) return false;
      this.mine.push({ name, slot });
    } catch (error) {
      this.goOnAlone(error);
    }
    return true;
  }

  private async isTaken(kind: string, slot: number): Promise<boolean> {
    if (this.isAlone) return false;
    try {
      return await this.parts.slots.isTaken(`${kind}-${slot}`);
    } catch (error) {
      this.goOnAlone(error);
      return false;
    }
  }

  /** Where nothing can be stored, each window keeps to the limits for itself. */
  private goOnAlone(error: unknown): void {
    this.isAlone = true;
    this.parts.log(`Requests are counted by this window alone: ${messageOf(error)}`);
  }

  private slotNow(): number {
    return Math.floor(this.parts.clock.now() / slotLength);
  }

  private async tidy(slot: number): Promise<void> {
    const isOld = (one: { slot: number }): boolean => one.slot < slot - 2 * slotsPerList;
    const old = this.mine.filter(isOld).map(({ name }) => name);
    this.mine = this.mine.filter((one) => !isOld(one));
    try {
      if (!this.isSwept && !this.isAlone) {
        this.isSwept = true;
        const names = await this.parts.slots.names();
        old.push(...names.filter((name) => isStale(Number(name.split('-').at(-1)), slot)));
      }
      for (const name of old) await this.parts.slots.remove(name);
    } catch (error) {
      this.parts.log(`Old request slots could not be removed: ${messageOf(error)}`);
    }
  }
}

/** What shows more than one resource; Search is as dear. */
function isList(operation: string): boolean {
  return operation.startsWith('List') || operation === 'Search';
}

function isStale(of: number, slot: number): boolean {
  return of < slot - stale.behind || of > slot + stale.ahead;
}
