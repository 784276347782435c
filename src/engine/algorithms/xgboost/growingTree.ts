import type { Tree } from './tree.ts';

/** A node while its tree grows. */
export interface GrowingNode {
  readonly parent: number;
  left: number;
  right: number;
  feature: number;
  threshold: number;
  defaultLeft: boolean;
  lossChange: number;
  /** Sums of the first and second derivatives of the node's rows. */
  gradient: number;
  hessian: number;
  weight: number;
  /** What the node's rows gain as one leaf. */
  gain: number;
}

/** A leaf whose sums are still to be counted. */
export function newNode(parent: number): GrowingNode {
  return {
    parent,
    left: -1,
    right: -1,
    feature: 0,
    threshold: 0,
    defaultLeft: false,
    lossChange: 0,
    gradient: 0,
    hessian: 0,
    weight: 0,
    gain: 0,
  };
}

/** Takes back, from the leaves up, splits between two leaves that bring less than `gamma`. */
export function prune(nodes: readonly GrowingNode[], gamma: number): void {
  const isLeaf = (id: number): boolean => nodes[id]?.left === -1;
  const removed = new Set<number>();
  for (let id = 0; id < nodes.length; id++) {
    for (let leaf = id; isLeaf(leaf) && !removed.has(leaf);) {
      const parent = nodes[leaf]?.parent ?? -1;
      const split = nodes[parent];
      if (!split || !isLeaf(split.left) || !isLeaf(split.right) || split.lossChange >= gamma) break;
      removed.add(split.left).add(split.right);
      split.left = -1;
      split.right = -1;
      leaf = parent;
    }
  }
}

/** The nodes still in use, renumbered without gaps in their old order; leaves hold their weight times `eta`. */
export function finishTree(nodes: readonly GrowingNode[], eta: number): Tree {
  const kept = reachable(nodes);
  const numbers = new Map(kept.map((id, number) => [id, number]));
  const used = kept.map((id) => nodes[id] as GrowingNode);
  const number = (id: number): number => numbers.get(id) ?? -1;
  const isLeaf = (node: GrowingNode): boolean => node.left === -1;
  return {
    left: Int32Array.from(used, (node) => number(node.left)),
    right: Int32Array.from(used, (node) => number(node.right)),
    parent: Int32Array.from(used, (node) => number(node.parent)),
    feature: Uint32Array.from(used, (node) => (isLeaf(node) ? 0 : node.feature)),
    value: Float32Array.from(used, (node) => (isLeaf(node) ? node.weight * eta : node.threshold)),
    defaultLeft: Uint8Array.from(used, (node) => (!isLeaf(node) && node.defaultLeft ? 1 : 0)),
    lossChange: Float32Array.from(used, (node) => (isLeaf(node) ? 0 : node.lossChange)),
    baseWeight: Float32Array.from(used, (node) => node.weight),
    hessian: Float32Array.from(used, (node) => node.hessian),
  };
}

function reachable(nodes: readonly GrowingNode[]): number[] {
  const found: number[] = [];
  const open = [0];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    found.push(id);
    const node = nodes[id] as GrowingNode;
    if (node.left !== -1) open.push(node.left, node.right);
  }
  return found.sort((a, b) => a - b);
}
