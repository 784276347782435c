import { folderOf, s3Uri, visibleName, type S3Place } from '../../sagemaker/s3/s3Place.ts';
import { listed } from '../../shared/listed.ts';
import type { DataKind } from './dataTarget.ts';

interface Deletable {
  readonly kind: DataKind;
  readonly at: S3Place;
}

/** A question has room for so many names. */
const mostNames = 8;

/** What is to be deleted without what goes with the rest of it, so that nothing is counted or deleted twice. */
export function outermost<T extends Deletable>(targets: readonly T[]): T[] {
  return targets.filter((one, index) =>
    targets.every((other, at) => at === index || !goesWith(one, other) || (goesWith(other, one) && index < at)),
  );
}

/** Whether the deletion of one takes the other along; of the same place the bucket goes with nothing but itself. */
function goesWith(one: Deletable, other: Deletable): boolean {
  if (other.at.bucket !== one.at.bucket) return false;
  if (other.at.key === one.at.key && other.kind === one.kind) return true;
  if (other.kind === 'object' || one.kind === 'bucket') return false;
  return one.at.key.startsWith(other.at.key);
}

/** `2 folders and 1 object`; a prefix counts as a folder. */
export function kindsText(targets: readonly Pick<Deletable, 'kind'>[]): string {
  const count = (...kinds: readonly DataKind[]): number => targets.filter(({ kind }) => kinds.includes(kind)).length;
  const counts = [
    [count('bucket'), 'bucket'],
    [count('folder', 'prefix'), 'folder'],
    [count('object'), 'object'],
  ] as const;
  return listed(counts.filter(([many]) => many > 0).map(([many, noun]) => `${many} ${noun}${many === 1 ? '' : 's'}`));
}

/** The places by their URIs, the first of many. */
export function placesText(places: readonly S3Place[], separator: string): string {
  const shown = places.slice(0, mostNames).map((place) => visibleName(s3Uri(place)));
  const more = places.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more.toLocaleString()} more`] : [])].join(separator);
}

/** What the places stand in, each once. */
export function foldersAround(places: readonly S3Place[]): S3Place[] {
  const around = places.map(({ bucket, key }) => ({ bucket, key: folderOf(key) }));
  return [...new Map(around.map((place) => [s3Uri(place), place])).values()];
}

/**
 * What is true after a deletion, for who has to decide.
 * @param versions - Of each bucket, whether deleted objects stay as old versions.
 */
export function keptText(versions: ReadonlyMap<string, 'on' | 'off' | 'unknown'>): string {
  const those = (state: string) => [...versions].filter(([, each]) => each === state).map(([bucket]) => bucket);
  const [on, off, unknown] = [those('on'), those('off'), those('unknown')];
  const isMixed = Math.max(on.length, off.length, unknown.length) < versions.size;
  const inThose = (buckets: readonly string[]): string => (isMixed ? ` in ${bucketsText(buckets)}` : '');
  const rest = 'are paid for, until they are deleted in the console.';
  const subject = versions.size === 1 ? 'The bucket is' : 'The buckets are';
  const sentences = [
    on.length > 0 &&
      (isMixed
        ? `Older versions stay${inThose(on)}, and ${rest}`
        : `${subject} versioned: older versions stay, and ${rest}`),
    unknown.length > 0 && `Whether older versions stay${inThose(unknown)} may not be asked.`,
    off.length > 0 && (isMixed ? 'What is deleted in the others cannot be undone.' : 'This cannot be undone.'),
  ];
  return sentences.filter((sentence) => sentence !== false).join(' ');
}

function bucketsText(buckets: readonly string[]): string {
  const more = buckets.length - mostNames;
  return listed([...buckets.slice(0, mostNames), ...(more > 0 ? [`${more.toLocaleString()} more`] : [])]);
}
