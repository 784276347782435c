import type { Gradients } from './gradients.ts';

/** A regression tree, node by node; node 0 is the root. Every value is single precision. */
export interface Tree {
  /** -1 in a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** -1 in the root. */
  readonly parent: Int32Array;
  readonly feature: Uint32Array;
  /** The threshold of a split (less goes left), the value of a leaf. */
  readonly value: Float32Array;
  /** 1 when a missing value goes left. */
  readonly defaultLeft: Uint8Array;
  readonly lossChange: Float32Array;
  readonly baseWeight: Float32Array;
  readonly hessian: Float32Array;
}

/** Learns trees, one after the other, from the derivatives of the loss. */
export interface TreeGrower {
  grow(gradients: Gradients): Tree;
}

/** The value of the leaf that a row falls into; the row is `values[offset, offset + columns)`. */
export function leafValue(tree: Tree, values: Float32Array, offset: number): number {
  let node = 0;
  for (let left = tree.left[0] as number; left !== -1; left = tree.left[node] as number) {
    const value = values[offset + (tree.feature[node] as number)] as number;
    const goesLeft = Number.isNaN(value) ? tree.defaultLeft[node] === 1 : value < (tree.value[node] as number);
    node = goesLeft ? left : (tree.right[node] as number);
  }
  return tree.value[node] as number;
}
