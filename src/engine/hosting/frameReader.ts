/** What precedes the bytes of a frame. */
export interface FrameHead {
  /** Of the bytes that follow; 0 when there are none. */
  readonly length?: number;
}

const newline = 10;

/** Makes frames of a stream's bytes: each a line of JSON, then as many bytes as its `length` says. */
export class FrameReader<T extends FrameHead> {
  private kept: Buffer = Buffer.alloc(0);
  /** Of the frame whose bytes are not all there. */
  private head: T | undefined;

  /** @returns The frames that are complete. @throws SyntaxError for a line that is no JSON. */
  take(bytes: Buffer): { readonly head: T; readonly body: Buffer }[] {
    this.kept = this.kept.length === 0 ? bytes : Buffer.concat([this.kept, bytes]);
    const frames: { head: T; body: Buffer }[] = [];
    for (let frame = this.next(); frame !== undefined; frame = this.next()) frames.push(frame);
    return frames;
  }

  private next(): { head: T; body: Buffer } | undefined {
    if (this.head === undefined) {
      const end = this.kept.indexOf(newline);
      if (end < 0) return undefined;
      this.head = JSON.parse(this.kept.toString('utf8', 0, end)) as T;
      this.kept = this.kept.subarray(end + 1);
    }
    const { head } = this;
    const length = head.length ?? 0;
    if (this.kept.length < length) return undefined;
    const body = this.kept.subarray(0, length);
    this.kept = this.kept.subarray(length);
    this.head = undefined;
    return { head, body };
  }
}
