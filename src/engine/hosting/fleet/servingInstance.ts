import type { Clock } from '../../../shared/clock.ts';
import type { IDisposable } from '../../../shared/disposable.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { messageOf } from '../../../shared/errors.ts';
import { PredictorGoneError, type Invocation, type InvocationAnswer, type Predictor } from '../predictor.ts';

export interface ServingInstanceParts {
  /**
   * Starts the container.
   * @param signal - Aborted when it is not wanted any more.
   * @throws JobFailure when the model cannot be loaded.
   */
  readonly open: (signal: AbortSignal) => Promise<Predictor>;
  readonly clock: Clock;
  /** Into the instance's log stream. */
  readonly log: (line: string) => void;
}

/** Milliseconds between two looks at a container that answers. */
const pingEvery = 10_000;
/** Pings in a row without an answer until a container is started anew. */
const patience = 3;
const firstPause = 500;
const longestPause = 60_000;

let asked = 0;

/** One instance of a variant: a container that is watched, and started anew, with longer and longer pauses, when it ends or is not well. */
export class ServingInstance {
  /** Requests that are being answered. */
  outstanding = 0;
  /** A count that grows with every request. */
  lastAsked = 0;
  private predictor: Predictor | undefined;
  private readonly idle = new Emitter<void>();
  private readonly closing = new AbortController();
  private opening: Promise<Predictor> | undefined;
  private pause = firstPause;
  /** Of the next ping, or the next start. */
  private timer: IDisposable | undefined;
  /** Of those who wait until it answers again. */
  private readonly waiting = new Set<() => void>();

  constructor(private readonly parts: ServingInstanceParts) {}

  /** Whether it takes requests now. */
  get isWell(): boolean {
    return this.predictor !== undefined;
  }

  /** The first start. @throws JobFailure when the model cannot be loaded; then nothing runs. */
  async start(): Promise<void> {
    this.opening = this.parts.open(this.closing.signal);
    const predictor = await this.opening.finally(() => (this.opening = undefined));
    if (this.isClosed) return predictor.close();
    this.take(predictor);
  }

  private get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  /** Calls back once when it takes requests again. */
  whenWell(callback: () => void): IDisposable {
    this.waiting.add(callback);
    return { dispose: () => this.waiting.delete(callback) };
  }

  /** @throws PredictorGoneError when it does not run, or ends before it has answered. */
  async invoke(invocation: Invocation): Promise<InvocationAnswer> {
    if (this.predictor === undefined)
      throw new PredictorGoneError('The container is being started.', { wasDelivered: false });
    this.outstanding++;
    this.lastAsked = ++asked;
    try {
      return await this.predictor.invoke(invocation);
    } finally {
      this.outstanding--;
      if (this.outstanding === 0) this.idle.fire();
    }
  }

  /** Ends the container when its requests are answered; it is given no more. @param grace - As of `close`. */
  async retire(grace: number): Promise<void> {
    if (this.outstanding > 0) await new Promise<void>((resolve) => this.idle.event(resolve));
    await this.close(grace);
  }

  /** Ends the container. @param grace - Milliseconds between SIGTERM and SIGKILL. */
  async close(grace: number): Promise<void> {
    this.closing.abort();
    this.timer?.dispose();
    const { predictor } = this;
    this.predictor = undefined;
    await predictor?.close(grace);
    await this.opening?.then(
      (late) => late.close(),
      () => undefined, // told to who started it
    );
  }

  private take(predictor: Predictor): void {
    this.predictor = predictor;
    predictor.onDidEnd((reason) => this.lost(predictor, reason));
    this.watch(predictor, 0);
    for (const callback of [...this.waiting]) callback();
    this.waiting.clear();
  }

  private watch(predictor: Predictor, missed: number): void {
    if (this.isClosed || this.predictor !== predictor) return;
    this.timer = this.parts.clock.schedule(() => {
      void predictor.ping().then((isWell) => {
        if (isWell) this.pause = firstPause;
        if (isWell || missed + 1 < patience) return this.watch(predictor, isWell ? 0 : missed + 1);
        this.lost(predictor, `The container did not answer ${patience} pings in a row.`);
        void predictor.close(0);
      });
    }, pingEvery);
  }

  private lost(predictor: Predictor, reason: string): void {
    if (this.isClosed || this.predictor !== predictor) return;
    this.predictor = undefined;
    this.startLater(reason);
  }

  private startLater(reason: string): void {
    this.parts.log(`${reason} It is started again in ${this.pause / 1000} s.`);
    this.timer?.dispose();
    this.timer = this.parts.clock.schedule(() => void this.restart(), this.pause);
    this.pause = Math.min(2 * this.pause, longestPause);
  }

  private async restart(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      if (!this.isClosed) this.startLater(messageOf(error));
    }
  }
}
