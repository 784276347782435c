import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Clock } from '../../shared/clock.ts';
import type { IDisposable } from '../../shared/disposable.ts';
import { codeOf } from '../../shared/errors.ts';
import { KeyedLock } from './keyedLock.ts';

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** What was measured: metrics of one namespace and one combination of dimensions are stored together. */
export interface MetricSource {
  readonly namespace: string;
  /** Sorted by name. */
  readonly dimensions: readonly Dimension[];
}

/** Values of one metric within one second. */
export interface StatisticSet {
  readonly metric: string;
  /** Epoch seconds, whole. */
  readonly second: number;
  readonly unit: string;
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** One value; `timestamp` in epoch milliseconds. */
export interface MetricValue {
  readonly metric: string;
  readonly value: number;
  readonly timestamp: number;
  /** CloudWatch's StandardUnit; `None` where it is left out. */
  readonly unit?: string;
}

/** Values wait so long for others of the same second. */
const flushDelay = 1000;

type Line = [metric: string, second: number, unit: string, count: number, sum: number, min: number, max: number];

interface Waiting {
  readonly source: MetricSource;
  readonly sets: Map<string, StatisticSet>;
}

/**
 * CloudWatch's metrics, summed up by the second, in one append-only file per source under `<state>/metrics`: a job that prints a
 * million values costs as many bytes as it takes seconds. Memory holds what came within the last second.
 */
export class MetricStore {
  private readonly waiting = new Map<string, Waiting>();
  private readonly lock = new KeyedLock();
  private timer: IDisposable | undefined;
  /** What is being written; it does not fail. */
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly directory: string,
    private readonly clock: Clock,
    private readonly report: (message: string, error: unknown) => void,
  ) {}

  /** @param report - Told of values that cannot be written; nobody waits for them. */
  static async open(
    stateDirectory: string,
    clock: Clock,
    report: (message: string, error: unknown) => void,
  ): Promise<MetricStore> {
    const directory = join(stateDirectory, 'metrics');
    await mkdir(directory, { recursive: true });
    return new MetricStore(directory, clock, report);
  }

  /** Values that are no finite numbers are left out: CloudWatch refuses them (API reference, PutMetricData). */
  put(source: MetricSource, values: readonly MetricValue[]): void {
    const name = fileNameOf(source);
    const entry = this.waiting.get(name) ?? { source, sets: new Map<string, StatisticSet>() };
    for (const { metric, value, timestamp, unit = 'None' } of values) {
      if (!Number.isFinite(value)) continue;
      const second = Math.floor(timestamp / 1000);
      const key = `${second} ${unit} ${metric}`;
      const set = entry.sets.get(key);
      if (set === undefined)
        entry.sets.set(key, { metric, second, unit, count: 1, sum: value, min: value, max: value });
      else {
        set.count++;
        set.sum += value;
        set.min = Math.min(set.min, value);
        set.max = Math.max(set.max, value);
      }
    }
    if (entry.sets.size === 0) return;
    this.waiting.set(name, entry);
    this.timer ??= this.clock.schedule(() => {
      this.timer = undefined;
      this.flush().catch((error: unknown) => this.report('Metrics cannot be written.', error));
    }, flushDelay);
  }

  /** All sets of one metric, oldest first as far as they were written in order; a second may come in several sets. */
  async *read(source: MetricSource, metric: string): AsyncGenerator<StatisticSet> {
    await this.flush();
    for await (const set of this.setsOf(fileNameOf(source))) if (set.metric === metric) yield set;
  }

  /** Every source with the names of its metrics, in a fixed order. @param after - The `place` of the source before. */
  async *sources(after = ''): AsyncGenerator<{ place: string; source: MetricSource; metrics: string[] }> {
    await this.flush();
    for (const place of (await readdir(this.directory)).sort()) {
      if (place <= after) continue;
      const source = await this.sourceOf(place);
      if (source === undefined) continue;
      const metrics = new Set<string>();
      for await (const { metric } of this.setsOf(place)) metrics.add(metric);
      yield { place, source, metrics: [...metrics].sort() };
    }
  }

  /** Writes what waits, and waits for what is being written. */
  async flush(): Promise<void> {
    const entries = [...this.waiting];
    this.waiting.clear();
    const written = Promise.all(entries.map(([name, entry]) => this.lock.run(name, () => this.append(name, entry))));
    const before = this.writing;
    this.writing = Promise.allSettled([before, written]);
    await written;
    await before;
  }

  /** The last values are written, and no timer is left. */
  async close(): Promise<void> {
    this.timer?.dispose();
    await this.flush();
  }

  private async append(name: string, { source, sets }: Waiting): Promise<void> {
    const path = join(this.directory, name);
    const lines = [...sets.values()].map((set): Line => {
      const { metric, second, unit, count, sum, min, max } = set;
      return [metric, second, unit, count, sum, min, max];
    });
    const isNew = (await this.sourceOf(name)) === undefined;
    const text = [...(isNew ? [source] : []), ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
    await appendFile(path, isNew ? text : `\n${text}`); // an empty line parts it from what a killed engine left half
  }

  /** The first line of a source's file. */
  private async sourceOf(name: string): Promise<MetricSource | undefined> {
    for await (const line of this.linesOf(name)) return parse(line) as MetricSource | undefined;
    return undefined;
  }

  private async *setsOf(name: string): AsyncGenerator<StatisticSet> {
    for await (const line of this.linesOf(name)) {
      const parsed = line.startsWith('[') ? (parse(line) as Line | undefined) : undefined;
      if (parsed === undefined) continue;
      const [metric, second, unit, count, sum, min, max] = parsed;
      yield { metric, second, unit, count, sum, min, max };
    }
  }

  private async *linesOf(name: string): AsyncGenerator<string> {
    const input = createReadStream(join(this.directory, name));
    try {
      yield* createInterface({ input, crlfDelay: Infinity });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error; // nothing was ever measured there
    } finally {
      input.destroy();
    }
  }
}

/** A line that a killed engine wrote half is left out. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function fileNameOf({ namespace, dimensions }: MetricSource): string {
  const text = JSON.stringify([namespace, ...dimensions.map(({ Name, Value }) => [Name, Value])]);
  return `${createHash('sha256').update(text).digest('hex').slice(0, 40)}.jsonl`;
}
