import type { TrainAnswers } from './trainAnswers.ts';
import { tableReadingOf } from './algorithmChoices.ts';

/** Which kinds of content a file's ending stands for. */
const byEnding: readonly [ending: RegExp, type: string][] = [
  [/\.(csv|tsv)$/i, 'text/csv'],
  [/\.(libsvm|svm)$/i, 'text/libsvm'],
  [/\.parquet$/i, 'application/x-parquet'],
  [/\.jsonl$/i, 'application/jsonlines'],
  [/\.(recordio|pbr)$/i, 'application/x-recordio-protobuf'],
];

/** The content type of a channel: a script reads what it likes, an algorithm wants to be told. */
export function contentTypeOf(
  { what, spec }: TrainAnswers,
  channel: string,
  path: string | undefined,
): string | undefined {
  if (what?.kind !== 'algorithm') return undefined;
  const taken = spec?.channels.find(({ name }) => name === channel)?.contentTypes ?? [];
  const found = path === undefined ? undefined : byEnding.find(([ending]) => ending.test(path))?.[1];
  const reading = tableReadingOf(what);
  const type = found ?? (reading && taken.includes('text/csv') ? 'text/csv' : taken[0]);
  if (type === undefined || (taken.length > 0 && !taken.includes(type))) return undefined;
  // Without labels the first column is a feature like the others ("Common Data Formats for Training").
  return type === 'text/csv' && reading?.hasLabel === false ? 'text/csv;label_size=0' : type;
}

/** Why an algorithm cannot read a file, as one sentence; undefined when it may. */
export function unreadableReason({ what, spec }: TrainAnswers, channel: string, path: string): string | undefined {
  if (what?.kind !== 'algorithm') return undefined;
  const taken = spec?.channels.find(({ name }) => name === channel)?.contentTypes ?? [];
  const unpacked = path.replace(/\.gz$/i, '');
  const type = byEnding.find(([ending]) => ending.test(unpacked))?.[1];
  if (unpacked !== path && (type !== 'text/csv' || tableReadingOf(what) === undefined))
    return 'What is compressed is read by scripts, and of algorithms only as a table: unpack it first, e.g. with gunzip.';
  if (type === undefined || taken.length === 0 || taken.includes(type)) return undefined;
  return `${what.title} does not read ${type}; it reads ${taken.join(', ')}.`;
}
