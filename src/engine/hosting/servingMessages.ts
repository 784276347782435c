import type { ServingOptions } from '../algorithms/xgboost/serving/scoringService.ts';
import type { Invocation, InvocationAnswer } from './predictor.ts';

/** What the engine gives to a worker that answers for a model. */
export interface ServingInput extends ServingOptions {
  /** The unpacked artifact. */
  readonly modelFolder: string;
}

export interface ServingRequest extends Invocation {
  readonly id: number;
}

/** What the worker sends back: first whether the model is loaded, then one answer per request. */
export type ServingMessage =
  | { readonly kind: 'loaded' }
  /** One sentence without its full stop. */
  | { readonly kind: 'unloadable'; readonly problem: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: InvocationAnswer };
