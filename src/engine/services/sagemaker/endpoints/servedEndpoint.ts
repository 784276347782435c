import type { Clock } from '../../../../shared/clock.ts';
import { messageOf } from '../../../../shared/errors.ts';
import type { Deployment } from '../../../hosting/endpoint/deployment.ts';
import { EndpointTraffic } from '../../../hosting/endpoint/endpointTraffic.ts';
import type { Invocation, InvocationAnswer } from '../../../hosting/predictor.ts';
import type { EndpointPlan, EndpointRecord, EndpointStatus } from './endpointRecord.ts';

export interface ServedEndpointParts {
  /** Starts a plan's variants. @throws JobFailure when one does not come up. */
  readonly deploy: (endpoint: string, plan: EndpointPlan) => Promise<Deployment>;
  /** Writes the record durably. */
  readonly store: (record: EndpointRecord) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  readonly clock: Clock;
  readonly random: () => number;
}

/** One endpoint: its record, what answers for it, and the change that is under way. */
export class ServedEndpoint {
  private current: Deployment | undefined;
  private readonly traffic: EndpointTraffic;
  /** The change that is under way; requests to what is not up yet wait for it. */
  private change: Promise<void> = Promise.resolve();
  private isAbandoned = false;

  constructor(
    readonly record: EndpointRecord,
    private readonly parts: ServedEndpointParts,
  ) {
    this.traffic = new EndpointTraffic(parts.random);
  }

  countOf(variant: string): number {
    return this.current?.countOf(variant) ?? 0;
  }

  /** Brings the endpoint to what its record says: after it was made, or after the engine was started again. */
  open(): void {
    this.change = this.bringUp();
  }

  /** Replaces what serves, without loss of a request: the old set answers until the new one does (blue/green, all at once). */
  update(next: EndpointPlan, deploymentConfig?: EndpointRecord['deploymentConfig']): Promise<void> {
    const noted = this.note('Updating', { next, ...(deploymentConfig && { deploymentConfig }) });
    this.change = noted.then(() => this.replace(next));
    return noted;
  }

  /** New weights and instance counts of the variants that serve. */
  adjust(plan: EndpointPlan): Promise<void> {
    const noted = this.note('Updating', { next: plan });
    this.change = noted.then(() => this.rescale(plan));
    return noted;
  }

  delete(): Promise<void> {
    const noted = this.note('Deleting');
    this.change = noted.then(() => this.takeDown());
    return noted;
  }

  /** @param timeout - Milliseconds. @throws as `EndpointTraffic.invoke`. */
  async invoke(
    invocation: Invocation,
    target: string | undefined,
    timeout: number,
  ): Promise<{ variant: string; answer: Promise<InvocationAnswer> }> {
    if (this.current === undefined) await this.change;
    return this.traffic.invoke(invocation, target, timeout);
  }

  /** Before the engine ends: the next one serves it again. */
  async abandon(): Promise<void> {
    this.isAbandoned = true;
    await this.current?.close();
  }

  private async bringUp(): Promise<void> {
    const { status } = this.record;
    if (status === 'Deleting') return this.takeDown();
    if (status === 'Failed') return;
    try {
      this.serve(await this.parts.deploy(this.record.name, this.record.plan), this.record.plan);
    } catch (error) {
      return this.note(status === 'Creating' ? 'Failed' : 'OutOfService', { failureReason: messageOf(error) });
    }
    if (this.record.next !== undefined) return this.replace(this.record.next);
    await this.note('InService', { failureReason: undefined });
  }

  private async replace(next: EndpointPlan): Promise<void> {
    const old = this.current;
    try {
      this.serve(await this.parts.deploy(this.record.name, next), next);
    } catch (error) {
      await this.note('RollingBack');
      return this.note('InService', { next: undefined, failureReason: messageOf(error) });
    }
    await this.note('InService', { plan: next, next: undefined, failureReason: undefined });
    await old?.close();
  }

  private async rescale(plan: EndpointPlan): Promise<void> {
    const { current } = this;
    if (current === undefined) return;
    try {
      await Promise.all(plan.variants.map(({ name, instanceCount }) => current.scale(name, instanceCount)));
    } catch (error) {
      return this.note('InService', { next: undefined, failureReason: messageOf(error) });
    }
    this.serve(current, plan);
    await this.note('InService', { plan, next: undefined, failureReason: undefined });
  }

  private async takeDown(): Promise<void> {
    await this.current?.close();
    await this.parts.remove(this.record.name);
  }

  private serve(deployment: Deployment, plan: EndpointPlan): void {
    this.current = deployment;
    this.traffic.direct([{ deployment, variants: plan.variants, share: 1 }]);
  }

  private async note(status: EndpointStatus, more: Partial<EndpointRecord> = {}): Promise<void> {
    if (this.isAbandoned) return;
    Object.assign(this.record, more, { status, lastModifiedTime: this.parts.clock.now() / 1000 });
    await this.parts.store(this.record);
  }
}
