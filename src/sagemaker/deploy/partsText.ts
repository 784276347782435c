import { listed } from '../../shared/listed.ts';
import type { Part } from './makeDeployment.ts';
import type { RemovedParts } from './removeParts.ts';

const nouns: Readonly<Record<Part['kind'], string>> = {
  endpoint: 'endpoint',
  endpointConfig: 'configuration',
  model: 'model',
};

/** `the model m, the configuration c and the endpoint e`. */
export function partsText(parts: readonly Part[]): string {
  return listed(parts.map(({ kind, name }) => `the ${nouns[kind]} ${name}`));
}

/** `2 configurations` and `1 model`, each kind with how many there are. */
export function partCounts(parts: readonly Pick<Part, 'kind'>[]): string[] {
  return [...new Set(parts.map(({ kind }) => kind))].map((kind) => {
    const count = parts.filter((part) => part.kind === kind).length;
    return `${count} ${nouns[kind]}${count === 1 ? '' : 's'}`;
  });
}

/** What checking means where it is asked which parts of so many endpoints go with them. */
export function goesTooText(endpoints: number): string {
  const alone = endpoints === 1 ? 'the endpoint alone' : 'the endpoints alone';
  return `Checked goes too; nothing checked deletes ${alone}.`;
}

/** What became of a removal, in a sentence or two. */
export function removedText({ removed, failed }: RemovedParts): string {
  const done = removed.length === 0 ? '' : `Deleted ${partsText(removed)}.`;
  const [first] = failed;
  if (first === undefined) return done;
  const left = `Still there: ${partsText(failed.map(({ part }) => part))} (${first.reason.replace(/\.$/, '')}).`;
  return [done, left].filter((text) => text !== '').join(' ');
}

/** A reason as a sentence: with its full stop. */
export function sentence(text: string): string {
  return text.replace(/[^.!?]$/, '$&.');
}
