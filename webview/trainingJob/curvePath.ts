import type uPlot from 'uplot';
import type { SeriesBuckets } from '../../src/protocol/trainingJobPanel.ts';

/**
 * Draws a bucketed series exactly as a full draw of all its points would look: within a pixel column the line runs from the first value through the
 * lowest and the highest to the last. NaN breaks the line, infinities run off the edge.
 */
export function curvePath(
  chart: uPlot,
  x: readonly number[],
  buckets: readonly (number | undefined)[],
  data: SeriesBuckets,
): Path2D {
  const path = new Path2D();
  const { top, height } = chart.bbox;
  const yOf = (value: number): number => Math.min(top + height, Math.max(top, chart.valToPos(value, 'y', true)));
  let broken = true;
  const visit = (left: number, value: number): void => {
    if (Number.isNaN(value)) broken = true;
    else if (broken) {
      path.moveTo(left, yOf(value));
      broken = false;
    } else path.lineTo(left, yOf(value));
  };
  x.forEach((step, row) => {
    const at = buckets[row];
    if (at === undefined) return;
    const left = chart.valToPos(step, 'x', true);
    const values = data.count[at] === 1 ? [data.last[at]] : [data.first[at], data.min[at], data.max[at], data.last[at]];
    for (const value of values) visit(left, value ?? NaN);
  });
  return path;
}

/** Marks values that have no place on the axis: a triangle at the edge for an infinity, a cross at the bottom for NaN. */
export function drawNonFinite(
  chart: uPlot,
  x: readonly number[],
  buckets: readonly (number | undefined)[],
  data: SeriesBuckets,
  color: string,
): void {
  const { ctx, bbox } = chart;
  const size = 4 * devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = color;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  x.forEach((step, row) => {
    const at = buckets[row];
    if (at === undefined) return;
    const left = chart.valToPos(step, 'x', true);
    if (data.max[at] === Infinity) triangle(ctx, left, bbox.top, size);
    if (data.min[at] === -Infinity) triangle(ctx, left, bottom, -size);
    if (Number.isNaN(data.last[at]) || Number.isNaN(data.first[at])) cross(ctx, left, bottom - 2 * size, size);
  });
  ctx.restore();
}

function triangle(ctx: CanvasRenderingContext2D, left: number, tip: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(left, tip);
  ctx.lineTo(left - size, tip + 2 * size);
  ctx.lineTo(left + size, tip + 2 * size);
  ctx.fill();
}

function cross(ctx: CanvasRenderingContext2D, left: number, middle: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(left - size, middle - size);
  ctx.lineTo(left + size, middle + size);
  ctx.moveTo(left + size, middle - size);
  ctx.lineTo(left - size, middle + size);
  ctx.stroke();
}
