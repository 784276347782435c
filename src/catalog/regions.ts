import table from './tables/images.json' with { type: 'json' };

const registries: readonly Readonly<Record<string, string>>[] = table.registries;

/** The regions that SageMaker's images are offered in, by name. */
export function sageMakerRegions(): string[] {
  return [...new Set(registries.flatMap((registry) => Object.keys(registry)))].sort();
}
