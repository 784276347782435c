import { WorkQueue } from '../execution/workQueue.ts';

/** How many pieces of files may be held, for each request that may be under way: answers wait for an earlier one. */
const heldForEach = 4;

/** What the files of one instance share: the requests that may be under way (MaxConcurrentTransforms), and room in memory. */
export class ModelRequests {
  /** A place for each piece of a file from before it is read until its answer is written. */
  readonly room: WorkQueue;
  private readonly places: WorkQueue;
  /** Two that clear the places at the same time would wait for each other. */
  private readonly clearing = new WorkQueue(1);
  private readonly underWay = new Set<{ isAlone: boolean }>();

  /** @param most - Requests under way at once. */
  constructor(readonly most: number) {
    this.room = new WorkQueue(most * heldForEach);
    this.places = new WorkQueue(most);
  }

  /**
   * Sends as soon as there is a place.
   * @param mustBeAlone - Whether no other may be under way meanwhile: the others wait.
   * @returns With the answer, whether no other was under way meanwhile.
   */
  async send<T>(request: () => Promise<T>, mustBeAlone = false): Promise<{ answer: T; wasAlone: boolean }> {
    return mustBeAlone
      ? this.clearing.run(() => this.alone(request))
      : this.places.run(() => this.besideOthers(request));
  }

  private async besideOthers<T>(request: () => Promise<T>): Promise<{ answer: T; wasAlone: boolean }> {
    const mine = { isAlone: this.underWay.size === 0 };
    for (const other of this.underWay) other.isAlone = false;
    this.underWay.add(mine);
    try {
      return { answer: await request(), wasAlone: mine.isAlone };
    } finally {
      this.underWay.delete(mine);
    }
  }

  private async alone<T>(request: () => Promise<T>): Promise<{ answer: T; wasAlone: boolean }> {
    const places = await Promise.all(Array.from({ length: this.most }, () => this.places.enter()));
    try {
      return { answer: await request(), wasAlone: true };
    } finally {
      for (const leave of places) leave();
    }
  }
}
