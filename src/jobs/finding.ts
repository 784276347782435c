/** A stretch of the definition's text, in UTF-16 offsets. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Something to say about a definition, at the place where it stands. */
export interface Finding extends TextRange {
  readonly severity: 'error' | 'warning' | 'information';
  /** What is wrong and what to do, in a sentence or two. */
  readonly message: string;
  /** Stable, e.g. `unknown-field`: for quick fixes and tests. */
  readonly code: string;
  /** Text that would set it right in place of the range. */
  readonly replacement?: string;
}
