/** A row that is sent, as it is sent. */
export interface PredictionRow {
  /** Of the file it came from, from 1. */
  readonly line: number;
  /** Without its label. */
  readonly input: string;
  /** Never sent. */
  readonly label?: string;
}

/** What became of a row: one of the two, or neither as long as there is no answer. */
export interface RowAnswer {
  /** As the model wrote it. */
  readonly answer?: string;
  /** Why there is none. */
  readonly problem?: string;
  /** The place in the list of requests. */
  readonly request?: number;
}

/** A request of several rows. */
export interface SentRequest {
  /** The first row, from 0. */
  readonly first: number;
  readonly count: number;
  /** From sending to the last byte of the answer. */
  readonly milliseconds: number;
  /** Of HTTP; absent where there was no answer. */
  readonly status?: number;
  readonly variant?: string;
  readonly contentType?: string;
  readonly problem?: string;
}
