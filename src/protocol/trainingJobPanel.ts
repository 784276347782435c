import { doubles, finite, flag, integer, listOf, object, oneOf, taggedUnion, text, type Checked } from './check.ts';

/** Lines in one log message; a longer stretch is asked for in parts. */
export const maxLogLines = 1000;

const count = integer(0, Number.MAX_SAFE_INTEGER);
const width = integer(1, 16_384);

/** What never changes about a job. */
const jobFacts = object(
  {
    name: text,
    arn: text,
    /** Where the job runs: profile, region and account. */
    connection: text,
    hyperparameters: listOf(object({ name: text, value: text })),
    channels: listOf(object({ name: text, source: text }, { contentType: text, inputMode: text })),
    image: text,
    instanceType: text,
    instanceCount: count,
    /** Metrics the job looks for in its log. */
    metricNames: listOf(text),
    /** Metric definitions that cannot be used, one sentence each. */
    metricProblems: listOf(text),
  },
  {
    volumeSizeInGB: finite,
    definitionFile: text,
    /** The tuning job that started it. */
    tuningJob: text,
  },
);

/** Times in milliseconds since the epoch. */
const jobStatus = object(
  {
    status: oneOf('InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'),
    secondaryStatus: text,
    /** The host's clock when this was sent. */
    now: finite,
    created: finite,
  },
  {
    statusMessage: text,
    failureReason: text,
    started: finite,
    ended: finite,
    /** Where the model is, once it is there. */
    artifact: text,
    /** Docker, Python or in-process, once known. */
    runner: text,
    /** What the job asks for and the local engine did not do, when the status message does not say it. */
    notHonoured: text,
  },
);

const metricSummary = object({ name: text, count, latest: doubles }, { best: object({ step: finite, value: finite }) });

const seriesBuckets = object({
  name: text,
  total: count,
  column: doubles,
  count: doubles,
  step: doubles,
  first: doubles,
  last: doubles,
  min: doubles,
  max: doubles,
});

const groupBuckets = object({
  group: text,
  from: finite,
  to: finite,
  width,
  zoomed: flag,
  series: listOf(seriesBuckets),
});

/** Consecutive lines of the log from line `start` (0 is the first), and how many were read so far. */
const logWindow = object(
  {
    total: count,
    start: count,
    lines: listOf(object({ timestamp: finite, message: text })),
  },
  {
    /** The job has ended and all that it wrote was read. */
    isWhole: flag,
    /** Why the rest cannot be read now, in a sentence. */
    problem: text,
  },
);

/** Host to view. */
export const hostMessage = taggedUnion({
  /** Everything, as the answer to `ready`. */
  snapshot: object({
    job: jobFacts,
    status: jobStatus,
    metrics: listOf(metricSummary),
    groups: listOf(groupBuckets),
    log: logWindow,
  }),
  status: object({ status: jobStatus }),
  /** The groups that changed or were asked for; `metrics` is always the whole list. */
  series: object({ metrics: listOf(metricSummary), groups: listOf(groupBuckets) }),
  /** Lines that were asked for, or the newest ones. */
  log: object({ log: logWindow }),
  /** Why the place counts as production; without a reason it does not, or nobody knows yet. */
  production: object({}, { reason: text }),
  error: object({ message: text }),
});

/** View to host. */
export const viewMessage = taggedUnion({
  /** The view listens; `width` is that of its charts in device pixels. */
  ready: object({ width }),
  /** The window of a group from now on, also for the patches that follow; without bounds, the whole group as it grows. */
  requestSeries: object({ group: text, width }, { from: finite, to: finite }),
  requestLog: object({ start: count, count: integer(1, maxLogLines) }),
  stop: object({}),
});

export type HostMessage = Checked<typeof hostMessage>;
export type ViewMessage = Checked<typeof viewMessage>;
/** Whether a view draws something of what it is told. */
export const hasCurves = (message: HostMessage): boolean =>
  'groups' in message && message.groups.some(({ series }) => series.some(({ total }) => total > 0));

export type JobFacts = Checked<typeof jobFacts>;
export type JobStatus = Checked<typeof jobStatus>;
export type MetricSummary = Checked<typeof metricSummary>;
export type SeriesBuckets = Checked<typeof seriesBuckets>;
export type GroupBuckets = Checked<typeof groupBuckets>;
export type LogWindow = Checked<typeof logWindow>;
