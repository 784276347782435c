/** An array of a file as MXNet saves it. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Reads what `mxnet.nd.save` writes: dense float32 arrays, by name, or by index where they have none. */
export function readNdArrays(file: Buffer): Record<string, NdArray> {
  let offset = 0;
  const take = (bytes: number): number => (offset += bytes) - bytes;
  const int = (): number => file.readInt32LE(take(4));
  const long = (): number => Number(file.readBigUInt64LE(take(8)));
  if (long() !== 0x112) throw new Error('No file of NDArrays.');
  long();
  const arrays = Array.from({ length: long() }, (): NdArray => {
    const [magic, storage, dimensions] = [file.readUInt32LE(take(4)), int(), int()];
    if (magic !== 0xf993fac9 || storage !== 0) throw new Error('No dense array.');
    const shape = Array.from({ length: dimensions }, long);
    const [device, , type] = [int(), int(), int()];
    if (device !== 1 || type !== 0) throw new Error('No float32 array of a CPU.');
    const count = shape.reduce((product, length) => product * length, 1);
    return { shape, values: Float32Array.from({ length: count }, () => file.readFloatLE(take(4))) };
  });
  const names = Array.from({ length: long() }, () => {
    const length = long();
    return file.toString('ascii', take(length), offset);
  });
  if (offset !== file.length) throw new Error('Something follows the arrays.');
  return Object.fromEntries(arrays.map((array, index) => [names[index] ?? String(index), array]));
}
