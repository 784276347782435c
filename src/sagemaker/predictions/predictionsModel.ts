import { CsvRecordReader } from '../../formats/csvRecords.ts';
import { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/emitter.ts';
import type { AnsweredBatch } from './invokeRows.ts';
import { latencyOf } from './latency.ts';
import type { LabelFacts } from './labelFacts.ts';
import type { PredictionRow, RowAnswer, SentRequest } from './predictionRow.ts';
import type { RowFormat } from './rowFormat.ts';
import type { Scored } from './score.ts';
import { scorePredictions, type Judged } from './scorePredictions.ts';

/** What the predictions are of. */
export interface PredictionsSubject {
  readonly kind: 'endpoint' | 'transformJob';
  readonly name: string;
  /** The file or object that the rows came from, as a person knows it. */
  readonly source: string;
  readonly format: RowFormat;
  readonly contentType: string;
  /** Names of what is sent, without the label. */
  readonly columns: readonly string[];
  readonly labelName?: string;
  /** What is known of the label beyond these rows. */
  readonly labelFacts?: LabelFacts;
  /** What else has to be known, such as that there are more rows. */
  readonly notes: readonly string[];
}

/** What is kept of predictions. */
export interface PredictionsContent {
  readonly subject: PredictionsSubject;
  readonly rows: readonly PredictionRow[];
  /** As many as rows; an empty one where there is no answer. */
  readonly answers: readonly RowAnswer[];
  readonly requests: readonly SentRequest[];
}

export type RowOrder = 'file' | 'worst';

/** Rows beside their answers, while they come and afterwards; owner of what the panel shows of them. */
export class PredictionsModel extends Disposable implements PredictionsContent {
  private readonly changes = this.register(new Emitter<void>());
  private readonly given: RowAnswer[];
  private readonly sent: SentRequest[];
  private readonly more: string[] = [];
  private scored: { readonly answered: number; readonly result: Judged } | undefined;
  private learned: LabelFacts | undefined;
  private worst: readonly number[] | undefined;
  private answered: number;
  private refused: number;
  private running = false;

  readonly onDidChange = this.changes.event;
  readonly rows: readonly PredictionRow[];

  constructor(private readonly content: PredictionsContent) {
    super();
    this.rows = content.rows;
    this.given = content.rows.map((_, row) => content.answers[row] ?? {});
    this.sent = [...content.requests];
    this.refused = this.given.filter(({ problem }) => problem !== undefined).length;
    this.answered = this.given.filter(({ answer }) => answer !== undefined).length + this.refused;
  }

  get subject(): PredictionsSubject {
    const { subject } = this.content;
    return {
      ...subject,
      ...(this.learned && { labelFacts: { ...subject.labelFacts, ...this.learned } }),
      notes: [...subject.notes, ...this.more],
    };
  }

  get answers(): readonly RowAnswer[] {
    return this.given;
  }

  get requests(): readonly SentRequest[] {
    return this.sent;
  }

  get progress() {
    const { answered: done, refused: failed, running } = this;
    return { done, failed, total: this.rows.length, running };
  }

  /** Where the time of requests is known. */
  get latency() {
    return latencyOf(this.sent.map(({ milliseconds }) => milliseconds));
  }

  /** By what was answered so far. */
  get score(): Scored | undefined {
    return this.judge().scored;
  }

  /** Why answers and labels are not compared, where there is a reason to tell. */
  get unscored(): string | undefined {
    return this.judge().problem;
  }

  /** What became known of the label. */
  learn(facts: LabelFacts): void {
    this.learned = facts;
    this.scored = undefined;
    this.changes.fire();
  }

  private judge(): Judged {
    if (this.scored?.answered !== this.answered) {
      const answers = this.rows.map(({ label }, row) => ({ label, answer: this.given[row]?.answer }));
      this.scored = { answered: this.answered, result: scorePredictions(answers, this.subject.labelFacts) };
      this.worst = undefined;
    }
    return this.scored.result;
  }

  setRunning(running: boolean): void {
    this.running = running;
    this.changes.fire();
  }

  addNote(note: string): void {
    this.more.push(note);
    this.changes.fire();
  }

  accept({ request, answers }: AnsweredBatch): void {
    const place = this.sent.push(request) - 1;
    answers.forEach((answer, index) => {
      this.given[request.first + index] = { ...answer, request: place };
      this.answered++;
      if (answer.problem !== undefined) this.refused++;
    });
    this.changes.fire();
  }

  /** Rows by their place in an order, each with its place in the file. */
  page(start: number, count: number, order: RowOrder) {
    const places = order === 'file' ? undefined : this.worstFirst();
    const length = Math.max(0, Math.min(count, this.rows.length - start));
    return Array.from({ length }, (_, index) => this.rowAt(places?.[start + index] ?? start + index));
  }

  /** The cells of what was sent. */
  cellsOf(row: number): readonly string[] {
    const { input = '' } = this.rows[row] ?? {};
    if (this.content.subject.format !== 'csv') return [input];
    const reader = new CsvRecordReader(',');
    // A row of one empty cell is no record to the reader, and a row all the same.
    return [...reader.push(`${input}\n`), ...reader.end()][0]?.cells ?? [''];
  }

  private rowAt(row: number) {
    const { answer, problem } = this.given[row] ?? {};
    const { line = 0, label } = this.rows[row] ?? {};
    const verdict = this.running ? undefined : this.score?.verdicts.get(row)?.text;
    return {
      row,
      line,
      cells: this.cellsOf(row),
      ...(label !== undefined && { label }),
      ...(answer !== undefined && { answer }),
      ...(problem !== undefined && { problem }),
      ...(verdict !== undefined && { verdict }),
    };
  }

  /** Refused rows first, then by how far off they are, then those that were not compared. */
  private worstFirst(): readonly number[] {
    const verdicts = this.score?.verdicts;
    const badness = (row: number): number =>
      this.given[row]?.problem !== undefined ? Infinity : (verdicts?.get(row)?.badness ?? -1);
    this.worst ??= this.rows
      .map((_, row) => ({ row, bad: badness(row) }))
      .sort((a, b) => (a.bad === b.bad ? a.row - b.row : b.bad - a.bad))
      .map(({ row }) => row);
    return this.worst;
  }
}
