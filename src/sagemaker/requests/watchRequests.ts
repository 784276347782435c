import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { PricingClient } from '@aws-sdk/client-pricing';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Clock } from '../../shared/clock.ts';
import type { IDisposable } from '../../shared/disposable.ts';
import { rankNow } from '../budget/requestRank.ts';
import type { Connection } from '../connection.ts';
import { slowRequestsNow } from './actionContext.ts';
import { rememberAsked, type Asked } from './asked.ts';

/** A person is shown that an answer takes longer than this, in milliseconds. */
const slow = 2_000;
/** A person waits for a server that says nothing for this long in all, whatever is tried meanwhile. */
export const patience = 25_000;
/** What takes as long as it takes: it sends or copies data. */
const unhurried = /^(?:PutObject|UploadPart|CopyObject|CompleteMultipartUpload)/;

/** A server that said nothing for as long as a person waits. Its name is none that the SDK tries again for. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** A person did not want to wait any longer. */
export class RequestCancelledError extends Error {
  override readonly name = 'RequestCancelledError';
}

type Client = SageMakerClient | S3Client | CloudWatchLogsClient | IAMClient | CloudWatchClient | PricingClient;
type Handler = (call: { readonly input?: unknown }) => Promise<unknown>;
type Context = object & { readonly commandName?: string };
type Middleware = (next: Handler, context: Context) => Handler;
/** Whose client it is does not matter here, only what its requests are called. */
interface Stack {
  add(middleware: Middleware, place: { step: 'initialize'; priority: 'high'; name: string }): void;
  addRelativeTo(middleware: Middleware, place: { relation: 'after'; toMiddleware: string; name: string }): void;
  identify(): string[];
}

/** A request that a person waits for. */
interface Waited {
  left: number;
  readonly cancelled: AbortSignal;
  readonly notice: Notice;
  /** From now on the service is waited for, no longer a turn. */
  begin: () => void;
}

/**
 * Each failed request is remembered with its error; one that a person waits for is given up at last, and shown while it is slow, counted
 * from its first turn.
 */
export function watchRequests<C extends Client>(client: C, connection: Connection, clock: Clock): C {
  const waited = new WeakMap<object, Waited>();
  const whole: Middleware = (next, context) => async (call) => {
    const operation = (context.commandName ?? '').replace(/Command$/, '');
    const asked: Asked = { operation, input: (call.input ?? {}) as Asked['input'], connection };
    try {
      if (rankNow() !== 'action' || unhurried.test(operation)) return await next(call);
      const cancel = new AbortController();
      const notice = noticeOf(asked, clock, cancel);
      waited.set(context, { left: patience, cancelled: cancel.signal, notice, begin: () => undefined });
      try {
        return await Promise.race([next(call), rejection(cancel.signal)]);
      } finally {
        notice.dispose();
      }
    } catch (error) {
      rememberAsked(error, asked);
      throw error;
    }
  };
  const attempt: Middleware = (next, context) => async (call) => {
    const state = waited.get(context);
    if (state === undefined) return next(call);
    state.cancelled.throwIfAborted();
    const silence = new Silence(clock);
    state.begin = () => {
      state.notice.begin();
      silence.begin(state.left);
    };
    if (!isBudgeted) state.begin();
    try {
      return await Promise.race([next(call), silence.end]);
    } finally {
      state.left = Math.max(0, state.left - silence.dispose());
    }
  };
  const hasTurn: Middleware = (next, context) => (call) => {
    waited.get(context)?.begin();
    return next(call);
  };
  const stack = client.middlewareStack as unknown as Stack;
  // The wait for a turn is no server's silence; that of an answer which breaks off in its middle is.
  const isBudgeted = stack.identify().some((name) => name.startsWith('requestBudget'));
  stack.add(whole, { step: 'initialize', priority: 'high', name: 'watchedRequest' });
  stack.addRelativeTo(attempt, { relation: 'after', toMiddleware: 'retryMiddleware', name: 'watchedAttempt' });
  if (isBudgeted)
    stack.addRelativeTo(hasTurn, { relation: 'after', toMiddleware: 'requestBudget', name: 'watchedTurn' });
  return client;
}

interface Notice extends IDisposable {
  readonly begin: () => void;
}

/** What shows a request, if it takes long, to whoever asked for it. */
function noticeOf(asked: Asked, clock: Clock, cancel: AbortController): Notice {
  const slowRequests = slowRequestsNow();
  let display: IDisposable | undefined;
  let timer: IDisposable | undefined;
  const show = (): void => {
    display = slowRequests?.show(asked, () => cancel.abort(new RequestCancelledError('It was cancelled.')));
  };
  return {
    begin: () => (timer ??= slowRequests && clock.schedule(show, slow)),
    dispose: () => {
      timer?.dispose();
      display?.dispose();
    },
  };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** How long a server says nothing in one attempt. */
class Silence {
  private timer: IDisposable | undefined;
  private began: number | undefined;
  private giveUp: (reason: Error) => void = () => undefined;
  /** Rejects when it has lasted too long. */
  readonly end = new Promise<never>((_, reject) => (this.giveUp = reject));

  constructor(private readonly clock: Clock) {}

  /** @param milliseconds - Until it has lasted too long. */
  begin(milliseconds: number): void {
    this.began ??= this.clock.now();
    this.timer ??= this.clock.schedule(() => this.giveUp(new SilenceError('There was no answer.')), milliseconds);
  }

  /** @returns How many milliseconds it lasted. */
  dispose(): number {
    this.timer?.dispose();
    return this.began === undefined ? 0 : this.clock.now() - this.began;
  }
}
