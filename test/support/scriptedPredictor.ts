import { Emitter } from '../../src/shared/emitter.ts';
import {
  PredictorGoneError,
  type Invocation,
  type InvocationAnswer,
  type Predictor,
} from '../../src/engine/hosting/predictor.ts';

/** A container that does what a test says: the clock stands still, so no real one could be waited for. */
export class ScriptedPredictor implements Predictor {
  readonly name = 'in-process';
  readonly introduction = [];
  readonly executionParameters = {
    maxConcurrentTransforms: 1,
    batchStrategy: 'MultiRecord',
    maxPayloadInMB: 6,
  } as const;
  private readonly ended = new Emitter<string>();
  readonly onDidEnd = this.ended.event;
  isWell = true;
  pings = 0;
  answerBytes = 1;
  status = 200;
  /** The grace of each call of `close`. */
  readonly closed: number[] = [];
  private readonly inHand: { answer: (answer: InvocationAnswer) => void; fail: (error: Error) => void }[] = [];

  /** @param answersAtOnce - Otherwise `answer` does. */
  constructor(private readonly answersAtOnce = true) {}

  get isWatched(): boolean {
    return this.ended.hasListeners;
  }

  get isAsked(): boolean {
    return this.inHand.length > 0;
  }

  ping(): Promise<boolean> {
    this.pings++;
    return Promise.resolve(this.isWell);
  }

  usage(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  invoke(_request?: Invocation, signal?: AbortSignal): Promise<InvocationAnswer> {
    return new Promise((answer, fail) => {
      this.inHand.push({ answer, fail });
      signal?.addEventListener('abort', () => fail(new PredictorGoneError('It was broken off.')));
      if (this.answersAtOnce) this.answer();
    });
  }

  close(grace = 0): Promise<void> {
    this.closed.push(grace);
    return Promise.resolve();
  }

  /** Answers what it has in hand. */
  answer(): void {
    for (const { answer } of this.inHand.splice(0))
      answer({ status: this.status, contentType: 'text/csv', body: Buffer.alloc(this.answerBytes, '1') });
  }

  /** Ends as a program that is killed. */
  die(): void {
    for (const { fail } of this.inHand.splice(0)) fail(new PredictorGoneError('It ended.'));
    this.ended.fire('It ended.');
  }
}
