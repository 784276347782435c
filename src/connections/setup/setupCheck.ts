/**
 * How a part of the set-up is: `good`; `absent` where it is not set up and nothing is wrong with that; `warning` where something else does
 * without it; `bad` where something cannot work.
 */
export type CheckState = 'good' | 'absent' | 'warning' | 'bad';

/** What can be done about it. Nothing is done until the user chooses it. */
export type SetupFix = { readonly title: string } & (
  | {
      readonly kind: 'action';
      readonly action:
        | 'setUpPython'
        | 'setUpJupyter'
        | 'startEngine'
        | 'chooseConnection'
        | 'trust'
        | 'showLog'
        | 'installJupyterExtension';
    }
  /** Typed into a terminal, and run by the user. */
  | { readonly kind: 'terminal'; readonly line: string }
  | { readonly kind: 'page'; readonly url: string }
);

export interface CheckResult {
  readonly state: CheckState;
  /** One sentence. */
  readonly sentence: string;
  readonly fix?: SetupFix;
}

/** One row of *Check Setup*. */
export interface SetupCheck {
  readonly label: string;
  /** Milliseconds until it counts as unanswered. */
  readonly patience: number;
  readonly run: (signal: AbortSignal) => Promise<CheckResult>;
}

export const good = (sentence: string): CheckResult => ({ state: 'good', sentence });

export function result(state: CheckState, sentence: string, fix?: SetupFix): CheckResult {
  return { state, sentence, ...(fix && { fix }) };
}
