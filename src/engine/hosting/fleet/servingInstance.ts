import type { Clock } from '../../../shared/clock.ts';
import type { IDisposable } from '../../../shared/disposable.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { messageOf } from '../../../shared/errors.ts';
import { UsageSampler, type LookTimes, type ProgramUsage } from '../../execution/usageSampler.ts';
import { abortableWait } from '../abortableWait.ts';
import { PredictorGoneError, type Invocation, type InvocationAnswer, type Predictor } from '../predictor.ts';
import { UnhealthyContainer } from '../unhealthyContainer.ts';

export interface ServingInstanceParts {
  /** The name of its log stream. */
  readonly stream: string;
  /**
   * Starts the container.
   * @param signal - Aborted when it is not wanted any more.
   * @throws JobFailure when the model cannot be loaded.
   */
  readonly open: (signal: AbortSignal) => Promise<Predictor>;
  readonly clock: Clock;
  /** Into the instance's log stream. */
  readonly log: (line: string) => void;
  /** Milliseconds that a container which has loaded its model has until it says that it is well. */
  readonly startupLimit: number;
  /** Takes what the container uses of this machine. */
  readonly measure: (usage: ProgramUsage) => void;
}

/** Once a minute, as the service looks (developer guide, "SageMaker AI endpoint metrics"): looking costs an idle endpoint time. */
const usageTimes: LookTimes = { first: 10_000, every: 60_000, isTogether: true };

/** Milliseconds between two looks at a container that answers. */
const pingEvery = 10_000;
/** The same until it answers for the first time. */
const firstPingEvery = 1_000;
/** Pings in a row without an answer until a container is started anew. */
const patience = 3;
const firstPause = 500;
const longestPause = 60_000;
/** Milliseconds that the requests in hand have when an instance retires: the longest that a client waits (contract, section 7). */
const drainLimit = 60_000;

/** Bytes of InvokeEndpoint's Body (contract, section 10); in which words AWS refuses more is not published. */
const largestAnswer = 6_291_456;

let asked = 0;

/** One instance of a variant: a container that is watched, and started anew, with longer and longer pauses, when it ends or is not well. */
export class ServingInstance {
  /** Requests that are being answered. */
  outstanding = 0;
  /** A count that grows with every request. */
  lastAsked = 0;
  private readonly recovered = new Emitter<void>();
  /** Fires whenever it takes requests from then on. */
  readonly onDidRecover = this.recovered.event;
  private readonly failed = new Emitter<string>();
  /** Fires when its container has ended, or does not answer its pings any more; the reason is a sentence. */
  readonly onDidFail = this.failed.event;
  private readonly idle = new Emitter<void>();
  private predictor: Predictor | undefined;
  private readonly closing = new AbortController();
  /** The start that is under way. */
  private opening: Promise<void> = Promise.resolve();
  /** The end of the container before. */
  private cleared: Promise<void> = Promise.resolve();
  private pause = firstPause;
  /** Of the next ping, or the next start. */
  private timer: IDisposable | undefined;
  private sampler: IDisposable | undefined;

  constructor(private readonly parts: ServingInstanceParts) {}

  /** The name of its log stream. */
  get stream(): string {
    return this.parts.stream;
  }

  /** Whether it takes requests now. */
  get isWell(): boolean {
    return this.predictor !== undefined;
  }

  private get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  /** The first start. @throws JobFailure when the model cannot be loaded, or does not answer its pings; then nothing runs. */
  start(): Promise<void> {
    this.opening = this.bringUp();
    return this.opening;
  }

