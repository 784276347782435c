/** How far a transfer is. */
export interface TransferProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Counts the bytes of transfers that run at once; a part that is sent again counts once. */
export class TransferCount {
  private readonly moved = new Map<object, number>();
  private bytes = 0;
  private files = 0;

  constructor(
    private readonly total: Pick<TransferProgress, 'filesTotal' | 'bytesTotal'>,
    private readonly tell: (progress: TransferProgress) => void = () => undefined,
  ) {}

  get filesDone(): number {
    return this.files;
  }

  /** @param bytes - Of the file, from its start. */
  moves(file: object, bytes: number): void {
    this.bytes += bytes - (this.moved.get(file) ?? 0);
    this.moved.set(file, bytes);
    this.report();
  }

  ends(file: object, size: number): void {
    this.files++;
    this.moves(file, size);
    this.moved.delete(file);
  }

  private report(): void {
    this.tell({ ...this.total, filesDone: this.files, bytesDone: this.bytes });
  }
}
