/** Lets only so many pieces of work run at once; the others wait in the order they came. */
export class WorkQueue {
  private readonly waiting: (() => void)[] = [];

  /** @param free - Pieces of work that may run at the same time. */
  constructor(private free: number) {}

  /** Begins at once where there is room. @returns What the work returns; rejects as it does. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Takes a place for work that ends elsewhere. @returns What gives the place back, to be called once. */
  async enter(): Promise<() => void> {
    if (this.free > 0) this.free--;
    else await this.turn();
    return () => this.leave();
  }

  private turn(): Promise<void> {
    return new Promise((next) => this.waiting.push(next));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}
