import type { AlgorithmSpec } from '../algorithm.ts';

/**
 * The channels of data as most algorithms have them: train, and what else is described, which no job needs.
 * @param contentTypes - That each of them takes, the usual one first.
 */
export function dataChannels(
  contentTypes: readonly string[],
  descriptions: { readonly train: string; readonly validation?: string; readonly test?: string },
): AlgorithmSpec['channels'] {
  return Object.entries(descriptions).map(([name, description]) => ({
    name,
    required: name === 'train',
    contentTypes,
    description,
  }));
}
