import type { Clock } from '../../../../shared/clock.ts';
import type { IDisposable } from '../../../../shared/disposable.ts';
import { describeChain, messageOf } from '../../../../shared/errors.ts';
import type { DeployedVariant, Deployment } from '../../../hosting/endpoint/deployment.ts';
import { EndpointTraffic, type DirectedInvocation, type Target } from '../../../hosting/endpoint/endpointTraffic.ts';
import { allAtOnce, rollOut, type RolloutStage } from '../../../hosting/endpoint/rollout.ts';
import { InvocationTimeoutError } from '../../../hosting/fleet/variantFleet.ts';
import type { Invocation } from '../../../hosting/predictor.ts';
import { rolloutPolicy } from './deploymentConfig.ts';
import type { EndpointPlan, EndpointRecord, EndpointStatus, PendingPlan } from './endpointRecord.ts';

export interface ServedEndpointParts {
  /** Starts a plan's variants. @throws JobFailure when one does not come up. */
  readonly deploy: (plan: EndpointPlan, signal: AbortSignal) => Promise<Deployment>;
  /** Writes the record durably. */
  readonly store: (record: EndpointRecord) => Promise<void>;
  /** Removes the record durably. */
  readonly erase: (name: string) => Promise<void>;
  /** Told when nothing of it is left. */
  readonly gone: (name: string) => void;
  readonly clock: Clock;
  readonly random: () => number;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** Milliseconds that a container has when the engine ends: it is a user who waits then. */
const graceAtEnd = 5_000;

/** Milliseconds until what was in service, and did not come up, is tried again; doubled each time. */
const firstRetry = 1_000;
const longestRetry = 60_000;

/** One endpoint: its record, what answers for it, and the change that is under way. */
export class ServedEndpoint {
  private current: Deployment | undefined;
  /** What served before, while it ends. */
  private retiring: Deployment | undefined;
  private readonly traffic: EndpointTraffic;
  /** What is under way, one after the other. */
  private work: Promise<void> = Promise.resolve();
  /** Aborted when nothing is to be brought up any more. */
  private readonly stop = new AbortController();
  private isAbandoned = false;
  private rolloutStage: RolloutStage | undefined;
  /** Why what was in service does not come up. */
  private failure: string | undefined;
  private retryPause = firstRetry;
  private retry: IDisposable | undefined;

  constructor(
    readonly record: EndpointRecord,
    private readonly parts: ServedEndpointParts,
  ) {
    this.traffic = new EndpointTraffic(parts.random);
  }

  /** Where the deployment under way is. */
  get stage(): RolloutStage | undefined {
    return this.rolloutStage;
  }

  /** Why nothing answers now; else why the last change did not come about. */
  get failureReason(): string | undefined {
    return this.failure ?? this.record.failureReason;
  }

  countOf(variant: string): number {
    return this.current?.countOf(variant) ?? 0;
  }

  /** Brings the endpoint to what its record says: after it was made, or after the engine was started again. */
  open(): void {
    const { status, next } = this.record;
    this.enqueue(() => this.bringUp(status, next));
  }

  /**
   * Replaces what serves, without loss of a request: the old set answers until the new one does (blue/green).
   * @throws The store's error; then nothing has changed.
   */
  async update(plan: EndpointPlan, deploymentConfig: EndpointRecord['deploymentConfig']): Promise<void> {
    const next: PendingPlan = { ...plan, kind: 'deployment', startTime: this.parts.clock.now() / 1000 };
    await this.accept('Updating', { next, deploymentConfig, failureReason: undefined });
    this.enqueue(() => this.replace(next));
  }

  /** New weights and instance counts of the variants that serve. @throws As `update`. */
  async adjust(plan: EndpointPlan): Promise<void> {
    const next: PendingPlan = { ...plan, kind: 'adjustment', startTime: this.parts.clock.now() / 1000 };
    await this.accept('Updating', { next, failureReason: undefined });
    this.enqueue(() => this.rescale(next));
  }

