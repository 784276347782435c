/** Keeps what is under way for a key from being started once more. */
export class Singly {
  private readonly busy = new Set<string>();

  /** @returns Undefined, at once, where the same is still under way. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T | undefined> {
    if (this.busy.has(key)) return undefined;
    this.busy.add(key);
    try {
      return await task();
    } finally {
      this.busy.delete(key);
    }
  }
}
