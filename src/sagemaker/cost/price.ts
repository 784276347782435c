/** What an instance is used for; each use has a price of its own. */
export type InstanceUse = 'Notebook' | 'Training' | 'Tuning' | 'Processing' | 'Transform' | 'Hosting';

/** What an hour costs: `asking` until it is known, `unknown` where it cannot be known. USD, on demand. */
export type Price =
  | { readonly kind: 'free' }
  | { readonly kind: 'known'; readonly usd: number }
  | { readonly kind: 'unknown' | 'asking' };

/** What is known of it, in USD. */
export const usdOf = (price: Price): number => (price.kind === 'known' ? price.usd : 0);

/** USD an hour by use, of one instance type in one region. */
export type InstancePrices = Readonly<Partial<Record<InstanceUse, number>>>;

/** An amount as a person reads it: `$0.115`, `$1.38`, `$4,210`. Small ones keep the digits that tell them apart. */
export function usdText(usd: number): string {
  if (usd > 0 && usd < 0.001) return 'less than $0.001';
  const digits = usd >= 1_000 ? 0 : usd >= 1 || usd === 0 ? 2 : 3;
  const text = usd.toLocaleString('en-US', {
    minimumFractionDigits: 2 * Number(digits > 0),
    maximumFractionDigits: digits,
  });
  return `$${text}`;
}

/** A price in a sentence: `$0.115 an hour`, `price unknown`, `no bill`. */
export function priceText(price: Price): string {
  switch (price.kind) {
    case 'free':
      return 'no bill';
    case 'known':
      return `${usdText(price.usd)} an hour`;
    case 'asking':
      return 'price being looked up';
    case 'unknown':
      return 'price unknown';
  }
}
