import { Emitter } from '../../../shared/emitter.ts';
import { PredictorGoneError, type Invocation, type InvocationAnswer } from '../predictor.ts';
import type { DeployedVariant, Deployment } from './deployment.ts';

/** A deployment, and how its requests are split. */
export interface Target {
  readonly deployment: Deployment;
  readonly variants: readonly Pick<DeployedVariant, 'name' | 'weight'>[];
}

/** One that takes a share of an endpoint's requests. */
export interface Route extends Target {
  /** Of all requests; the shares add up to 1. */
  readonly share: number;
}

/** A request on its way; which variant has it changes when what waited for one that is being ended goes to another. */
export interface DirectedInvocation {
  readonly variant: string;
  /** Of the variant. */
  readonly instances: number;
  readonly answer: Promise<InvocationAnswer>;
}

/** There is no such variant, or none that takes requests. */
export class NoVariantError extends Error {
  override readonly name = 'NoVariantError';
}

/** Gives each request of an endpoint to a variant, by the weights (contract, section 10). */
export class EndpointTraffic {
  private routes: readonly Route[] = [];
  private readonly directed = new Emitter<void>();
  /** Fires when requests go elsewhere, or nowhere, from then on. */
  readonly onDidDirect = this.directed.event;

  /** @param random - From 0 to below 1. */
  constructor(private readonly random: () => number) {}

  /** Whether there is anything that takes requests. */
  get isServed(): boolean {
    return this.routes.length > 0;
  }

  /** From the next request on. */
  direct(routes: readonly Route[]): void {
    this.routes = routes;
    this.directed.fire();
  }

  /**
   * @param target - The variant that is asked for; its weight does not matter then.
   * @param timeout - Milliseconds.
   * @param taken - Told when an instance has it in its hands, with the name of that one's log stream.
   * @throws NoVariantError; PredictorGoneError and InvocationTimeoutError of the instance.
   */
  invoke(
    invocation: Invocation,
    target: string | undefined,
    timeout: number,
    taken?: (stream: string) => void,
  ): DirectedInvocation {
    const place = this.place(target);
    if (place === undefined)
      throw new NoVariantError(target === undefined ? 'No variant takes requests.' : `There is no variant ${target}.`);
    const directed = { ...place, instances: place.deployment.countOf(place.variant) };
    const ask = async (): Promise<InvocationAnswer> => {
      const { deployment, variant } = directed;
      try {
        return await deployment.invoke(variant, invocation, timeout, taken);
      } catch (error) {
        const isBack = error instanceof PredictorGoneError && !error.wasDelivered;
        const next = isBack ? this.place(target) : undefined;
        if (next === undefined || next.deployment === deployment) throw error;
        Object.assign(directed, next, { instances: next.deployment.countOf(next.variant) });
        return ask();
      }
    };
    return Object.assign(directed, { answer: ask() });
  }

  /** Where the next request goes; undefined where nothing takes it. */
  private place(target: string | undefined): { deployment: Deployment; variant: string } | undefined {
    const candidates = this.routes.filter(
      ({ variants }) => target === undefined || variants.some(({ name }) => name === target),
    );
    const route = this.pick(candidates, ({ share }) => share);
    const variant = target ?? (route && this.pick(route.variants, ({ weight }) => weight)?.name);
    return route && variant !== undefined ? { deployment: route.deployment, variant } : undefined;
  }

  private pick<T>(items: readonly T[], weightOf: (item: T) => number): T | undefined {
    const total = items.reduce((sum, item) => sum + weightOf(item), 0);
    let left = this.random() * total;
    for (const item of items) {
      left -= weightOf(item);
      if (left < 0) return item;
    }
    return items.findLast((item) => weightOf(item) > 0);
  }
}
