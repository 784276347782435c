import type { MersenneTwister } from './mersenneTwister.ts';

export interface ColumnShares {
  readonly byTree: number;
  readonly byLevel: number;
  readonly byNode: number;
}

/** Chooses the columns that one tree may split on. */
export class ColumnSampler {
  private readonly ofTree: Uint32Array;
  private readonly ofLevel = new Map<number, Uint32Array>();

  constructor(
    columns: number,
    private readonly shares: ColumnShares,
    private readonly random: MersenneTwister,
  ) {
    this.ofTree = this.sample(
      Uint32Array.from({ length: columns }, (_, column) => column),
      shares.byTree,
    );
  }

  /** The columns of the next level, ascending. The exact method draws by node once per level too. */
  nextLevel(): Uint32Array {
    return this.sample(this.sample(this.ofTree, this.shares.byLevel), this.shares.byNode);
  }

  /** The columns of one node, ascending: drawn from those of its level, which are drawn with the level's first node. */
  ofNode(depth: number): Uint32Array {
    const ofLevel = this.ofLevel.get(depth) ?? this.sample(this.ofTree, this.shares.byLevel);
    this.ofLevel.set(depth, ofLevel);
    return this.sample(ofLevel, this.shares.byNode);
  }

  private sample(columns: Uint32Array, share: number): Uint32Array {
    if (share === 1) return columns;
    const count = Math.max(1, Math.trunc(Math.fround(share * columns.length)));
    return shuffled(columns, this.random).slice(0, count).sort();
  }
}

/** `std::shuffle` of GCC's library: two positions are drawn from one number while the range allows. */
function shuffled(items: Uint32Array, random: MersenneTwister): Uint32Array {
  const result = items.slice();
  const swap = (a: number, b: number): void => {
    const kept = result[a] as number;
    result[a] = result[b] as number;
    result[b] = kept;
  };
  if (0xffffffff / result.length < result.length) {
    for (let at = 1; at < result.length; at++) swap(at, random.below(at + 1));
    return result;
  }
  let at = 1;
  if (result.length % 2 === 0) swap(at++, random.below(2));
  for (; at < result.length; at += 2) {
    const both = random.below((at + 1) * (at + 2));
    swap(at, Math.floor(both / (at + 2)));
    swap(at + 1, both % (at + 2));
  }
  return result;
}
