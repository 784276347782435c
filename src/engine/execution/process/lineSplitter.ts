/** What CloudWatch Logs takes as one event (PutLogEvents: 256 KB, of which each event costs 26 bytes). */
export const largestEvent = 256 * 1024 - 26;

/** A progress bar is shown as often as a person can read it. */
const progressEvery = 1000;

const newline = 10;
const carriageReturn = 13;

/** A line, or one of the states that it had before it overwrote itself. */
export interface SplitLine {
  readonly message: string;
  /** Not the last state: it may hold a metric, and is not shown. */
  readonly isOverwritten?: true;
}

/**
 * Makes lines of a program's bytes: text that is no UTF-8 is replaced, not lost; of a line that overwrites itself (`\r`, as progress bars do)
 * the last state is shown; what is longer than an event is cut.
 */
export class LineSplitter {
  private carry: Buffer = Buffer.alloc(0);
  private lastProgress = 0;

  /** @returns The lines that are complete. The bytes may be reused afterwards. */
  take(bytes: Buffer, now: number): SplitLine[] {
    const data = this.carry.length === 0 ? bytes : Buffer.concat([this.carry, bytes]);
    const end = data.lastIndexOf(newline);
    const lines: SplitLine[] = [];
    if (end >= 0) {
      this.lastProgress = now;
      for (const line of data.toString('utf8', 0, end).split('\n')) addLine(lines, line);
    }
    this.carry = Buffer.from(data.subarray(end + 1));
    this.cutCarry(lines);
    return lines;
  }

  /** @returns The state of a progress bar that has not ended, now and then. */
  progress(now: number): SplitLine[] {
    const end = this.carry.lastIndexOf(carriageReturn);
    if (end <= 0 || now - this.lastProgress < progressEvery) return [];
    this.lastProgress = now;
    const lines: SplitLine[] = [];
    addLine(lines, this.carry.toString('utf8', 0, end));
    this.carry = this.carry.subarray(end);
    return lines.filter(({ message }) => message.trim() !== '');
  }

  /** @returns What follows the last line end. */
  end(): SplitLine[] {
    const lines: SplitLine[] = [];
    if (this.carry.length > 0) addLine(lines, this.carry.toString('utf8'));
    this.carry = Buffer.alloc(0);
    return lines;
  }

  /** A line that does not end must not fill the memory. */
  private cutCarry(lines: SplitLine[]): void {
    while (this.carry.length > largestEvent) {
      const bar = this.carry.lastIndexOf(carriageReturn);
      const end = bar > 0 ? bar : characterStart(this.carry, largestEvent);
      const text = this.carry.toString('utf8', 0, end);
      if (bar <= 0) addShown(lines, text);
      else addOverwritten(lines, text.split('\r'));
      this.carry = Buffer.from(this.carry.subarray(end));
    }
  }
}

/** What a terminal would show of a line, after what it would no longer show. */
function addLine(lines: SplitLine[], line: string): void {
  if (!line.includes('\r')) return addShown(lines, line);
  const states = line.split('\r');
  const last = states.findLastIndex((state) => state.trim() !== '');
  addOverwritten(lines, states.slice(0, Math.max(0, last)));
  addShown(lines, states[last] ?? '');
}

function addShown(lines: SplitLine[], text: string): void {
  for (const message of eventPieces(text)) lines.push({ message });
}

function addOverwritten(lines: SplitLine[], states: readonly string[]): void {
  for (const message of states) if (message.trim() !== '') lines.push({ message, isOverwritten: true });
}

/** A text as events that CloudWatch Logs takes; measured as it will be written, since replacing bytes makes it longer. */
export function eventPieces(text: string): string[] {
  if (text.length * 3 <= largestEvent || Buffer.byteLength(text) <= largestEvent) return [text];
  const bytes = Buffer.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = characterStart(bytes, at + largestEvent);
    pieces.push(bytes.toString('utf8', at, end));
    at = end;
  }
  return pieces;
}

/** The nearest place at or before `at` where a character begins. */
function characterStart(bytes: Buffer, at: number): number {
  if (at >= bytes.length) return bytes.length;
  for (let place = at; place > at - 4; place--) if (((bytes[place] ?? 0) & 0xc0) !== 0x80) return place;
  return at;
}
