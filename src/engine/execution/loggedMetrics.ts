import { MetricExtractor } from '../../metrics/metricExtractor.ts';
import type { TrainingJobRecord } from '../services/sagemaker/trainingJobRecord.ts';
import type { LogStore } from '../store/logStore.ts';
import { streamOf } from './hostLog.ts';
import { hostsOf } from './jobHosts.ts';
import { finalMetricsOf, loggedJobOf, type LastValue } from './jobLog.ts';

/** Lines that are read at once. */
const pageLines = 10_000;
/** Pages of a host's log that are searched, from its end: an engine that starts is waited for. */
const mostPages = 64;

/** `FinalMetricDataList` of a job whose engine is gone: the last value of each metric that its stored log holds. */
export async function loggedMetrics(
  record: TrainingJobRecord,
  logs: Pick<LogStore, 'stream' | 'getEvents'>,
): Promise<TrainingJobRecord['finalMetrics']> {
  const definitions = record.request.AlgorithmSpecification.MetricDefinitions ?? [];
  const metrics = new MetricExtractor(definitions);
  const unusable = new Set(metrics.problems.map(({ name }) => name));
  const names = new Set(definitions.map(({ Name }) => Name).filter((name) => !unusable.has(name)));
  const last = new Map<string, LastValue>();
  for (const { name: host } of hostsOf(record.request, ''))
    for (const [name, value] of await lastOfHost(host, { record, logs, metrics, names }))
      if (value.timestamp > (last.get(name)?.timestamp ?? -Infinity)) last.set(name, value);
  return finalMetricsOf(last);
}

interface Search {
  readonly record: TrainingJobRecord;
  readonly logs: Pick<LogStore, 'stream' | 'getEvents'>;
  readonly metrics: MetricExtractor;
  /** Of the metrics that are looked for. */
  readonly names: ReadonlySet<string>;
}

/** Reads backward until every metric was met. */
async function lastOfHost(host: string, { record, logs, metrics, names }: Search): Promise<Map<string, LastValue>> {
  const found = new Map<string, LastValue>();
  const job = loggedJobOf(record);
  const stream = streamOf(job, host);
  if ((await logs.stream(job.group, stream)) === undefined) return found;
  let position: number | undefined;
  for (let pages = 0; pages < mostPages && found.size < names.size && position !== 0; pages++) {
    const query = { direction: 'backward', limit: pageLines, ...(position !== undefined && { position }) } as const;
    const { events, before } = await logs.getEvents(job.group, stream, query);
    for (const { message, timestamp } of events.reverse())
      for (const { name, value } of metrics.extract(message).reverse())
        if (!found.has(name)) found.set(name, { value, timestamp });
    if (before === position) break;
    position = before;
  }
  return found;
}
