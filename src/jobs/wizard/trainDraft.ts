import type { TrainChoice } from './algorithmChoices.ts';

/** A channel of the job that is being put together. */
export interface DraftChannel {
  readonly name: string;
  /** An `s3://` URI, or a path relative to the definition. */
  readonly uri: string;
  readonly contentType?: string;
  /** Where the algorithm takes no other. */
  readonly distribution?: string;
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
  /** When texts are predicted. */
  readonly classes?: DraftClasses;
  readonly hyperparameters: readonly DraftHyperparameter[];
  readonly instanceType: string;
}

/** Which number stands for which text in the converted data. */
export interface DraftClasses {
  /** The label's column. */
  readonly column: string;
  /** The place of a class, from 0, is its number. */
  readonly names: readonly string[];
  /** Where the same stands for a program, relative to the definition. */
  readonly file: string;
}

export interface DraftHyperparameter {
  readonly name: string;
  readonly value: string;
  /** May be empty. */
  readonly description: string;
}
