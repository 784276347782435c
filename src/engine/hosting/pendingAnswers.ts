import { PredictorGoneError, type InvocationAnswer } from './predictor.ts';

interface Waiting {
  readonly resolve: (answer: InvocationAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The requests of one program that are not answered yet. */
export class PendingAnswers {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private gone: PredictorGoneError | undefined;

  /**
   * @param send - Hands the request on under this id.
   * @param signal - Aborted when nobody waits for its answer any more.
   */
  ask(send: (id: number) => void, signal?: AbortSignal): Promise<InvocationAnswer> {
    if (this.gone !== undefined) return Promise.reject(this.gone);
    const id = ++this.lastId;
    const giveUp = (): void => {
      this.waiting.get(id)?.reject(signal?.reason as Error);
      this.waiting.delete(id);
    };
    signal?.addEventListener('abort', giveUp);
    return new Promise<InvocationAnswer>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      send(id);
    }).finally(() => signal?.removeEventListener('abort', giveUp));
  }

  answered(id: number, answer: InvocationAnswer): void {
    this.waiting.get(id)?.resolve(answer);
    this.waiting.delete(id);
  }

  /** Nothing more will be answered. @param reason - One sentence. */
  end(reason: string): void {
    this.gone ??= new PredictorGoneError(reason);
    for (const { reject } of this.waiting.values()) reject(this.gone);
    this.waiting.clear();
  }
}
