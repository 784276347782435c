import type { Clock } from '../../shared/clock.ts';
import { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';
import { messageOf } from '../../shared/errors.ts';
import { withRank } from '../budget/requestRank.ts';
import type { SdkClients } from '../clients.ts';
import type { InstancePrices, InstanceUse, Price } from './price.ts';
import { hasPriceList, loadPrices } from './priceLoader.ts';
import { PriceStore } from './priceStore.ts';

export interface PriceParts {
  readonly clients: SdkClients;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Where prices are kept for a week; without it they are asked for anew by each session. */
  readonly storageFolder?: string | undefined;
}

/** After a refusal nothing is asked for a while: a permission may be given, a network may come back. */
const restAfterFailure = 30 * 60_000;

/** What an hour of an instance costs at one connection: known, being asked for, or said to be unknown; never guessed. */
export class PriceModel extends Disposable {
  private readonly changes = this.register(new Emitter<void>());
  private readonly known = new Map<string, InstancePrices>();
  private readonly wanted = new Set<string>();
  private readonly keeper: PriceStore | undefined;
  private work: Promise<void> | undefined;
  private wasRead = false;
  private failedAt = -Infinity;

  /** Fires when a price that was asked for is known, or known to be unknown. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly parts: PriceParts) {
    super();
    const { clients, clock, storageFolder } = parts;
    if (storageFolder !== undefined) this.keeper = new PriceStore(storageFolder, clients.connection.region, clock);
  }

  /** USD an hour for so many instances; the first call for a type asks for it. @param count - Instances. */
  hourly(instanceType: string, use: InstanceUse, count = 1): Price {
    const { clients, clock } = this.parts;
    if (clients.connection.kind === 'local') return { kind: 'free' };
    const usd = this.known.get(instanceType);
    if (usd !== undefined)
      return usd[use] === undefined ? { kind: 'unknown' } : { kind: 'known', usd: usd[use] * count };
    const isResting = clock.now() - this.failedAt < restAfterFailure;
    if (!hasPriceList(clients) || isResting || !/^ml\.[\w-]+\.\w+$/.test(instanceType)) return { kind: 'unknown' };
    this.wanted.add(instanceType);
    this.work ??= this.answerWanted();
    return { kind: 'asking' };
  }

  /** Resolves when nothing is being asked for any more. */
  async settled(): Promise<void> {
    await this.work;
  }

  /** One after the other: prices are in no hurry. */
  private async answerWanted(): Promise<void> {
    await this.readStore();
    try {
      for (const type of this.wanted) {
        if (this.isDisposed) return;
        if (!this.known.has(type)) await this.ask(type);
        this.wanted.delete(type);
        this.changes.fire();
      }
    } finally {
      this.work = undefined;
    }
  }

  private async readStore(): Promise<void> {
    if (this.wasRead) return;
    this.wasRead = true;
    try {
      for (const [type, usd] of (await this.keeper?.read()) ?? []) this.known.set(type, usd);
    } catch (error) {
      this.parts.log(`The prices that are kept could not be read: ${messageOf(error)}`);
    }
  }

  private async ask(type: string): Promise<void> {
    const { clients, clock, log } = this.parts;
    if (clock.now() - this.failedAt < restAfterFailure) return;
    try {
      this.known.set(type, await withRank('visible', () => loadPrices(clients, type)));
    } catch (error) {
      this.failedAt = clock.now();
      return log(`Prices are unknown, because AWS does not tell them: ${messageOf(error)}`);
    }
    try {
      await this.keeper?.write(type, this.known.get(type) ?? {});
    } catch (error) {
      log(`The price of ${type} could not be kept: ${messageOf(error)}`);
    }
  }
}
