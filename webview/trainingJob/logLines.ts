import { maxLogLines, type LogWindow } from '../../src/protocol/trainingJobPanel.ts';

export type LogLine = LogWindow['lines'][number];

/** Lines kept in the view; what is further away is asked for again. */
const keptLines = 8000;

/** The part of a log that this page holds, by line number from 0. */
export class LogLines {
  private readonly lines = new Map<number, LogLine>();
  private readonly asked = new Set<number>();
  private count = 0;

  get total(): number {
    return this.count;
  }

  at(line: number): LogLine | undefined {
    return this.lines.get(line);
  }

  accept({ total, start, lines }: LogWindow): void {
    if (total < this.count) this.clear();
    this.count = total;
    lines.forEach((line, offset) => this.lines.set(start + offset, line));
    const page = maxLogLines / 2;
    for (let at = start - (start % page); at < start + lines.length; at += page) this.asked.delete(at);
    if (this.lines.size > keptLines) this.forgetFarFrom(start);
  }

  /** The pages to ask for, so that the lines from `start` are there; a page that is under way is not asked for twice. */
  missing(start: number, length: number): { readonly start: number; readonly count: number }[] {
    const page = maxLogLines / 2;
    const requests: { start: number; count: number }[] = [];
    for (let line = start; line < Math.min(start + length, this.count); line++) {
      const first = line - (line % page);
      if (this.lines.has(line) || this.asked.has(first)) continue;
      this.asked.add(first);
      requests.push({ start: first, count: Math.min(page, this.count - first) });
    }
    return requests;
  }

  private clear(): void {
    this.lines.clear();
    this.asked.clear();
  }

  private forgetFarFrom(line: number): void {
    for (const at of this.lines.keys()) {
      if (Math.abs(at - line) > keptLines / 2) this.lines.delete(at);
    }
  }
}
