import type { Channel } from '../../services/sagemaker/trainingJobRecord.ts';
import type { JobSpace } from '../runner.ts';

/** Which part of a channel a host gets: every `count`-th object, beginning with that at `index`. */
export interface Share {
  readonly index: number;
  readonly count: number;
}

const whole: Share = { index: 0, count: 1 };

/** @returns Undefined for a host whose instance group gets nothing of the channel. */
export function shareOf({ host, hosts }: Pick<JobSpace, 'host' | 'hosts'>, channel: Channel): Share | undefined {
  const { InstanceGroupNames: groups = [], S3DataDistributionType: distribution } =
    channel.DataSource.S3DataSource ?? {};
  const takers = hosts.filter(({ group }) => groups.length === 0 || groups.includes(group.name));
  const index = takers.findIndex(({ name }) => name === host.name);
  if (index < 0) return undefined;
  return distribution === 'ShardedByS3Key' ? { index, count: takers.length } : whole;
}

/**
 * A host's items of one epoch, in order. All hosts shuffle alike before they share, so that every item has one taker, and with a
 * seed another one in the next epoch (API reference, ShuffleConfig).
 * @param seed - Undefined to keep the order.
 */
export function partOf<T>(items: readonly T[], { index, count }: Share, seed: number | undefined, epoch: number): T[] {
  const ordered = seed === undefined ? items : shuffled(items, `${seed}:${epoch}`);
  return ordered.filter((_, position) => position % count === index);
}

function shuffled<T>(items: readonly T[], seed: string): T[] {
  const random = randomNumbers(seed);
  const order = [...items];
  for (let end = order.length - 1; end > 0; end--) {
    const other = Math.floor(random() * (end + 1));
    [order[end], order[other]] = [order[other] as T, order[end] as T];
  }
  return order;
}

/** FNV-1a of the seed's text starts Mulberry32; which order AWS makes of a seed is not known. */
function randomNumbers(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
