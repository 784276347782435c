import type { Clock } from '../../../shared/clock.ts';
import type { IDisposable } from '../../../shared/disposable.ts';
import { messageOf } from '../../../shared/errors.ts';
import { JobFailure } from '../../execution/jobFailure.ts';
import { abortableWait } from '../abortableWait.ts';
import type { Deployment } from './deployment.ts';
import type { EndpointTraffic, Target } from './endpointTraffic.ts';

/** How the requests move from the old set of variants to the new one; times in milliseconds. */
export interface RolloutPolicy {
  /** Of the requests, above 0 and below 1, that the new set gets while it is tried out; without it, it gets all at once. */
  readonly canaryShare?: number;
  readonly canaryWait: number;
  /** How long the old set stays after the new one has all requests. */
  readonly terminationWait: number;
  readonly limit?: number;
}

export const allAtOnce: RolloutPolicy = { canaryWait: 0, terminationWait: 0 };

/** As `VariantStatus` names it (API reference, ProductionVariantStatus). */
export type RolloutStage = 'Creating' | 'ActivatingTraffic' | 'Baking';

export interface RolloutParts {
  readonly clock: Clock;
  readonly traffic: EndpointTraffic;
  readonly policy: RolloutPolicy;
  /** What serves now; undefined when nothing does. */
  readonly old: Target | undefined;
  /** @throws JobFailure when the new set does not come up. */
  readonly start: (signal: AbortSignal) => Promise<Target>;
  readonly stage: (stage: RolloutStage) => void;
  /** Told that the old set has all requests again, before the new one is ended. */
  readonly rollingBack: (reason: string) => Promise<void>;
  /** Gives it up. */
  readonly signal: AbortSignal;
}

/**
 * Blue/green (developer guide, deployment guardrails): starts the new set, gives it requests as the policy says, and watches it meanwhile.
 * @returns What has all requests now; the old set is left to the caller, who ends it.
 * @throws JobFailure when the new set does not come up, fails while it is watched, or the time is over; then the old one has all requests
 * again and nothing of the new one runs.
 */
export async function rollOut(parts: RolloutParts): Promise<Deployment> {
  const { clock, policy, old, traffic } = parts;
  const stop = new AbortController();
  const held: IDisposable[] = [];
  const giveUp = (): void => stop.abort(parts.signal.reason);
  parts.signal.addEventListener('abort', giveUp);
  if (policy.limit !== undefined) held.push(clock.schedule(() => stop.abort(overdue(policy.limit)), policy.limit));
  let fresh: Target | undefined;
  try {
    parts.stage('Creating');
    fresh = await parts.start(stop.signal);
    held.push(fresh.deployment.onDidFail((reason) => stop.abort(new JobFailure(reason))));
    if (policy.canaryShare !== undefined && old !== undefined) {
      parts.stage('ActivatingTraffic');
      traffic.direct([
        { ...old, share: 1 - policy.canaryShare },
        { ...fresh, share: policy.canaryShare },
      ]);
      parts.stage('Baking');
      await abortableWait(clock, policy.canaryWait, stop.signal);
    }
    parts.stage('ActivatingTraffic');
    traffic.direct([{ ...fresh, share: 1 }]);
    if (policy.terminationWait > 0) {
      parts.stage('Baking');
      await abortableWait(clock, policy.terminationWait, stop.signal);
    }
    return fresh.deployment;
  } catch (error) {
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    traffic.direct(old === undefined ? [] : [{ ...old, share: 1 }]);
    await parts.rollingBack(messageOf(reason));
    if (parts.signal.aborted) fresh?.deployment.cutOff(); // the engine ends
    await fresh?.deployment.close();
    throw reason;
  } finally {
    for (const one of held) one.dispose();
    parts.signal.removeEventListener('abort', giveUp);
  }
}

const overdue = (limit = 0): JobFailure =>
  new JobFailure(`The deployment did not end within ${limit / 1000} s (MaximumExecutionTimeoutInSeconds).`);
