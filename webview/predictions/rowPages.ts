import type { PredictedRow, PredictionPage } from '../../src/protocol/predictionsPanel.ts';

/** Rows are asked for in blocks of this many. */
export const blockSize = 100;
/** Blocks that are kept: what is far out of sight is asked for again. */
const mostBlocks = 60;

/** The rows that came, by their place in one order. */
export class RowPages {
  private readonly blocks = new Map<number, readonly PredictedRow[]>();
  private readonly asked = new Set<number>();

  constructor(private readonly ask: (start: number, count: number) => void) {}

  /** Forgets what may have changed; what is shown stays until the new rows come. */
  expire(): void {
    this.asked.clear();
  }

  /** Forgets everything. */
  clear(): void {
    this.blocks.clear();
    this.asked.clear();
  }

  accept({ start, rows }: PredictionPage): void {
    this.blocks.delete(start);
    this.blocks.set(start, rows);
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= mostBlocks) break;
      this.blocks.delete(oldest);
      this.asked.delete(oldest);
    }
  }

  at(place: number): PredictedRow | undefined {
    const start = place - (place % blockSize);
    return this.blocks.get(start)?.[place - start];
  }

  /** Asks for what is missing of places `from` to `to`, `to` not among them. */
  want(from: number, to: number): void {
    for (let start = from - (from % blockSize); start < to; start += blockSize) {
      if (this.asked.has(start)) continue;
      this.asked.add(start);
      this.ask(start, blockSize);
    }
  }
}
