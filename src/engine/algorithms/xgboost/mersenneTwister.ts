const size = 624;
const period = 397;

/** MT19937, the generator of C++'s standard library, so that a seed draws the rows and columns that libxgboost draws. */
export class MersenneTwister {
  private readonly state = new Uint32Array(size);
  private at = size;

  /** @param seed - Taken modulo 2^32, as the C++ generator takes it. */
  constructor(seed: number) {
    this.state[0] = seed;
    for (let index = 1; index < size; index++) {
      const before = this.state[index - 1] as number;
      this.state[index] = Math.imul(1812433253, before ^ (before >>> 30)) + index;
    }
  }

  /** A whole number in [0, 2^32). */
  next(): number {
    if (this.at === size) this.twist();
    let value = this.state[this.at++] as number;
    value ^= value >>> 11;
    value ^= (value << 7) & 0x9d2c5680;
    value ^= (value << 15) & 0xefc60000;
    return (value ^ (value >>> 18)) >>> 0;
  }

  /** A generator of its own, seeded with the next number of this one. */
  fork(): MersenneTwister {
    return new MersenneTwister(this.next());
  }

  /** True with the given probability; two draws, as `std::bernoulli_distribution` makes them. */
  bernoulli(probability: number): boolean {
    const low = this.next();
    return (low + this.next() * 2 ** 32) / 2 ** 64 < probability;
  }

  /** A whole number in [0, count), by rejection, as `std::uniform_int_distribution` of GCC up to 10 draws it. */
  below(count: number): number {
    const scale = Math.floor(0xffffffff / count);
    const limit = scale * count;
    let value = this.next();
    while (value >= limit) value = this.next();
    return Math.floor(value / scale);
  }

  private twist(): void {
    const { state } = this;
    for (let index = 0; index < size; index++) {
      const mixed = ((state[index] as number) & 0x80000000) | ((state[(index + 1) % size] as number) & 0x7fffffff);
      const far = state[(index + period) % size] as number;
      state[index] = far ^ (mixed >>> 1) ^ ((mixed & 1) === 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }
}
