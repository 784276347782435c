import { MetricExtractor } from '../../metrics/metricExtractor.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import type { TrainingJobRecord } from '../services/sagemaker/trainingJobRecord.ts';
import type { LogStore } from '../store/logStore.ts';
import { eventPieces } from './process/lineSplitter.ts';
import type { OutputLine, OutputSink } from './runner.ts';

/** A value that a line of a job's log held; `timestamp` in epoch milliseconds. */
export interface ObservedMetric {
  readonly name: string;
  readonly value: number;
  readonly timestamp: number;
}

/** What a job's log works with. */
export interface JobLogParts {
  readonly logs: LogStore;
  readonly clock: Clock;
  /** Told of every value of a metric as it is logged. */
  readonly observe: (values: readonly ObservedMetric[]) => void;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

const trainingLogGroup = '/aws/sagemaker/TrainingJobs';

/** What SageMaker's log pipe makes of a TAB (contract, section 6). */
const escapedTab = '#011';

/** What a job says: a log stream per host (contract, section 15) and the metrics in it. */
export class JobLog {
  private readonly metrics: MetricExtractor;
  private readonly lastValues = new Map<string, { value: number; timestamp: number }>();

  /** @param hosts - Their names; the engine's own lines stand in the stream of the first. */
  constructor(
    private readonly record: TrainingJobRecord,
    private readonly hosts: readonly string[],
    private readonly parts: JobLogParts,
  ) {
    this.metrics = new MetricExtractor(record.request.AlgorithmSpecification.MetricDefinitions ?? []);
  }

  /** Of metric definitions that cannot be used, one sentence each. */
  get problems(): readonly string[] {
    return this.metrics.problems.map(({ message }) => message);
  }

  /** `FinalMetricDataList`: the last value of each metric, whichever host logged it. */
  get finalMetrics(): TrainingJobRecord['finalMetrics'] {
    return [...this.lastValues]
      .filter(([, { value }]) => Number.isFinite(value)) // JSON has no NaN: boto3 would get None for a float
      .map(([name, { value, timestamp }]) => ({ MetricName: name, Value: value, Timestamp: timestamp / 1000 }));
  }

  /** Takes what a host's program prints. */
  outputOf(host: string): OutputSink {
    return (lines) => {
      for (const { message, timestamp } of lines) {
        const observed = this.metrics.extract(message).map(({ name, value }) => ({ name, value, timestamp }));
        for (const { name, value } of observed) this.lastValues.set(name, { value, timestamp });
        if (observed.length > 0) this.parts.observe(observed);
      }
      const shown = lines.some(needsChange) ? lines.flatMap(shownAs) : lines;
      return shown.length === 0 ? Promise.resolve() : this.append(host, shown);
    };
  }

  /** Lines of the engine's own. */
  async note(messages: readonly string[]): Promise<void> {
    if (messages.length === 0) return;
    const timestamp = this.parts.clock.now();
    const lines = messages.map((message) => ({ timestamp, message }));
    await this.append(this.hosts[0] ?? '', lines);
  }

  /** Resolves when every line can be read. */
  async flush(): Promise<void> {
    for (const host of this.hosts) await this.parts.logs.flush(trainingLogGroup, this.streamOf(host));
  }

  /** A line that cannot be written does not end the job; the engine's own log says so. */
  private append(host: string, lines: readonly { timestamp: number; message: string }[]): Promise<void> {
    return this.parts.logs
      .append(trainingLogGroup, this.streamOf(host), lines)
      .catch((error: unknown) =>
        this.parts.report(`The log of ${this.record.arn} cannot be written: ${messageOf(error)}`),
      );
  }

  private streamOf(host: string): string {
    return `${this.record.request.TrainingJobName}/${host}-${Math.floor(this.record.creationTime)}`;
  }
}

function needsChange({ message, isOverwritten }: OutputLine): boolean {
  return isOverwritten === true || message.includes('\t');
}

function shownAs(line: OutputLine): OutputLine[] {
  const { timestamp, message, isOverwritten } = line;
  if (isOverwritten) return [];
  if (!message.includes('\t')) return [line];
  return eventPieces(message.replaceAll('\t', escapedTab)).map((piece) => ({ timestamp, message: piece }));
}
