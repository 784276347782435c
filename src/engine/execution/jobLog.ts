import { MetricExtractor } from '../../metrics/metricExtractor.ts';
import type { TrainingJobRecord } from '../services/sagemaker/trainingJobRecord.ts';
import { HostLog, type HostLogParts, type LoggedJob } from './hostLog.ts';
import type { OutputSink } from './runner.ts';

/** A value that a line of a job's log held; `timestamp` in epoch milliseconds. */
export interface ObservedMetric {
  readonly name: string;
  readonly value: number;
  readonly timestamp: number;
}

/** What a job's log works with. */
export interface JobLogParts extends HostLogParts {
  /** Told of every value of a metric as it is logged. */
  readonly observe: (values: readonly ObservedMetric[]) => void;
}

/** The value of a metric that came last; `timestamp` in epoch milliseconds. */
export interface LastValue {
  readonly value: number;
  readonly timestamp: number;
}

/** Whose log a training job's is. */
export const loggedJobOf = ({ request, creationTime }: TrainingJobRecord): LoggedJob => ({
  group: '/aws/sagemaker/TrainingJobs',
  name: request.TrainingJobName,
  creationTime,
});

/** `FinalMetricDataList` of the last values by name. */
export function finalMetricsOf(values: Iterable<readonly [string, LastValue]>): TrainingJobRecord['finalMetrics'] {
  return [...values]
    .filter(([, { value }]) => Number.isFinite(value)) // JSON has no NaN: boto3 would get None for a float
    .map(([name, { value, timestamp }]) => ({ MetricName: name, Value: value, Timestamp: timestamp / 1000 }));
}

/** What a training job says, and the metrics in it. */
export class JobLog {
  private readonly log: HostLog;
  private readonly metrics: MetricExtractor;
  private readonly lastValues = new Map<string, LastValue>();

  /** @param hosts - Their names; the engine's own lines stand in the stream of the first. */
  constructor(
    record: TrainingJobRecord,
    hosts: readonly string[],
    private readonly parts: JobLogParts,
  ) {
    this.log = new HostLog(loggedJobOf(record), hosts, parts);
    this.metrics = new MetricExtractor(record.request.AlgorithmSpecification.MetricDefinitions ?? []);
  }

  /** Of metric definitions that cannot be used, one sentence each. */
  get problems(): readonly string[] {
    return this.metrics.problems.map(({ message }) => message);
  }

  /** `FinalMetricDataList`: the last value of each metric, whichever host logged it. */
  get finalMetrics(): TrainingJobRecord['finalMetrics'] {
    return finalMetricsOf(this.lastValues);
  }

  /** Takes what a host's program prints. */
  outputOf(host: string): OutputSink {
    const written = this.log.outputOf(host);
    return (lines) => {
      for (const { message, timestamp } of lines) {
        const observed = this.metrics.extract(message).map(({ name, value }) => ({ name, value, timestamp }));
        for (const { name, value } of observed) this.lastValues.set(name, { value, timestamp });
        if (observed.length > 0) this.parts.observe(observed);
      }
      return written(lines);
    };
  }

  /** Lines of the engine's own. */
  note(messages: readonly string[]): Promise<void> {
    return this.log.note(messages);
  }

  /** Resolves when every line can be read. */
  flush(): Promise<void> {
    return this.log.flush();
  }
}
