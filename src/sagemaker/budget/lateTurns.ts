import type { Turns } from './limitRequests.ts';
import type { Rank } from './requestRank.ts';

/**
 * Turns of requests that are made before anybody knows whose account it is: they go at once and are owed to its budget, in which those
 * that follow wait.
 */
export class LateTurns implements Turns {
  private readonly owed: string[] = [];
  private turns: Turns | undefined;

  take(operation: string, rank: Rank): Promise<void> {
    if (this.turns !== undefined) return this.turns.take(operation, rank);
    this.owed.push(operation);
    return Promise.resolve();
  }

  /** The account is known: what is owed is paid before anything else is asked. */
  goOnIn(turns: Turns | undefined): void {
    this.turns = turns;
    // A budget that ends meanwhile is owed nothing.
    for (const operation of this.owed.splice(0)) turns?.take(operation, 'action').catch(() => undefined);
  }
}
