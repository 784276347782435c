import type { InstancePrices, InstanceUse } from './price.ts';

/** How the usage types of AmazonSageMaker begin after their region (AWS Price List, `USE1-Host:ml.m5.large`). */
const usageTypes: readonly (readonly [prefix: string, uses: readonly InstanceUse[]])[] = [
  ['Notebk', ['Notebook']],
  // A tuning job is billed as its training jobs.
  ['Train', ['Training', 'Tuning']],
  ['Processing', ['Processing']],
  ['Tsform', ['Transform']],
  ['Host', ['Hosting']],
];

/** The members that are read of a product of GetProducts (Price List Query API). */
interface PriceListItem {
  readonly product?: { readonly attributes?: { readonly usagetype?: string } };
  readonly terms?: {
    readonly OnDemand?: Readonly<
      Record<
        string,
        {
          readonly priceDimensions?: Readonly<
            Record<string, { readonly unit?: string; readonly pricePerUnit?: { readonly USD?: string } }>
          >;
        }
      >
    >;
  };
}

/**
 * The prices of one instance type among the products of AmazonSageMaker: on demand, by the hour. What costs nothing is passed over: it is a
 * free trial or a reserved capacity, not the price.
 * @param products - As GetProducts answers them: JSON texts.
 */
export function instancePrices(products: readonly string[], instanceType: string): InstancePrices {
  const found: Partial<Record<InstanceUse, number>> = {};
  for (const product of products) {
    const { product: { attributes: { usagetype = '' } = {} } = {}, terms } = JSON.parse(product) as PriceListItem;
    const [prefix, type] = usagetype.replace(/^[A-Z]{2,4}\d*-/, '').split(':');
    const uses = usageTypes.find(([known]) => known === prefix)?.[1];
    const usd = hourly(terms);
    if (uses === undefined || type !== instanceType || usd === undefined) continue;
    for (const use of uses) found[use] = usd;
  }
  return found;
}

function hourly(terms: PriceListItem['terms']): number | undefined {
  const dimensions = Object.values(terms?.OnDemand ?? {}).flatMap((term) => Object.values(term.priceDimensions ?? {}));
  return dimensions
    .filter(({ unit = '' }) => /^(hrs|hours?)$/i.test(unit))
    .map(({ pricePerUnit }) => Number(pricePerUnit?.USD))
    .find((usd) => usd > 0);
}
