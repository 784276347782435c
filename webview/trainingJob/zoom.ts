/** A part of the x axis, in steps. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** The bounds moved, at their width, to where there are data; `undefined` when they hold all data or nothing, so that the whole is shown. */
export function zoomWithin({ from, to }: Bounds, extent: Bounds): Bounds | undefined {
  const width = to - from;
  if (width <= 0 || width >= extent.to - extent.from) return undefined;
  const start = Math.max(extent.from, Math.min(from, extent.to - width));
  return { from: start, to: Math.min(extent.to, start + width) };
}
