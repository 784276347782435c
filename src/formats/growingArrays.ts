/** Numbers of a kind in one block of memory that doubles when it is full. */
abstract class GrowingArray<T extends Float32Array | Uint32Array> {
  length = 0;
  protected abstract items: T;
  protected abstract make(length: number): T;

  get last(): number {
    return this.at(this.length - 1);
  }

  at(index: number): number {
    return this.items[index] as number;
  }

  push(value: number): void {
    if (this.length === this.items.length) {
      const grown = this.make(this.length * 2);
      grown.set(this.items);
      this.items = grown;
    }
    this.items[this.length++] = value;
  }

  /** What was pushed; it shares the memory. */
  all(): T {
    return this.items.subarray(0, this.length) as T;
  }
}

/** In single precision. */
export class GrowingFloats extends GrowingArray<Float32Array> {
  protected override items = new Float32Array(1024);

  protected override make(length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(length);
  }
}

/** Up to 2^32. */
export class GrowingIntegers extends GrowingArray<Uint32Array> {
  protected override items = new Uint32Array(1024);

  protected override make(length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(length);
  }
}
