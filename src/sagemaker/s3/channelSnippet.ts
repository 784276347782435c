import { baseName, s3Uri, type S3Place } from './s3Place.ts';

/** What a name says of its content, in the media types that the built-in algorithms take (SageMaker guide, "Common data formats"). */
const contentTypes: readonly (readonly [pattern: RegExp, contentType: string])[] = [
  [/\.csv(\.gz)?$/i, 'text/csv'],
  [/\.(libsvm|svm)(\.gz)?$/i, 'text/libsvm'],
  [/\.parquet$/i, 'application/x-parquet'],
  [/\.(recordio|pbr)$/i, 'application/x-recordio-protobuf'],
  [/\.jsonl(\.gz)?$/i, 'application/jsonlines'],
  [/\.json(\.gz)?$/i, 'application/json'],
];

const usual = ['train', 'validation', 'test'] as const;

/** What becomes a channel; of a prefix `sample` is the key of some object in it. */
export interface ChannelSource extends S3Place {
  readonly sample?: string | undefined;
}

/**
 * `InputDataConfig` of a job definition with a channel for each place, named for what the place is called; the first whose name says nothing is `train`.
 * Only the places are in it: the image decides what else a channel needs.
 */
export function channelSnippet(sources: readonly ChannelSource[]): string {
  const taken = new Set<string>();
  const channels = sources.flatMap((source) => {
    const type = contentTypes.find(([pattern]) => pattern.test(source.sample ?? source.key))?.[1];
    return [
      `  - ChannelName: ${channelName(source, taken)}`,
      ...(type === undefined ? [] : [`    ContentType: ${type}`]),
      ...(/\.gz$/i.test(source.sample ?? source.key) ? ['    CompressionType: Gzip'] : []),
      '    DataSource:',
      '      S3DataSource:',
      '        S3DataType: S3Prefix',
      `        S3Uri: ${yamlText(s3Uri(source))}`,
      '        S3DataDistributionType: FullyReplicated',
    ];
  });
  return ['InputDataConfig:', ...channels, ''].join('\n');
}

/** Of SageMaker's pattern `[A-Za-z0-9.\-_]+`, at most 64, each once. */
function channelName({ key }: S3Place, taken: Set<string>): string {
  const stem = baseName(key)
    .replace(/\.[\w.]+$/, '')
    .toLowerCase();
  const said =
    usual.find((name) => stem.includes(name)) ?? (/\bval|\bvalid|eval|dev/.test(stem) ? 'validation' : undefined);
  const own = stem
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  const free = [said, 'train', own].find((name) => name !== undefined && name !== '' && !taken.has(name));
  const base = free ?? 'data';
  let name = base;
  for (let copy = 2; taken.has(name); copy++) name = `${base}-${copy}`;
  taken.add(name);
  return name;
}

/** Bare where YAML reads it as it is; else in double quotes, whose escapes are JSON's. */
function yamlText(uri: string): string {
  return /^s3:\/\/[\w.\-/+=@%]+$/.test(uri) ? uri : JSON.stringify(uri);
}
