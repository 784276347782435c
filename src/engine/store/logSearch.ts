import { compareUtf8 } from './keyTree.ts';
import { pageBytes, type LogStore } from './logStore.ts';
import type { LogEvent } from './logRecord.ts';

/** The place of an event among those of several streams. */
export interface SearchPlace {
  readonly orderTime: number;
  readonly stream: string;
  readonly position: number;
}

export interface LogSearch {
  readonly streams: readonly string[];
  readonly startTime?: number;
  readonly endTime?: number;
  readonly matches: (message: string) => boolean;
  readonly limit: number;
  /** Goes on behind this event. */
  readonly after?: SearchPlace;
}

export interface FoundEvent extends LogEvent {
  readonly stream: string;
}

export interface SearchPage {
  readonly events: FoundEvent[];
  /** Set when there may be more; a page may be empty and still have a next one. */
  readonly next?: SearchPlace;
}

const batchSize = 256;
/** Events looked at for one page, so that a rare pattern in a long log still answers soon. */
const searchBudget = 100_000;

/** Searches several streams of a group, in the order of time, stream, position. */
export async function searchEvents(logs: LogStore, group: string, search: LogSearch): Promise<SearchPage> {
  const cursors: Cursor[] = [];
  for (const stream of search.streams) {
    const cursor = new Cursor(logs, group, stream, search.endTime);
    await cursor.moveTo(await startOf(logs, group, stream, search));
    cursors.push(cursor);
  }
  const events: FoundEvent[] = [];
  let bytes = 0;
  for (let looked = 0; ; looked++) {
    const cursor = earliest(cursors);
    const event = cursor?.current;
    if (cursor === undefined || event === undefined) return { events };
    if (search.matches(event.message)) {
      events.push(event);
      bytes += event.message.length;
    }
    if (events.length >= search.limit || bytes >= pageBytes || looked >= searchBudget) {
      return { events, next: { orderTime: event.orderTime, stream: event.stream, position: event.position } };
    }
    await cursor.advance();
  }
}

async function startOf(
  logs: LogStore,
  group: string,
  stream: string,
  { startTime, after }: LogSearch,
): Promise<number> {
  const first = startTime === undefined ? 0 : await logs.positionOf(group, stream, startTime, 'at');
  if (after === undefined) return first;
  if (stream === after.stream) return Math.max(first, after.position + 1);
  const edge = compareUtf8(stream, after.stream) < 0 ? 'after' : 'at';
  return Math.max(first, await logs.positionOf(group, stream, after.orderTime, edge));
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let best: Cursor | undefined;
  for (const cursor of cursors) {
    if (cursor.current === undefined) continue;
    if (best?.current === undefined || comesBefore(cursor.current, best.current)) best = cursor;
  }
  return best;
}

function comesBefore(a: FoundEvent, b: FoundEvent): boolean {
  if (a.orderTime !== b.orderTime) return a.orderTime < b.orderTime;
  return compareUtf8(a.stream, b.stream) < 0;
}

/** Reads one stream forward in batches. */
class Cursor {
  private batch: readonly FoundEvent[] = [];
  private at = 0;

  constructor(
    private readonly logs: LogStore,
    private readonly group: string,
    private readonly stream: string,
    private readonly endTime: number | undefined,
  ) {}

  get current(): FoundEvent | undefined {
    return this.batch[this.at];
  }

  async advance(): Promise<void> {
    const last = this.batch[this.at];
    this.at++;
    if (this.at >= this.batch.length && last !== undefined) await this.moveTo(last.position + 1);
  }

  async moveTo(position: number): Promise<void> {
    const range = this.endTime === undefined ? {} : { endTime: this.endTime };
    const query = { ...range, direction: 'forward', limit: batchSize, position } as const;
    const { events } = await this.logs.getEvents(this.group, this.stream, query);
    this.batch = events.map((event) => ({ ...event, stream: this.stream }));
    this.at = 0;
  }
}
