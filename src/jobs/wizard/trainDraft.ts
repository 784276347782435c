import type { TrainChoice } from './algorithmChoices.ts';

/** A channel of the job that is being put together. */
export interface DraftChannel {
  readonly name: string;
  /** An `s3://` URI, or a path relative to the definition. */
  readonly uri: string;
  readonly contentType?: string;
}

/** A training job put together by the wizard, complete. */
export interface TrainDraft {
  readonly jobName: string;
  readonly what: TrainChoice;
  /** A short image name. */
  readonly image: string;
  /** Of a script: what is run, and the folder it stands in unless it goes alone; relative to the definition. */
  readonly script?: { readonly entryPoint: string; readonly sourceDir?: string };
  readonly channels: readonly DraftChannel[];
  readonly hyperparameters: readonly DraftHyperparameter[];
  readonly instanceType: string;
}

interface DraftHyperparameter {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}
