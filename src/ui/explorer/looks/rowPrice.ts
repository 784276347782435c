import { usdText, type Price } from '../../../sagemaker/cost/price.ts';

/** `$0.115/h`, for a row; nothing where there is no bill or nobody knows. */
export function rowPrice(price: Price): string | undefined {
  return price.kind === 'known' ? `${usdText(price.usd)}/h` : undefined;
}
