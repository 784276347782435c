/** How many answers may wait for an earlier one, for each request that may be under way. */
const aheadOfEach = 4;

/** Requests of which some are under way at once, and whose answers are written in the order of the requests. */
export class OrderedRequests {
  private readonly running = new Set<Promise<void>>();
  private readonly unwritten: Promise<Buffer>[] = [];

  /** @param most - Requests under way at once. */
  constructor(
    private readonly most: number,
    private readonly write: (answer: Buffer) => Promise<void>,
  ) {}

  /**
   * Asks as soon as that may be.
   * @throws what an earlier request threw.
   */
  async add(ask: () => Promise<Buffer>): Promise<void> {
    while (this.unwritten.length >= this.most * aheadOfEach) await this.writeNext();
    while (this.running.size >= this.most) await Promise.race(this.running);
    const answer = ask();
    const done: Promise<void> = answer.then(
      () => void this.running.delete(done),
      () => void this.running.delete(done), // heard when it is its turn to be written
    );
    this.running.add(done);
    this.unwritten.push(answer);
  }

  /** Resolves when every answer is written. @throws what a request threw. */
  async finish(): Promise<void> {
    while (this.unwritten.length > 0) await this.writeNext();
  }

  /** Resolves when nothing is under way, whatever came of it. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  private async writeNext(): Promise<void> {
    const answer = await this.unwritten.shift();
    if (answer !== undefined) await this.write(answer);
  }
}
