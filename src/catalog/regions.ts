import table from './tables/images.json' with { type: 'json' };

const registries: readonly Readonly<Record<string, string>>[] = table.registries;

/** The regions that SageMaker's images are offered in, by name. @param beside - Of the partition of this region only. */
export function sageMakerRegions(beside?: string): string[] {
  const all = [...new Set(registries.flatMap((registry) => Object.keys(registry)))].sort();
  return beside === undefined ? all : all.filter((region) => partitionOf(region) === partitionOf(beside));
}

/** An account of one partition is unknown in the others. */
const partitionOf = (region: string): string => /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.exec(region)?.[1] ?? 'aws';
