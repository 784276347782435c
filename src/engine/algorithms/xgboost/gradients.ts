/** First and second derivatives of the loss, one per row. */
export interface Gradients {
  readonly first: Float32Array;
  readonly second: Float32Array;
}
