import { priceText, usdText, type Price } from '../cost/price.ts';
import type { PriceModel } from '../cost/priceModel.ts';
import type { ConfiguredVariant } from '../resources/kinds/endpointConfigKind.ts';

type Prices = Pick<PriceModel, 'hourly' | 'settled'>;

/** What an hour of all variants costs together; unknown where one of them is, or pays by the request. */
export async function hostingPrice(
  prices: Prices,
  variants: readonly Pick<ConfiguredVariant, 'instanceType' | 'instanceCount'>[],
): Promise<Price> {
  const hourly = () =>
    variants.map(({ instanceType, instanceCount = 1 }): Price =>
      instanceType === undefined ? { kind: 'unknown' } : prices.hourly(instanceType, 'Hosting', instanceCount),
    );
  if (hourly().some(({ kind }) => kind === 'asking')) await prices.settled();
  const all = hourly();
  if (all.length === 0) return { kind: 'unknown' };
  if (all.every(({ kind }) => kind === 'free')) return { kind: 'free' };
  const known = all.filter((price) => price.kind === 'known');
  if (known.length < all.length) return { kind: 'unknown' };
  return { kind: 'known', usd: known.reduce((sum, { usd }) => sum + usd, 0) };
}

/** `$0.115 an hour, $2.76 a day`. */
export function hourAndDay(price: Price): string {
  return price.kind === 'known' ? `${priceText(price)}, ${usdText(24 * price.usd)} a day` : priceText(price);
}
