import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import {
  hasEnded,
  PredictorGoneError,
  type Invocation,
  type InvocationAnswer,
  type Predictor,
} from '../hosting/predictor.ts';
import type { ModelRequests } from './modelRequests.ts';

/** A request that got no answer that can be used. */
export class InvocationFailure extends Error {
  override readonly name = 'InvocationFailure';

  /** @param status - Undefined when nothing was answered. */
  constructor(
    readonly status: number | undefined,
    message: string,
  ) {
    super(message);
  }
}

export interface ModelClientOptions {
  /** Milliseconds. */
  readonly timeout: number;
  readonly maxRetries: number;
  readonly clock: Clock;
  /** Takes a sentence whenever the model has to be loaded anew: why. @param container - Of a pipeline, whose end it was, where that is known. */
  readonly log: (line: string, container?: string) => void;
}

/** Asks a model, again where the model itself failed (ModelClientConfig of CreateTransformJob). */
export class ModelClient {
  private predictor: Promise<Predictor> | undefined;
  private isClosed = false;

  /** @param open - Loads the model; called again when what answered has ended. */
  constructor(
    private readonly open: () => Promise<Predictor>,
    private readonly options: ModelClientOptions,
  ) {}

  /** The loaded model. @throws what loading it throws. */
  loaded(): Promise<Predictor> {
    this.predictor ??= this.open();
    return this.predictor;
  }

  /**
   * A request that has no answer while others were under way is sent again alone, and that is no retry: which of them the model could not
   * bear is not known, and one bad file must not spoil the others.
   * @throws InvocationFailure with what the model said last.
   */
  async invoke(invocation: Invocation, requests: ModelRequests): Promise<Buffer> {
    const { maxRetries } = this.options;
    let mustBeAlone = false;
    for (let retries = 0; ;) {
      const { answer, wasAlone } = await requests.send(() => this.attempt(invocation), mustBeAlone);
      if (answer !== undefined && answer.status < 300) return Buffer.from(answer.body);
      const isFinal =
        answer === undefined ? wasAlone && retries >= maxRetries : answer.status < 500 || retries >= maxRetries;
      if (isFinal || this.isClosed)
        throw new InvocationFailure(answer?.status, Buffer.from(answer?.body ?? []).toString('utf8'));
      if (answer === undefined && !wasAlone) mustBeAlone = true;
      else retries++;
    }
  }

  /** Again and sooner, where that is asked meanwhile. @param grace - Milliseconds between SIGTERM and SIGKILL; 0 ends it at once. */
  async close(grace = 0): Promise<void> {
    this.isClosed = true;
    await end(this.predictor, grace);
  }

  /** @returns Undefined when nothing was answered in time, or at all. */
  private async attempt(invocation: Invocation): Promise<InvocationAnswer | undefined> {
    if (this.isClosed) return undefined;
    const asked = this.loaded();
    const predictor = await asked;
    const { clock, timeout } = this.options;
    try {
      let timer: { dispose(): void } | undefined;
      const late = new Promise<undefined>((resolve) => (timer = clock.schedule(() => resolve(undefined), timeout)));
      const answer = await Promise.race([predictor.invoke(invocation), late]).finally(() => timer?.dispose());
      if (answer === undefined)
        await this.drop(asked, `A request had no answer within InvocationsTimeoutInSeconds, ${timeout / 1000} s.`);
      return answer;
    } catch (error) {
      if (!(error instanceof PredictorGoneError)) throw error;
      // Of several processes one may have ended: the container goes on and replaces it.
      if (hasEnded(predictor)) await this.drop(asked, messageOf(error), error.container);
      return undefined;
    }
  }

  /** What does not answer any more is ended; the next request loads the model anew, unless another has done so already. */
  private async drop(predictor: Promise<Predictor>, reason: string, container?: string): Promise<void> {
    if (this.predictor === predictor) {
      this.predictor = undefined;
      if (!this.isClosed) this.options.log(`${reason} The model is loaded anew where there is more to ask.`, container);
    }
    await end(predictor, 0);
  }
}

async function end(predictor: Promise<Predictor> | undefined, grace: number): Promise<void> {
  await predictor?.then((loaded) => loaded.close(grace)).catch(() => undefined); // that it cannot be loaded is told to who asks
}
