/** Makes a request's body of its records. */
export interface InputProcessor {
  /** @throws RecordError */
  filterInput(records: Iterable<Buffer>): Buffer;
}

/** Makes what is stored of what is answered. */
export interface OutputProcessor {
  /**
   * @param records - Of the request, as they came, before they were filtered.
   * @throws RecordError
   */
  combine(records: Iterable<Buffer>, answer: Buffer): Buffer;
}
