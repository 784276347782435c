import type { Part } from './makeDeployment.ts';
import type { RemovedParts } from './removeParts.ts';

const nouns: Readonly<Record<Part['kind'], string>> = {
  endpoint: 'endpoint',
  endpointConfig: 'configuration',
  model: 'model',
};

/** `the model m, the configuration c and the endpoint e`. */
export function partsText(parts: readonly Part[]): string {
  const texts = parts.map(({ kind, name }) => `the ${nouns[kind]} ${name}`);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
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
