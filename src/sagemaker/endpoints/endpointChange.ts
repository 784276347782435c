import type { Part } from '../deploy/makeDeployment.ts';
import type { EndpointMark } from './followEndpoint.ts';
import type { VariantWeight } from './weights.ts';

/** A change whose request is not sent yet: a reload of the window ends it. */
interface PendingChange {
  /** The bucket that its data are copied to first. */
  readonly copiesTo?: string;
}

/** What an endpoint is to become: plain data, so that who waits for it outlives a reload of the window. */
export type EndpointChange = Wish & { readonly pending?: PendingChange };

type Wish =
  | { readonly kind: 'deployment'; readonly made: readonly Part[] }
  | {
      readonly kind: 'update';
      readonly config: string;
      /** The configuration that it had. */
      readonly old: string;
      readonly made: readonly Part[];
      readonly before: EndpointMark;
    }
  | { readonly kind: 'rollBack'; readonly config: string; readonly before: EndpointMark }
  | { readonly kind: 'weights'; readonly weights: readonly VariantWeight[]; readonly before: EndpointMark };

/** Reads what was remembered of a change. @returns Undefined where it is none. */
export function readEndpointChange(value: unknown): EndpointChange | undefined {
  const wish = readWish(value);
  const { pending } = (value ?? {}) as { readonly pending?: unknown };
  if (wish === undefined || typeof pending !== 'object' || pending === null) return wish;
  const { copiesTo } = pending as { readonly copiesTo?: unknown };
  return { ...wish, pending: typeof copiesTo === 'string' ? { copiesTo } : {} };
}

function readWish(value: unknown): Wish | undefined {
  const { kind, made, config, old, weights, before } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const parts = Array.isArray(made) && made.every(isPart) ? made : undefined;
  if (kind === 'deployment') return parts && { kind, made: parts };
  if (!isMark(before)) return undefined;
  if (kind === 'weights')
    return Array.isArray(weights) && weights.every(isWeight) ? { kind, weights, before } : undefined;
  if (typeof config !== 'string') return undefined;
  if (kind === 'rollBack') return { kind, config, before };
  return kind === 'update' && parts && typeof old === 'string' ? { kind, config, old, made: parts, before } : undefined;
}

const isPart = (value: unknown): value is Part => {
  const { kind, name } = (value ?? {}) as Partial<Part>;
  return typeof name === 'string' && (kind === 'model' || kind === 'endpointConfig' || kind === 'endpoint');
};

const isMark = (value: unknown): value is EndpointMark => {
  const { modified, reason } = (value ?? {}) as Partial<EndpointMark>;
  return typeof modified === 'number' && typeof reason === 'string';
};

const isWeight = (value: unknown): value is VariantWeight => {
  const { name, weight } = (value ?? {}) as Partial<VariantWeight>;
  return typeof name === 'string' && typeof weight === 'number';
};
