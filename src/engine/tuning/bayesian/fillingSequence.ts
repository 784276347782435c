import type { SearchSpace } from '../searchSpace.ts';
import { SeededRandom } from '../seededRandom.ts';

/**
 * Points that fill a space evenly however many of them are taken: a Latin hypercube, then as many again in the halves of its parts that are
 * still empty, which makes a Latin hypercube of twice as many parts, and so on (nested Latin hypercubes; Qian 2009, Nested Latin Hypercube Designs).
 */
export class FillingSequence {
  /** One list for each hyperparameter: a number in [0, 1) for each point so far. */
  private readonly uniforms: number[][];

  /** @param first - How many points the first hypercube has. */
  constructor(
    private readonly space: SearchSpace,
    private readonly seed: number,
    private readonly first: number,
  ) {
    this.uniforms = space.ranges.map(() => []);
  }

  /** @param index - From 0. */
  at(index: number): Float64Array {
    while (index >= this.size) this.grow();
    return this.space.place(this.uniforms.map((column) => column[index] as number));
  }

  private get size(): number {
    return this.uniforms[0]?.length ?? Infinity;
  }

  private grow(): void {
    const { size } = this;
    const random = new SeededRandom(this.seed, -1 - size);
    const count = size === 0 ? this.first : 2 * size;
    for (const column of this.uniforms) {
      const order = random.permutation(count - size);
      const within = order.map(() => random.uniform());
      // Every part has one point, so that one of its halves is empty.
      const empty = size === 0 ? Array.from(order.keys()) : column.map((uniform) => Math.floor(uniform * count) ^ 1);
      order.forEach((part, at) => column.push(((empty[part] as number) + (within[at] as number)) / count));
    }
  }
}
