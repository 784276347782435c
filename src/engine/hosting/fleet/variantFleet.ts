import type { Clock } from '../../../shared/clock.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { PredictorGoneError, type Invocation, type InvocationAnswer } from '../predictor.ts';
import { ServingInstance, type ServingInstanceParts } from './servingInstance.ts';

export interface VariantFleetParts {
  readonly clock: Clock;
  /** What the next instance is made of; asked once for each. */
  readonly nextInstance: () => ServingInstanceParts;
}

/** Nothing answered in time. */
export class InvocationTimeoutError extends Error {
  override readonly name = 'InvocationTimeoutError';
}

/** Milliseconds between SIGTERM and SIGKILL of a container (contract, section 7). */
const usualGrace = 30_000;

/** The instances of one variant, of which each request gets the one with the fewest in hand. */
export class VariantFleet {
  private instances: ServingInstance[] = [];
  /** Those that are being started. */
  private fresh: ServingInstance[] = [];
  private isStopped = false;
  private isClosing = false;
  /** Requests that are not answered yet: those in an instance's hands, and those that wait for one. */
  private readonly pending = new Set<AbortController>();
  /** Fires when a request that no instance took may be tried again. */
  private readonly available = new Emitter<void>();
  private readonly failed = new Emitter<string>();
  /** Fires when an instance ended or was not well any more; the reason is a sentence. */
  readonly onDidFail = this.failed.event;
  private readonly drained = new Emitter<void>();

  constructor(private readonly parts: VariantFleetParts) {}

  get count(): number {
    return this.instances.length;
  }

  /**
   * Starts instances, all at once, or ends some when their requests are answered. Beside others that run, one that does not come up is
   * started once more: its model can be loaded, and chance may have ended it.
   * @param grace - As of `close`.
   * @throws JobFailure when one cannot be started; then as many run as before.
   */
  async scale(count: number, grace = usualGrace): Promise<void> {
    const present = [...this.instances].sort((a, b) => Number(b.isWell) - Number(a.isWell)); // who does not answer goes first
    const surplus = present.slice(count);
    this.instances = this.instances.filter((instance) => !surplus.includes(instance));
    await this.grow(count - this.instances.length);
    await Promise.all(surplus.map((instance) => instance.retire(grace)));
  }

  /**
   * @param timeout - Milliseconds to wait for an instance, and for its answer.
   * @param taken - Told when an instance has it in its hands, with the name of that one's log stream.
   * @throws PredictorGoneError when the instance ended with the request in its hands, or, not delivered, when the fleet is being ended.
   * @throws InvocationTimeoutError
   */
  async invoke(invocation: Invocation, timeout: number, taken?: (stream: string) => void): Promise<InvocationAnswer> {
    const call = new AbortController();
    const { signal } = call;
    const late = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error)),
    );
    const refuse = (): void =>
      call.abort(new InvocationTimeoutError(`Nothing answered within ${timeout / 1000} seconds.`));
    const timer = this.parts.clock.schedule(refuse, timeout);
    this.pending.add(call);
    try {
      for (;;) {
        signal.throwIfAborted();
        const instance = this.least();
        if (instance === undefined) {
          if (this.isClosing) throw new PredictorGoneError('The variant is being ended.', { wasDelivered: false });
          await this.nextAvailable(late);
          continue;
        }
        taken?.(instance.stream);
        try {
          return await Promise.race([instance.invoke(invocation, signal), late]);
        } catch (error) {
          if (!(error instanceof PredictorGoneError) || error.wasDelivered) throw error;
        }
      }
    } finally {
      timer.dispose();
      this.pending.delete(call);
      if (this.pending.size === 0) this.drained.fire();
    }
  }

  /** Gives up what is being started: `scale` fails. */
  stop(): void {
    this.isStopped = true;
    for (const instance of this.fresh) void instance.close(0);
  }

  /** Gives up what is in the instances' hands, since nobody waits for it any more. */
  cutOff(): void {
    for (const call of this.pending) call.abort(new PredictorGoneError('The variant is being ended.'));
  }

  /**
   * Ends all instances when the requests in their hands are answered; those that wait for one are given back.
   * @param grace - Milliseconds between SIGTERM and SIGKILL.
   */
  async close(grace = usualGrace): Promise<void> {
    this.isClosing = true;
    this.available.fire();
    if (this.pending.size > 0)
      await new Promise<void>((resolve) => {
        const listener = this.drained.event(() => {
          listener.dispose();
          resolve();
        });
      });
    await this.scale(0, grace);
  }

  private async grow(by: number): Promise<void> {
    if (by <= 0) return;
    const fresh = Array.from({ length: by }, () => this.newInstance());
    this.fresh = fresh;
    const start = async (instance: ServingInstance): Promise<void> => {
      const first = instance.start();
      return this.instances.length > 0 ? first.catch(() => instance.start()) : first;
    };
    try {
      if (this.isStopped) throw new Error('The variant is not wanted any more.');
      await Promise.all(fresh.map(start));
    } catch (error) {
      await Promise.all(fresh.map((instance) => instance.close(0)));
      throw error;
    } finally {
      this.fresh = [];
    }
    this.instances.push(...fresh);
    this.available.fire();
  }

  private newInstance(): ServingInstance {
    const instance = new ServingInstance(this.parts.nextInstance());
    instance.onDidRecover(() => this.available.fire());
    instance.onDidFail((reason) => this.failed.fire(reason));
    return instance;
  }

  /** The one that is well and has the fewest requests in hand; of equals the one that has waited longest. */
  private least(): ServingInstance | undefined {
    const [first] = this.instances
      .filter(({ isWell }) => isWell)
      .sort((a, b) => a.outstanding - b.outstanding || a.lastAsked - b.lastAsked);
    return first;
  }

  private async nextAvailable(late: Promise<never>): Promise<void> {
    let listener: { dispose(): void } | undefined;
    const available = new Promise<void>((resolve) => (listener = this.available.event(resolve)));
    await Promise.race([available, late]).finally(() => listener?.dispose());
  }
}
