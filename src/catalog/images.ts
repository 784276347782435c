import { closest } from '../shared/closest.ts';
import { listed } from '../shared/listed.ts';
import { processorOf } from './instanceTypes.ts';
import table from './tables/images.json' with { type: 'json' };

interface ImageVersion {
  readonly repository: string;
  /** Index into the table's registries. */
  readonly registry: number;
  /** Where there is an image for each of them; the tag then names one. */
  readonly processors?: readonly string[];
  /** The Python of the image's tag, e.g. `py311`. */
  readonly python?: string;
}

interface ImageFamily {
  readonly kind: string;
  /** Other names of the family. */
  readonly names?: readonly string[];
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

/** Names and versions for completion, e.g. `xgboost:1.7-1`, `pytorch:2.3`, `kmeans`; within a name newest last. */
export function knownShortImages(): string[] {
  return Object.entries(families).flatMap(([name, family]) => {
    const versions = Object.keys(family.versions);
    if (versions.length === 1) return [name];
    return [...new Set(versions.map((version) => `${name}:${shortVersion(family, version)}`))];
  });
}

/** Whether a family's images run a script of one's own rather than an algorithm. */
export function isFramework(family: string): boolean {
  return own(families, family, undefined)?.kind === 'framework';
}

/** `2.3` rather than `2.3.0`, where that names the same image. */
function shortVersion({ aliases }: ImageFamily, version: string): string {
  return Object.keys(aliases).find((alias) => aliases[alias] === version && version.startsWith(alias)) ?? version;
}

export type ImageResolution =
  /** `algorithm` is the family: a built-in algorithm, or a framework such as `pytorch`. */
  | { readonly ok: true; readonly uri: string; readonly algorithm: string; readonly version: string }
  /** One sentence, and the short image that was probably meant. */
  | { readonly ok: false; readonly problem: string; readonly suggestion?: string };

/** Where an image is to run, as far as it is known. */
export interface ImagePlace {
  readonly region?: string | undefined;
  /** Decides between a framework's images for CPU and for GPU. */
  readonly instanceType?: string | undefined;
}

/**
 * The registry URI of a short image. A version may be left out only where there is just one.
 * Without a region only name, version and processor are checked, and the URI is empty.
 */
export function resolveImage(
  short: { readonly name: string; readonly tag?: string },
  { region, instanceType }: ImagePlace = {},
): ImageResolution {
  const found = findFamily(short.name);
  if (found === undefined) return unknownFamily(short);
  const [name, family] = found;
  const known = Object.keys(family.versions);
  const newest = known.at(-1);
  const version =
    short.tag === undefined ? (known.length === 1 ? newest : undefined) : own(aliasesIn(family), short.tag, short.tag);
  const facts = version === undefined ? undefined : own(family.versions, version, undefined);
  if (version === undefined || facts === undefined) {
    const shown = known.map((one) => shortVersion(family, one));
    const versions = `Known versions: ${[...new Set(shown)].join(', ')}.`;
    const problem =
      version === undefined
        ? `The image ${name} needs a version, e.g. ${name}:${shown.at(-1)}. ${versions}`
        : `The image ${name} has no version ${version}. ${versions}`;
    const nearest = version === undefined ? shown.at(-1) : closest(version, [...known, ...shown]);
    return { ok: false, problem, ...(nearest ? { suggestion: `${name}:${nearest}` } : {}) };
  }
  const wrong = processorProblem(`${name}:${short.tag ?? version}`, facts, instanceType);
  if (wrong !== undefined) return { ok: false, problem: wrong };
  if (region === undefined) return { ok: true, uri: '', algorithm: name, version };
  const account = registries[facts.registry]?.[region];
  if (account === undefined) return { ok: false, problem: `The image ${name}:${version} is not offered in ${region}.` };
  // An alias stays in the tag, as the SDK leaves it: both tags exist. One version has one tag, whatever it was called.
  const prefix = known.length === 1 && short.tag !== 'latest' ? version : (short.tag ?? version);
  const tag = tagOf(prefix, facts, instanceType === undefined ? 'cpu' : processorOf(instanceType));
  const uri = `${account}.dkr.ecr.${region}.${domainOf(region)}/${facts.repository}:${tag}`;
  return { ok: true, uri, algorithm: name, version };
}

function unknownFamily({ name, tag }: { readonly name: string; readonly tag?: string }): ImageResolution {
  const names = Object.entries(families).flatMap(([family, { names: others = [] }]) => [family, ...others]);
  const suggestion = closest(name, names);
  return {
    ok: false,
    problem: `No built-in image is called '${name}', only ${Object.keys(families).join(', ')}. An image of your own needs its full registry URI.`,
    ...(suggestion ? { suggestion: tag ? `${suggestion}:${tag}` : suggestion } : {}),
  };
}

function processorProblem(
  image: string,
  { processors }: ImageVersion,
  instanceType: string | undefined,
): string | undefined {
  if (processors === undefined || instanceType === undefined) return undefined;
  const processor = processorOf(instanceType);
  if (processors.includes(processor)) return undefined;
  if (processor === 'trainium')
    return `The image ${image} has no short name for the Trainium instance ${instanceType}: give its full registry URI.`;
  return `The image ${image} runs on ${listed(processors).toUpperCase()} instances only, not on ${instanceType}.`;
}

function tagOf(version: string, { processors, python }: ImageVersion, processor: string): string {
  return [version, processors === undefined ? undefined : processor, python].filter(Boolean).join('-');
}

/** The built-in algorithm or framework that an image holds, by short name or registry URI, and the version that its tag stands for. */
export function algorithmOf(image: string): { readonly algorithm: string; readonly tag: string } | undefined {
  const reference = parseImage(image);
  if (reference.kind === 'short') {
    const resolved = resolveImage(reference);
    return resolved.ok ? { algorithm: resolved.algorithm, tag: resolved.version } : undefined;
  }
  if (reference.kind !== 'ecr' || reference.tag === undefined) return undefined;
  for (const [algorithm, family] of Object.entries(families)) {
    for (const [version, facts] of Object.entries(family.versions)) {
      // An own image may bear the same repository name: only the service's account makes it the built-in one.
      if (
        facts.repository !== reference.repository ||
        registries[facts.registry]?.[reference.region] !== reference.account
      )
        continue;
      if (namesVersion(reference.tag, [version, ...aliasesOf(family, version)])) return { algorithm, tag: version };
    }
  }
  return undefined;
}

/** A tag is a version or its alias, then perhaps processor, Python and build: `2.3-gpu-py311-cu121-ubuntu20.04-sagemaker`. */
function namesVersion(tag: string, versions: readonly string[]): boolean {
  return versions.some(
    (version) => tag === version || (/^-(cpu|gpu|py\d)/.test(tag.slice(version.length)) && tag.startsWith(version)),
  );
}

function findFamily(name: string): [string, ImageFamily] | undefined {
  return Object.entries(families).find(([family, { names = [] }]) => family === name || names.includes(name));
}

function aliasesOf(family: ImageFamily, version: string): string[] {
  const aliases = aliasesIn(family);
  return Object.keys(aliases).filter((alias) => aliases[alias] === version);
}

/** The registry of an algorithm of one version has it under both tags ("Docker registry paths", `:1` and `:latest`); the SDK names but one. */
function aliasesIn({ kind, aliases, versions }: ImageFamily): ImageFamily['aliases'] {
  const [only, ...others] = Object.keys(versions);
  return kind === 'algorithm' && only !== undefined && others.length === 0 ? { latest: only, ...aliases } : aliases;
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
