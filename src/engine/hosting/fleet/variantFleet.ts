import type { Clock } from '../../../shared/clock.ts';
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
const grace = 30_000;

/** The instances of one variant, of which each request gets the one with the fewest in hand. */
export class VariantFleet {
  private instances: ServingInstance[] = [];

  constructor(private readonly parts: VariantFleetParts) {}

  get count(): number {
    return this.instances.length;
  }

  /**
   * Starts instances, all at once, or ends some when their requests are answered.
   * @throws JobFailure when one cannot be started; then as many run as before.
   */
  async scale(count: number): Promise<void> {
    const surplus = this.instances.slice(count);
    this.instances = this.instances.slice(0, count);
    const fresh = Array.from(
      { length: count - this.instances.length },
      () => new ServingInstance(this.parts.nextInstance()),
    );
    try {
      await Promise.all(fresh.map((instance) => instance.start()));
    } catch (error) {
      await Promise.all(fresh.map((instance) => instance.close(0)));
      throw error;
    }
    this.instances.push(...fresh);
    await Promise.all(surplus.map((instance) => instance.retire(grace)));
  }

  /**
   * @param timeout - Milliseconds to wait for an instance, and for its answer.
   * @throws PredictorGoneError when the instance ended with the request in its hands.
   * @throws InvocationTimeoutError
   */
  async invoke(invocation: Invocation, timeout: number): Promise<InvocationAnswer> {
    let timer: { dispose(): void } | undefined;
    const late = new Promise<never>((_, reject) => {
      const refuse = (): void =>
        reject(new InvocationTimeoutError(`Nothing answered within ${timeout / 1000} seconds.`));
      timer = this.parts.clock.schedule(refuse, timeout);
    });
    try {
      for (;;) {
        const instance = this.least() ?? (await Promise.race([this.firstWell(), late]));
        try {
          return await Promise.race([instance.invoke(invocation), late]);
        } catch (error) {
          if (!(error instanceof PredictorGoneError) || error.wasDelivered) throw error;
        }
      }
    } finally {
      timer?.dispose();
    }
  }

  /** Ends all instances when their requests are answered. */
  async close(): Promise<void> {
    await this.scale(0);
  }

  /** The one that is well and has the fewest requests in hand; of equals the one that has waited longest. */
  private least(): ServingInstance | undefined {
    const [first] = this.instances
      .filter(({ isWell }) => isWell)
      .sort((a, b) => a.outstanding - b.outstanding || a.lastAsked - b.lastAsked);
    return first;
  }

  private firstWell(): Promise<ServingInstance> {
    return new Promise((resolve) => {
      const listeners = this.instances.map((instance) =>
        instance.whenWell(() => {
          listeners.forEach((listener) => listener.dispose());
          resolve(instance);
        }),
      );
    });
  }
}
