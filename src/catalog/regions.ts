import { regionNames } from './regionNames.ts';
import table from './tables/images.json' with { type: 'json' };

const registries: readonly Readonly<Record<string, string>>[] = table.registries;

/** The regions that SageMaker's images are offered in, by name. @param beside - Of the partition of this region only. */
export function sageMakerRegions(beside?: string): string[] {
  const all = [...new Set(registries.flatMap((registry) => Object.keys(registry)))].sort();
  return beside === undefined ? all : all.filter((region) => partitionOf(region) === partitionOf(beside));
}

/** The same with what AWS calls them; the one in use comes first, where a list opens. */
export function regionChoices(current?: string): { readonly region: string; readonly name: string | undefined }[] {
  const all = sageMakerRegions(current);
  const ordered = current === undefined ? all : [current, ...all.filter((region) => region !== current)];
  return ordered.map((region) => ({ region, name: regionNames[region] }));
}

/** An account of one partition is unknown in the others. */
const partitionOf = (region: string): string => /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.exec(region)?.[1] ?? 'aws';
