import { MetricExtractor } from '../../src/metrics/metricExtractor.ts';
import { MetricSeriesModel, type GroupWindow, type LogEvent } from '../../src/metrics/metricSeriesModel.ts';
import type { HostMessage, JobFacts, JobStatus, LogWindow, ViewMessage } from '../../src/protocol/trainingJobPanel.ts';

export type Snapshot = Extract<HostMessage, { type: 'snapshot' }>;

const started = Date.UTC(2026, 0, 5, 10, 0, 0);

/** A job and the host's answers about it, made by the real metric model from a log. */
export class JobOnHost {
  readonly metrics: MetricSeriesModel;
  private readonly windows = new Map<string, GroupWindow>();
  private width = 600;

  constructor(
    readonly log: LogEvent[],
    readonly facts: Partial<JobFacts> = {},
    readonly status: Partial<JobStatus> = {},
    definitions = ['train', 'validation'].map((data) => ({ Name: `${data}:rmse`, Regex: `#011${data}-rmse:(\\S+)` })),
  ) {
    this.metrics = new MetricSeriesModel(new MetricExtractor(definitions));
    this.metrics.add(log);
  }

  snapshot(): Snapshot {
    return {
      type: 'snapshot',
      job: {
        name: 'boston-2026-01-05-10-00-00-123',
        arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/boston-2026-01-05-10-00-00-123',
        connection: 'Local',
        hyperparameters: Object.entries({
          objective: 'reg:squarederror',
          num_round: '200',
          max_depth: '5',
          eta: '0.2',
          gamma: '4',
          min_child_weight: '6',
          subsample: '0.8',
          early_stopping_rounds: '10',
        }).map(([name, value]) => ({ name, value })),
        channels: ['train', 'validation'].map((name) => ({
          name,
          source: `s3://sagemaker-us-east-1-000000000000/boston/${name}.csv`,
          contentType: 'text/csv',
          inputMode: 'File',
        })),
        image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
        instanceType: 'ml.m5.large',
        instanceCount: 1,
        volumeSizeInGB: 10,
        metricNames: ['train:rmse', 'validation:rmse'],
        metricProblems: [],
        ...this.facts,
      },
      status: this.statusNow(),
      metrics: this.metrics.summaries(),
      groups: this.metrics.groups.flatMap((group) => this.buckets(group)),
      log: this.logWindow(Math.max(0, this.log.length - 200), 200),
    };
  }

  statusNow(): JobStatus {
    const { status = 'InProgress' } = this.status;
    return {
      secondaryStatus: status === 'InProgress' ? 'Training' : status,
      now: started + 83_000,
      created: started - 4000,
      started,
      runner: 'in-process',
      ...(status === 'InProgress' ? {} : { ended: started + 83_000 }),
      ...this.status,
      status,
    };
  }

  logWindow(start: number, count: number): LogWindow {
    return { total: this.log.length, start, lines: this.log.slice(start, start + count) };
  }

  /** The host's answer to one message of the view. */
  answer(message: ViewMessage): HostMessage | undefined {
    if (message.type === 'requestLog') return { type: 'log', log: this.logWindow(message.start, message.count) };
    if (message.type !== 'requestSeries') return undefined;
    this.windows.set(message.group, message);
    this.width = message.width;
    return { type: 'series', metrics: this.metrics.summaries(), groups: this.buckets(message.group) };
  }

  private buckets(group: string): Snapshot['groups'][number][] {
    return [this.metrics.buckets(group, this.windows.get(group) ?? { width: this.width }) ?? []].flat();
  }
}

/** The log that XGBoost's container writes, for rounds of two curves that fall and part. */
export function xgboostLog(rounds: number): LogEvent[] {
  const intro = [
    'INFO:sagemaker-containers:Running XGBoost Sagemaker in algorithm mode',
    '[10:00:02:WARNING] early_stopping_rounds is set and no maximize_evaluation_metric: minimizing',
    'INFO:root:Single node training.',
  ];
  const lines = Array.from({ length: rounds }, (_, round) => {
    const train = 17.5 * Math.exp(-round / 6) + 1.6;
    const validation = 16.4 * Math.exp(-round / 6) + 3.2 + 0.004 * round + 0.03 * Math.sin(round);
    return `[${round}]#011train-rmse:${train.toFixed(5)}#011validation-rmse:${validation.toFixed(5)}`;
  });
  return [...intro, ...lines].map((message, at) => ({ timestamp: started + at * 400, message }));
}