  /** @throws As `update`. */
  async delete(): Promise<void> {
    await this.accept('Deleting', {}, (record) => this.storeOrErase(record));
    this.stop.abort();
    this.retry?.dispose();
    this.enqueue(() => this.takeDown());
  }

  /** As `EndpointTraffic.invoke`, once something serves. @throws InvocationTimeoutError when nothing does in time. */
  async invoke(
    invocation: Invocation,
    target: string | undefined,
    timeout: number,
    taken?: (stream: string) => void,
  ): Promise<DirectedInvocation> {
    const { clock } = this.parts;
    const asked = clock.now();
    if (!this.traffic.isServed) await this.untilServed(timeout);
    return this.traffic.invoke(invocation, target, Math.max(0, timeout - (clock.now() - asked)), taken);
  }

  /** Before the engine ends, which has cut its clients off already: the next one serves it again. */
  async abandon(): Promise<void> {
    this.isAbandoned = true;
    this.stop.abort();
    this.retry?.dispose();
    this.current?.cutOff();
    this.retiring?.cutOff();
    await this.work;
    await this.current?.close(graceAtEnd);
  }

  /** Resolves when something takes requests, or nothing is to any more. */
  private untilServed(timeout: number): Promise<void> {
    const { traffic, parts } = this;
    const { signal } = this.stop;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        listener.dispose();
        timer.dispose();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const listener = traffic.onDidDirect(() => {
        if (traffic.isServed) end();
      });
      const timer = parts.clock.schedule(() => {
        reject(new InvocationTimeoutError(`Nothing served within ${timeout / 1000} seconds.`));
        end();
      }, timeout);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end);
    });
  }

  private enqueue(work: () => Promise<void>): void {
    this.work = this.work
      .then(work)
      .catch((error: unknown) => this.parts.report(`The endpoint ${this.record.name}: ${describeChain(error)}`));
  }

  /** @param status - And `next`: the record's, when it was asked for. */
  private async bringUp(status: EndpointStatus, next: PendingPlan | undefined): Promise<void> {
    if (status === 'Deleting') return this.takeDown();
    if (status === 'Failed' || this.stop.signal.aborted) return;
    const failure = await this.deployCurrent();
    if (this.stop.signal.aborted) return;
    if (next !== undefined) return this.replace(next);
    if (failure !== undefined && status === 'Creating') return this.settle('Failed', { failureReason: failure });
    if (failure !== undefined) this.retryLater(failure);
    if (this.record.status !== status) return; // an update was asked for meanwhile, and follows
    if (status === 'RollingBack') return this.settle('InService');
    if (status !== 'InService') await this.settle('InService', { failureReason: undefined });
  }

  /** What was in service stays so, as it does where its containers end while they serve: it is brought up when that is possible again. */
  private retryLater(failure: string): void {
    if (this.stop.signal.aborted) return;
    if (failure !== this.failure) this.parts.report(`The endpoint ${this.record.name} is not served: ${failure}`);
    this.failure = failure;
    this.retry?.dispose();
    this.retry = this.parts.clock.schedule(() => this.enqueue(() => this.bringUpAgain(failure)), this.retryPause);
    this.retryPause = Math.min(2 * this.retryPause, longestRetry);
  }

  private async bringUpAgain(failure: string): Promise<void> {
    if (this.current !== undefined || this.stop.signal.aborted) return; // a change has brought it up, or ends it
    if (this.record.next !== undefined) return this.retryLater(failure); // one is being accepted
    await this.bringUp(this.record.status, undefined);
  }

  /** @returns Why it does not come up. */
  private async deployCurrent(): Promise<string | undefined> {
    const { plan } = this.record;
    try {
      this.current = await this.parts.deploy(plan, this.stop.signal);
    } catch (error) {
      return messageOf(error);
    }
    this.isUp();
    this.serve(plan);
    return undefined;
  }

  private isUp(): void {
    this.failure = undefined;
    this.retryPause = firstRetry;
  }

  private async replace(next: PendingPlan): Promise<void> {
    const { clock, deploy } = this.parts;
    const { current: old, traffic } = this;
    const { plan, deploymentConfig } = this.record;
    try {
      this.current = await rollOut({
        clock,
        traffic,
        // An adjustment that an earlier engine left is no deployment that somebody asked for.
        policy: next.kind === 'deployment' ? rolloutPolicy(deploymentConfig, next.variants) : allAtOnce,
        old: old && { deployment: old, variants: plan.variants },
        start: async (signal): Promise<Target> => ({
          deployment: await deploy(next, signal),
          variants: next.variants,
        }),
        stage: (stage) => (this.rolloutStage = stage),
        rollingBack: async (failureReason) => {
          if (old !== undefined) await this.settle('RollingBack', { next: undefined, failureReason });
        },
        signal: this.stop.signal,
      });
    } catch (error) {
      await this.settle('InService', { next: undefined, failureReason: messageOf(error) });
      if (old === undefined) this.retryLater(this.failure ?? messageOf(error));
      return;
    } finally {
      this.rolloutStage = undefined;
    }
    this.isUp();
    await this.settle('InService', { plan: planOf(next), next: undefined });
    this.retiring = old;
    await old?.close();
    this.retiring = undefined;
  }

  private async rescale(next: PendingPlan): Promise<void> {
    const { current } = this;
    if (current === undefined) return this.replace(next); // of an endpoint that did not come up
    const scale = ({ name, instanceCount }: DeployedVariant): Promise<void> => current.scale(name, instanceCount);
    const larger = next.variants.filter(({ name, instanceCount }) => instanceCount > current.countOf(name));
    try {
      await Promise.all(larger.map(scale));
    } catch (error) {
      await Promise.allSettled(this.record.plan.variants.map(scale));
      return this.settle('InService', { next: undefined, failureReason: messageOf(error) });
    }
    // The weights hold before the rest gets smaller: that waits for the requests in hand.
    this.record.plan = planOf(next);
    this.serve(next);
    try {
      await Promise.all(next.variants.map(scale));
    } finally {
      await this.settle('InService', { next: undefined });
    }
  }

  private async takeDown(): Promise<void> {
    this.traffic.direct([]);
    await this.current?.close();
    if (this.isAbandoned) return;
    await this.parts.erase(this.record.name);
    this.parts.gone(this.record.name);
  }

  private serve({ variants }: EndpointPlan): void {
    if (this.current !== undefined) this.traffic.direct([{ deployment: this.current, variants, share: 1 }]);
  }

  /** A change that somebody asks for. @throws The store's error; then nothing has changed. */
  private async accept(
    status: EndpointStatus,
    more: Partial<EndpointRecord> = {},
    store = this.parts.store,
  ): Promise<void> {
    const before = { ...this.record };
    const names = Object.keys({ ...more, status, lastModifiedTime: 0 }) as (keyof EndpointRecord)[];
    this.become(status, more); // at once: nobody else may begin one meanwhile
    try {
      await store(this.record);
    } catch (error) {
      Object.assign(this.record, Object.fromEntries(names.map((name) => [name, before[name]])));
      throw error;
    }
  }

  /** A record that cannot be written, as on a full disk, is removed at once instead: the deletion may make the room that is missing. */
  private async storeOrErase(record: EndpointRecord): Promise<void> {
    try {
      await this.parts.store(record);
    } catch (error) {
      await this.parts.erase(record.name).catch(() => {
        throw error;
      });
    }
  }

  /** What became of it; where that cannot be written, the next engine finds the change under way, and does it again. */
  private async settle(status: EndpointStatus, more: Partial<EndpointRecord> = {}): Promise<void> {
    if (this.stop.signal.aborted) return;
    this.become(status, more);
    try {
      await this.parts.store(this.record);
    } catch (error) {
      this.parts.report(`The state of the endpoint ${this.record.name} cannot be written: ${describeChain(error)}`);
    }
  }

  private become(status: EndpointStatus, more: Partial<EndpointRecord>): void {
    Object.assign(this.record, more, { status, lastModifiedTime: this.parts.clock.now() / 1000 });
  }
}

const planOf = ({ kind: _, startTime: __, ...plan }: PendingPlan): EndpointPlan => plan;
