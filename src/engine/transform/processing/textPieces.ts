const pieceLength = 2 ** 16;

/** Text that becomes bytes as it grows, so that it is not held as a string besides. */
export class TextPieces {
  private readonly pieces: Buffer[] = [];
  private text = '';

  constructor(private readonly encoding: BufferEncoding) {}

  add(text: string): void {
    this.text += text;
    if (this.text.length >= pieceLength) this.flush();
  }

  /** All that was added. */
  bytes(): Buffer {
    this.flush();
    return Buffer.concat(this.pieces);
  }

  private flush(): void {
    this.pieces.push(Buffer.from(this.text, this.encoding));
    this.text = '';
  }
}
