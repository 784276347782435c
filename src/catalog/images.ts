import { closest } from '../shared/closest.ts';
import table from './tables/images.json' with { type: 'json' };

interface ImageVersion {
  readonly repository: string;
  /** Index into the table's registries. */
  readonly registry: number;
  /** The image's tag, where it is not the version itself. */
  readonly tag?: string;
}

interface ImageFamily {
  readonly aliases: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, ImageVersion>>;
}

const families: Readonly<Record<string, ImageFamily>> = table.images;
const registries: readonly Readonly<Record<string, string>>[] = table.registries;

/** An image as a job names it. */
export type ImageReference =
  /** E.g. `xgboost:1.7-1` */
  | { readonly kind: 'short'; readonly name: string; readonly tag?: string }
  /** `683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1` */
  | {
      readonly kind: 'ecr';
      readonly account: string;
      readonly region: string;
      readonly repository: string;
      readonly tag?: string;
      readonly digest?: string;
    }
  /** Any other registry's image. */
  | { readonly kind: 'other'; readonly uri: string };

const ecrUri =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.[a-z0-9.-]+\/(?<repository>[a-z0-9][a-z0-9._/-]*)(?::(?<tag>[\w.-]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;
const shortName = /^(?<name>[a-z0-9][a-z0-9._-]*)(?::(?<tag>[\w.-]+))?$/;

export function parseImage(text: string): ImageReference {
  const uri = ecrUri.exec(text)?.groups;
  if (uri) {
    const { account = '', region = '', repository = '', tag, digest } = uri;
    return { kind: 'ecr', account, region, repository, ...(tag ? { tag } : {}), ...(digest ? { digest } : {}) };
  }
  const short = shortName.exec(text)?.groups;
  if (short) return { kind: 'short', name: short['name'] ?? '', ...(short['tag'] ? { tag: short['tag'] } : {}) };
  return { kind: 'other', uri: text };
}

/** Names and versions for completion, e.g. `xgboost:1.7-1`, newest last. */
export function knownShortImages(): string[] {
  return Object.entries(families).flatMap(([name, { versions }]) =>
    Object.keys(versions).map((tag) => `${name}:${tag}`),
  );
}

export type ImageResolution =
  | { readonly ok: true; readonly uri: string; readonly algorithm: string; readonly version: string }
  /** One sentence, and the short image that was probably meant. */
  | { readonly ok: false; readonly problem: string; readonly suggestion?: string };

/**
 * The registry URI of a short image in a region. A version may be left out only where there is just one.
 * Without a region only the name and version are checked, and the URI is empty.
 */
export function resolveImage(
  short: { readonly name: string; readonly tag?: string },
  region?: string,
): ImageResolution {
  const family = own(families, short.name, undefined);
  if (family === undefined) {
    const names = Object.keys(families);
    const suggestion = closest(short.name, names);
    return {
      ok: false,
      problem: `No built-in image is called '${short.name}', only ${names.join(', ')}. An image of your own needs its full registry URI.`,
      ...(suggestion ? { suggestion: short.tag ? `${suggestion}:${short.tag}` : suggestion } : {}),
    };
  }
  const known = Object.keys(family.versions);
  const newest = known.at(-1);
  const version =
    short.tag === undefined ? (known.length === 1 ? newest : undefined) : own(family.aliases, short.tag, short.tag);
  const facts = version === undefined ? undefined : own(family.versions, version, undefined);
  if (version === undefined || facts === undefined) {
    const versions = `Known versions: ${known.join(', ')}.`;
    const problem =
      version === undefined
        ? `The image ${short.name} needs a version, e.g. ${short.name}:${newest}. ${versions}`
        : `The image ${short.name} has no version ${version}. ${versions}`;
    const nearest = version === undefined ? newest : closest(version, known);
    return { ok: false, problem, ...(nearest ? { suggestion: `${short.name}:${nearest}` } : {}) };
  }
  if (region === undefined) return { ok: true, uri: '', algorithm: short.name, version };
  const account = registries[facts.registry]?.[region];
  if (account === undefined)
    return { ok: false, problem: `The image ${short.name}:${version} is not offered in ${region}.` };
  const uri = `${account}.dkr.ecr.${region}.${domainOf(region)}/${facts.repository}:${facts.tag ?? version}`;
  return { ok: true, uri, algorithm: short.name, version };
}

/** The built-in algorithm that an image holds, by short name or registry URI, and the version that its tag stands for. */
export function algorithmOf(image: string): { readonly algorithm: string; readonly tag: string } | undefined {
  const reference = parseImage(image);
  if (reference.kind === 'short') {
    const resolved = resolveImage(reference);
    return resolved.ok ? { algorithm: resolved.algorithm, tag: resolved.version } : undefined;
  }
  if (reference.kind !== 'ecr') return undefined;
  for (const [algorithm, family] of Object.entries(families)) {
    for (const [version, facts] of Object.entries(family.versions)) {
      const tags = [facts.tag ?? version, version, `${version}-cpu-py3`, ...aliasesOf(family, version)];
      // An own image may bear the same repository name: only the service's account makes it the built-in one.
      if (
        facts.repository !== reference.repository ||
        registries[facts.registry]?.[reference.region] !== reference.account
      )
        continue;
      if (reference.tag !== undefined && tags.includes(reference.tag)) return { algorithm, tag: version };
    }
  }
  return undefined;
}

function aliasesOf(family: ImageFamily, version: string): string[] {
  return Object.keys(family.aliases).filter((alias) => family.aliases[alias] === version);
}

/** A record's own entry: user-given names must not find `constructor`. */
function own<T, D>(record: Readonly<Record<string, T>>, key: string, otherwise: D): T | D {
  return Object.hasOwn(record, key) ? (record[key] ?? otherwise) : otherwise;
}

/** The DNS suffix of a region's partition. */
function domainOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  if (region.startsWith('us-iso-')) return 'c2s.ic.gov';
  if (region.startsWith('us-isob-')) return 'sc2s.sgov.gov';
  if (region.startsWith('us-isof-')) return 'csp.hci.ic.gov';
  return 'amazonaws.com';
}
