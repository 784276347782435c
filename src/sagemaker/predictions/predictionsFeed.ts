import {
  maxCellLength,
  viewMessage,
  type HostMessage,
  type PredictedRow,
  type Summary,
} from '../../protocol/predictionsPanel.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import type { InvocationResult } from './invokeEndpoint.ts';
import type { PredictionsModel } from './predictionsModel.ts';
import { refusalsOf } from './refusals.ts';
import type { Scored } from './score.ts';

type Snapshot = Extract<HostMessage, { type: 'snapshot' }>;

/** A text with what the endpoint is told about it. */
export interface SentText {
  readonly text: string;
  readonly contentType: string;
  readonly variant?: string;
}

/** What the view may ask for beyond looking. */
export interface PredictionsActions {
  /** @throws UserError where the endpoint's place cannot be reached. */
  send(sent: SentText): Promise<InvocationResult>;
  cancel(): void;
  save(): void;
  copy(): void;
  openLogs(): void;
}

export interface PredictionsFeedOptions {
  readonly clock: Clock;
  /** How a person knows the place. */
  readonly connection: string;
  readonly compose?: Snapshot['compose'];
  readonly actions: PredictionsActions;
  readonly post: (message: HostMessage) => void;
  /** Told what a text could not be sent for. */
  readonly onError: (error: unknown) => void;
}

/** Changes that come closer together than this are told at once, in milliseconds. */
const coalesce = 400;
/** More rows are scored only when all answers are there. */
const mostScoredMeanwhile = 5_000;
/** More points than this cannot be told apart. */
const mostPoints = 4_000;
/** More reasons than this for refused rows are left to the rows. */
const mostReasons = 3;
/** Of a reason; a model may answer with a page. */
const longestReason = 2_000;

/** Between predictions and the view that shows them: never sends more rows than are asked for. */
export class PredictionsFeed extends Disposable {
  private pending: IDisposable | undefined;
  private lastAnswer: Extract<HostMessage, { type: 'answer' }> | undefined;

  constructor(
    private readonly model: PredictionsModel,
    private readonly options: PredictionsFeedOptions,
  ) {
    super();
    this.register(model.onDidChange(() => this.schedule()));
    this.register({ dispose: () => this.pending?.dispose() });
  }

  /** @throws ProtocolError for what the view should not have sent. */
  receive(received: unknown): void {
    const message = viewMessage(received, 'message');
    const { actions, post } = this.options;
    switch (message.type) {
      case 'ready':
        post(this.snapshot());
        if (this.lastAnswer !== undefined) post(this.lastAnswer);
        return;
      case 'requestPage': {
        const { start, count, order } = message;
        const rows = this.model.page(start, count, order).map(shortened);
        return post({ type: 'page', start, order, rows });
      }
      case 'requestDetails':
        return this.postDetails(message.row);
      case 'send':
        return void this.ask(message);
      default:
        return actions[message.type]();
    }
  }

  /** Sends a text, and shows the answer; a view that is not there yet gets it when it is. */
  async ask(sent: SentText): Promise<void> {
    const { actions, post, onError } = this.options;
    try {
      const { body, ...facts } = await actions.send(sent);
      this.lastAnswer = { type: 'answer', body, hasLog: facts.problem !== undefined, ...facts };
      post(this.lastAnswer);
    } catch (error) {
      onError(error);
    }
  }

  private schedule(): void {
    this.pending ??= this.options.clock.schedule(() => {
      this.pending = undefined;
      this.options.post({ type: 'summary', summary: this.summary(), notes: this.model.subject.notes });
    }, coalesce);
  }

  private snapshot(): Snapshot {
    const { subject } = this.model;
    const { kind, name, contentType, columns, notes, source, labelName } = subject;
    const { connection, compose } = this.options;
    return {
      type: 'snapshot',
      subject: {
        kind,
        name,
        connection,
        contentType,
        columns,
        notes,
        ...(source !== '' && { source }),
        ...(labelName !== undefined && { labelName }),
      },
      summary: this.summary(),
      ...(compose && { compose }),
    };
  }

  private summary(): Summary {
    const { progress, latency, rows } = this.model;
    const scored = progress.running && rows.length > mostScoredMeanwhile ? undefined : this.model.score;
    const plot = scored && plotOf(scored);
    const refusals = progress.failed === 0 ? undefined : refusalsText(this.model.answers);
    const unscored = progress.running ? undefined : this.model.unscored;
    return {
      progress,
      ...(scored && { score: scoreOf(scored) }),
      ...(plot && { plot }),
      ...(latency && { latency }),
      ...(unscored !== undefined && { unscored }),
      ...(refusals && { refusals }),
    };
  }

  private postDetails(row: number): void {
    const { rows, answers, requests } = this.model;
    const { line, input, label } = rows[row] ?? {};
    if (line === undefined || input === undefined) return;
    const { answer, problem, request } = answers[row] ?? {};
    const { count, status, milliseconds, variant, contentType } = requests[request ?? -1] ?? {};
    this.options.post({
      type: 'details',
      row,
      line,
      input,
      ...(label !== undefined && { label }),
      ...(answer !== undefined && { answer }),
      ...(problem !== undefined && { problem }),
      ...(count !== undefined && { requestRows: count }),
      ...(status !== undefined && { status }),
      ...(milliseconds !== undefined && { milliseconds }),
      ...(variant !== undefined && { variant }),
      ...(contentType !== undefined && { contentType }),
    });
  }
}

function scoreOf({ score }: Scored): NonNullable<Summary['score']> {
  if (score.kind === 'classes') return { type: 'classes', ...score };
  const { rows, rmse, mae, r2, decided } = score;
  return { type: 'regression', rows, rmse, mae, decided, ...(Number.isFinite(r2) && { r2 }) };
}

function plotOf({ pairs }: Scored): Summary['plot'] {
  if (pairs === undefined) return undefined;
  const { truth, predicted } = pairs;
  const total = truth.length;
  if (total <= mostPoints) return { truth, predicted, total };
  const every = Array.from({ length: mostPoints }, (_, index) => Math.floor((index * total) / mostPoints));
  const taken = (values: Float64Array): Float64Array => Float64Array.from(every, (at) => values[at] ?? NaN);
  return { truth: taken(truth), predicted: taken(predicted), total };
}

function refusalsText(answers: PredictionsModel['answers']): Summary['refusals'] {
  const all = refusalsOf(answers);
  const reasons = all
    .slice(0, mostReasons)
    .map(({ reason, rows }) => ({ reason: reason.slice(0, longestReason), rows }));
  return { reasons, others: all.length - reasons.length };
}

function shortened({ cells, answer, problem, ...row }: PredictedRow): PredictedRow {
  return {
    ...row,
    cells: cells.map(short),
    ...(answer !== undefined && { answer: short(answer) }),
    ...(problem !== undefined && { problem: short(problem) }),
  };
}

const short = (text: string): string => (text.length > maxCellLength ? `${text.slice(0, maxCellLength)}…` : text);
