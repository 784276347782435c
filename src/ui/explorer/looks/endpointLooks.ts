import { priceText, type Price } from '../../../sagemaker/cost/price.ts';
import type { ConfiguredVariant, EndpointConfigEntry } from '../../../sagemaker/resources/kinds/endpointConfigKind.ts';
import { endpointKind, type EndpointEntry } from '../../../sagemaker/resources/kinds/endpointKind.ts';
import { iconOf } from './icons.ts';
import type { LookContext, RowLook } from './rowLook.ts';
import { rowPrice } from './rowPrice.ts';
import { createdOn, instancesText, joined, momentOf, shortReason, timeOf } from './texts.ts';

export function endpointLook(endpoint: EndpointEntry, context: LookContext): RowLook {
  const state = endpointKind.stateOf(endpoint.status);
  const { variants = [] } = endpoint;
  const cost = state === 'failed' ? undefined : totalPrice(variants, context);
  const hourly = cost && rowPrice(cost);
  const serves = state === 'inService' ? undefined : endpoint.status;
  const instances = variantsText(variants);
  const when = timeOf(endpoint.created, context.now);
  return {
    description: joined([serves, instances, hourly, serves === undefined ? when : undefined]),
    icon: iconOf('endpoint', state),
    spoken: joined([endpoint.status, instances, hourly, createdOn(endpoint.created, context.now)], ', '),
    facts: [
      ['Status', endpoint.status],
      ['Why', shortReason(endpoint.failureReason)],
      ['Created', momentOf(endpoint.created)],
      ['Last changed', momentOf(endpoint.modified)],
      ['Configuration', endpoint.config],
      ...variants.map((variant) => ['Variant', variantText(variant, variants)] as const),
      ['Price', cost && priceText(cost)],
    ],
  };
}

export function endpointConfigLook(config: EndpointConfigEntry, { now }: LookContext): RowLook {
  const { variants = [] } = config;
  const instances = variantsText(variants);
  return {
    description: joined([instances, timeOf(config.created, now)]),
    icon: iconOf('endpointConfig', 'ready'),
    spoken: joined([instances, createdOn(config.created, now)], ', '),
    facts: [
      ['Created', momentOf(config.created)],
      ...variants.map((variant) => ['Variant', variantText(variant, variants)] as const),
    ],
  };
}

/** A variant among its siblings: what share of the requests it gets, as a bar and in words. */
export function variantLook(
  variant: ConfiguredVariant,
  siblings: readonly ConfiguredVariant[],
  { price }: LookContext,
): RowLook {
  const share = shareOf(variant, siblings);
  const instances = instancesText(variant.instanceType, variant.instanceCount) ?? 'serverless';
  const percent = share === undefined ? undefined : percentText(share);
  const cost = variant.instanceType && price(variant.instanceType, 'Hosting', variant.instanceCount);
  return {
    description: joined([
      share === undefined || siblings.length === 1 ? undefined : `${barOf(share)} ${percent}`,
      variant.model,
      instances,
    ]),
    icon: { id: 'server', color: 'icon.foreground' },
    spoken: joined([percent && `${percent} of requests`, variant.model && `model ${variant.model}`, instances], ', '),
    facts: [
      ['Model', variant.model],
      ['Instances', instances],
      ['Weight', variant.weight === undefined ? undefined : joined([String(variant.weight), percent])],
      ['Price', cost ? priceText(cost) : undefined],
    ],
  };
}

/** What part of the requests a variant gets; undefined while its weight is not known or none has any. */
export function shareOf({ weight }: ConfiguredVariant, siblings: readonly ConfiguredVariant[]): number | undefined {
  const sum = siblings.reduce((total, sibling) => total + (sibling.weight ?? 0), 0);
  return weight === undefined || sum === 0 ? undefined : weight / sum;
}

/** More would take the room of the model's name. */
const barLength = 5;

/** `▰▰▰▰▱`; what gets anything has a mark. */
export function barOf(share: number): string {
  const filled = share === 0 ? 0 : Math.max(1, Math.round(share * barLength));
  return '▰'.repeat(filled) + '▱'.repeat(barLength - filled);
}

function percentText(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? '<1 %' : `${Math.round(percent)} %`;
}

/** Of one its instances, of several how many there are. */
function variantsText(variants: readonly ConfiguredVariant[]): string | undefined {
  const [first] = variants;
  if (variants.length > 1) return `${variants.length} variants`;
  return first && (instancesText(first.instanceType, first.instanceCount) ?? 'serverless');
}

function variantText(variant: ConfiguredVariant, siblings: readonly ConfiguredVariant[]): string {
  const share = shareOf(variant, siblings);
  const instances = instancesText(variant.instanceType, variant.instanceCount) ?? 'serverless';
  return joined([variant.name, variant.model, instances, share === undefined ? undefined : percentText(share)]);
}

/** Known where it is of every variant; a serverless one is paid for by the request. */
function totalPrice(variants: readonly ConfiguredVariant[], { price }: LookContext): Price | undefined {
  const prices = variants.map(({ instanceType, instanceCount }): Price =>
    instanceType === undefined ? { kind: 'unknown' } : price(instanceType, 'Hosting', instanceCount),
  );
  const total = prices.reduce((sum, one) => sum + (one.kind === 'known' ? one.usd : 0), 0);
  const other = prices.find(({ kind }) => kind !== 'known');
  return prices.length === 0 ? undefined : (other ?? { kind: 'known', usd: total });
}
