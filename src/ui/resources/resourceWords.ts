import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { listed } from '../../shared/listed.ts';
import type { ResourceTarget } from './resourceTarget.ts';

/** What a command is about, in a sentence: `the model boston`, `3 models`, `3 resources`. */
export function wordsFor(targets: readonly Pick<ResourceTarget, 'kind' | 'name'>[]): string {
  const [first] = targets;
  if (first === undefined) return 'nothing';
  const { noun, plural } = kindOf(first.kind);
  if (targets.length === 1) return `the ${noun} ${first.name}`;
  const isOneKind = targets.every(({ kind }) => kind === first.kind);
  return `${targets.length} ${isOneKind ? plural : 'resources'}`;
}

/** A sentence has room for so many names. */
const mostNames = 3;

/** What of a selection a command does nothing with, in a sentence: `"Stop" leaves out the training job red (Completed) and 2 more.` */
export function leftOutText(title: string, rows: readonly LeftOut[]): string {
  const named = rows.slice(0, mostNames).map(({ kind, entry: { name, status } }) => {
    const state = status === '' ? '' : ` (${status})`;
    return `the ${kindOf(kind).noun} ${name}${state}`;
  });
  const more = rows.length - named.length;
  return `"${title}" leaves out ${listed([...named, ...(more > 0 ? [`${more} more`] : [])])}.`;
}

/**
 * What became of a change of tags, in a sentence.
 * @param count - Of the tags. @param done - Those of which they were changed, among those of which they were to be.
 */
export function taggedText(
  count: number,
  done: readonly Pick<ResourceTarget, 'kind' | 'name'>[],
  meant: readonly Pick<ResourceTarget, 'kind' | 'name'>[],
): string {
  const left = meant.filter((target) => !done.includes(target));
  if (done.length === 0) return `Cancelled: the tags of ${wordsFor(left)} are as they were.`;
  const changed = `${count === 1 ? '1 tag' : `${count} tags`} of ${wordsFor(done)} changed`;
  return left.length === 0 ? `${changed}.` : `${changed}; those of ${wordsFor(left)} are as they were (cancelled).`;
}

/** A row that a command is not for. */
interface LeftOut {
  readonly kind: ResourceTarget['kind'];
  readonly entry: Pick<ResourceEntry, 'name' | 'status'>;
}
