import { doubles, finite, flag, integer, listOf, object, oneOf, taggedUnion, text, type Checked } from './check.ts';

/** Rows in one message; more are asked for in parts. */
const maxPageRows = 500;
/** Characters of a cell in the table; the whole is in the row's details. */
export const maxCellLength = 200;

const count = integer(0, Number.MAX_SAFE_INTEGER);
const rowOrder = oneOf('file', 'worst');

const subject = object(
  {
    kind: oneOf('endpoint', 'transformJob'),
    name: text,
    /** Where it is: profile, region and account. */
    connection: text,
    contentType: text,
    /** Names of what was sent, without the label. */
    columns: listOf(text),
    notes: listOf(text),
  },
  {
    /** Where the rows came from. */
    source: text,
    labelName: text,
  },
);

const progress = object({ done: count, failed: count, total: count, running: flag });

const regression = object({ rows: count, rmse: finite, mae: finite, decided: text }, { r2: finite });
const classes = object(
  {
    rows: count,
    accuracy: finite,
    classes: listOf(text),
    /** By label, then by prediction. */
    confusion: listOf(listOf(count)),
    decided: text,
  },
  { logLoss: finite },
);

/** Pairs of numbers, at most some thousands, evenly taken. */
const plot = object({ truth: doubles, predicted: doubles, total: count });

const summary = object(
  { progress },
  {
    score: taggedUnion({ regression, classes }),
    plot,
    /** In milliseconds. */
    latency: object({ requests: count, median: finite, p95: finite }),
    /** Why answers and labels are not compared. */
    unscored: text,
    /** Why rows were refused: the most frequent reasons, and how many there are besides. */
    refusals: object({ reasons: listOf(object({ reason: text, rows: count })), others: count }),
  },
);

const row = object(
  {
    /** Its place in the file's order, from 0. */
    row: count,
    /** Of the file, from 1. */
    line: count,
    cells: listOf(text),
  },
  { label: text, answer: text, problem: text, verdict: text },
);

/** Rows from place `start` of an order. */
const page = object({ start: count, order: rowOrder, rows: listOf(row) });

/** What is known of one exchange. */
const exchange = {
  status: count,
  /** Milliseconds. */
  milliseconds: finite,
  variant: text,
  contentType: text,
  problem: text,
};

/** The answer to a text. */
export const textAnswer = object({ body: text, hasLog: flag }, exchange);

/** Host to view. */
export const hostMessage = taggedUnion({
  /** Everything but the rows, as the answer to `ready`. */
  snapshot: object(
    { subject, summary },
    {
      /** What a text can be sent to; absent for a batch transform. */
      compose: object(
        { variants: listOf(text), contentTypes: listOf(text), text, contentType: text },
        { variant: text },
      ),
    },
  ),
  summary: object({ summary, notes: listOf(text) }),
  page,
  /** The whole of a row. */
  details: object(
    { row: count, line: count, input: text },
    { label: text, answer: text, requestRows: count, ...exchange },
  ),
  answer: textAnswer,
  /** Why the place counts as production; without a reason it does not, or nobody knows yet. */
  production: object({}, { reason: text }),
  error: object({ message: text }),
});

/** View to host. */
export const viewMessage = taggedUnion({
  ready: object({}),
  requestPage: object({ start: count, count: integer(1, maxPageRows), order: rowOrder }),
  requestDetails: object({ row: count }),
  send: object({ text, contentType: text }, { variant: text }),
  cancel: object({}),
  save: object({}),
  copy: object({}),
  openLogs: object({}),
});

export type HostMessage = Checked<typeof hostMessage>;
export type ViewMessage = Checked<typeof viewMessage>;
export type Subject = Checked<typeof subject>;
export type Summary = Checked<typeof summary>;
export type PredictionPage = Checked<typeof page>;
export type PredictedRow = Checked<typeof row>;
export type PlotPoints = Checked<typeof plot>;