  /**
   * @param signal - Aborted when nobody waits for the answer any more.
   * @throws PredictorGoneError when it does not run, or ends before it has answered.
   */
  async invoke(invocation: Invocation, signal?: AbortSignal): Promise<InvocationAnswer> {
    if (this.predictor === undefined)
      throw new PredictorGoneError('The container is being started.', { wasDelivered: false });
    this.outstanding++;
    this.lastAsked = ++asked;
    try {
      const answer = await this.predictor.invoke(invocation, signal);
      if (answer.status < 500) this.pause = firstPause; // it works: the next one waits no longer for what ended it before
      if (answer.body.length > largestAnswer)
        this.parts.log(
          `The container answered with ${answer.body.length} bytes; AWS passes on at most ${largestAnswer} of an endpoint's answer.`,
        );
      return answer;
    } finally {
      this.outstanding--;
      if (this.outstanding === 0) this.idle.fire();
    }
  }

  /** Ends the container when its requests are answered; it is given no more. @param grace - As of `close`. */
  async retire(grace: number): Promise<void> {
    if (this.outstanding > 0) await this.drained();
    await this.close(grace);
  }

  /** Ends the container. @param grace - Milliseconds between SIGTERM and SIGKILL. */
  async close(grace: number): Promise<void> {
    this.closing.abort();
    this.timer?.dispose();
    this.sampler?.dispose();
    const { predictor } = this;
    this.predictor = undefined;
    await predictor?.close(grace);
    await this.opening.catch(() => undefined); // told to who started it
    await this.cleared;
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        listener.dispose();
        timer.dispose();
        resolve();
      };
      const listener = this.idle.event(end);
      const timer = this.parts.clock.schedule(end, drainLimit);
    });
  }

  private async bringUp(): Promise<void> {
    const predictor = await this.parts.open(this.closing.signal);
    try {
      await this.untilWell(predictor);
    } catch (error) {
      await predictor.close(0);
      throw error;
    }
    this.predictor = predictor;
    this.sampler = new UsageSampler(predictor, this.parts.clock, this.parts.measure, usageTimes);
    predictor.onDidEnd((reason) => this.lost(predictor, reason));
    this.watch(predictor, 0);
    if (this.isWell) this.recovered.fire();
  }

  private async untilWell(predictor: Predictor): Promise<void> {
    const { clock, startupLimit } = this.parts;
    const { signal } = this.closing;
    const deadline = clock.now() + startupLimit;
    let end: string | undefined;
    const listener = predictor.onDidEnd((reason) => (end = reason));
    try {
      while (!(await predictor.ping())) {
        if (end !== undefined) throw new UnhealthyContainer(end);
        if (clock.now() >= deadline)
          throw new UnhealthyContainer(
            `The container did not answer GET /ping with 200 within ${startupLimit / 1000} s.`,
          );
        await abortableWait(clock, firstPingEvery, signal);
      }
      signal.throwIfAborted();
    } finally {
      listener.dispose();
    }
  }

  private watch(predictor: Predictor, missed: number): void {
    if (this.isClosed || this.predictor !== predictor) return;
    this.timer = this.parts.clock.schedule(() => {
      void predictor.ping().then((isWell) => {
        if (isWell) this.pause = firstPause;
        if (isWell || missed + 1 < patience) return this.watch(predictor, isWell ? 0 : missed + 1);
        this.lost(predictor, `The container did not answer ${patience} pings in a row.`);
      });
    }, pingEvery);
  }

  private lost(predictor: Predictor, reason: string): void {
    if (this.isClosed || this.predictor !== predictor) return;
    this.predictor = undefined;
    this.sampler?.dispose();
    this.cleared = predictor.close(0).catch((error: unknown) => this.parts.log(messageOf(error)));
    this.startLater(reason);
    this.failed.fire(reason);
  }

  private startLater(reason: string): void {
    this.parts.log(`${reason} It is started again in ${this.pause / 1000} s.`);
    this.timer?.dispose();
    this.timer = this.parts.clock.schedule(() => void this.restart(), this.pause);
    this.pause = Math.min(2 * this.pause, longestPause);
  }

  private async restart(): Promise<void> {
    await this.cleared; // it used the same folder
    if (this.isClosed) return;
    try {
      await this.start();
    } catch (error) {
      if (!this.isClosed) this.startLater(messageOf(error));
    }
  }
}
