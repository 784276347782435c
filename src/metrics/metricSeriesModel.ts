import { stepOf, type MetricExtractor } from './metricExtractor.ts';
import { parseMetricName } from './metricName.ts';
import { MetricSeries } from './metricSeries.ts';
import { bucketize, type SeriesBuckets } from './bucketize.ts';
import { Disposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** What a list or a header shows of one metric. */
export interface MetricSummary {
  readonly name: string;
  readonly count: number;
  /** `[step, value]`: an array of doubles, because a NaN on its own becomes null on the way to a webview. */
  readonly latest: Float64Array;
  /** By the metric's goal; absent when the goal is not known or no value is finite. */
  readonly best?: { readonly step: number; readonly value: number };
}

/** `undefined` bounds mean the group's own first and last step. */
export interface GroupWindow {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Pixel columns. */
  readonly width: number;
}

/** One chart: the series of a group over the same window. */
export interface GroupBuckets {
  readonly group: string;
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** Whether the window is a part chosen by the user, not the whole group. */
  readonly zoomed: boolean;
  readonly series: readonly SeriesBuckets[];
}

/** The metric series of one job, fed with its log events as they come. */
export class MetricSeriesModel extends Disposable {
  private readonly changeEmitter = this.register(new Emitter<ReadonlySet<string>>());
  private readonly byName = new Map<string, MetricSeries>();
  private readonly byGroup = new Map<string, MetricSeries[]>();

  /** Fires once per batch of events with the groups that grew. */
  readonly onDidChange = this.changeEmitter.event;

  constructor(private readonly extractor: MetricExtractor) {
    super();
  }

  /** In the order in which metrics first appeared. */
  get series(): readonly MetricSeries[] {
    return [...this.byName.values()];
  }

  get groups(): readonly string[] {
    return [...this.byGroup.keys()];
  }

  get(name: string): MetricSeries | undefined {
    return this.byName.get(name);
  }

  add(events: Iterable<LogEvent>): void {
    const changed = new Set<string>();
    for (const { timestamp, message } of events) {
      const found = this.extractor.extract(message);
      if (found.length === 0) continue;
      const step = stepOf(message);
      for (const { name, value } of found) {
        this.seriesFor(name).append(step, timestamp, value);
        changed.add(parseMetricName(name).group);
      }
    }
    if (changed.size > 0) this.changeEmitter.fire(changed);
  }

  summaries(): MetricSummary[] {
    return this.series.map((series) => {
      const last = series.length - 1;
      const best = series.best;
      return {
        name: series.name,
        count: series.length,
        latest: Float64Array.of(series.steps[last] ?? NaN, series.values[last] ?? NaN),
        ...(best === undefined ? {} : { best: { step: series.steps[best] ?? NaN, value: series.values[best] ?? NaN } }),
      };
    });
  }

  /** `undefined` for a group that has no points. */
  buckets(group: string, window: GroupWindow): GroupBuckets | undefined {
    const members = this.byGroup.get(group);
    if (!members) return undefined;
    const extents = members.flatMap((series) => series.extent ?? []);
    const from = window.from ?? Math.min(...extents.map((extent) => extent.from));
    const to = window.to ?? Math.max(...extents.map((extent) => extent.to));
    return {
      group,
      from,
      to,
      width: window.width,
      zoomed: window.from !== undefined || window.to !== undefined,
      series: members.map((series) => bucketize(series, { from, to, width: window.width })),
    };
  }

  private seriesFor(name: string): MetricSeries {
    const known = this.byName.get(name);
    if (known) return known;
    const series = new MetricSeries(name);
    this.byName.set(name, series);
    const { group } = parseMetricName(name);
    const members = this.byGroup.get(group);
    if (members) members.push(series);
    else this.byGroup.set(group, [series]);
    return series;
  }
}
