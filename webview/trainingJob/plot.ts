import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { GroupBuckets } from '../../src/protocol/trainingJobPanel.ts';
import type { Theme } from '../shared/theme.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';
import { alignRows, stepRange, valueRange, type ChartRows } from './chartData.ts';
import { curvePath, drawNonFinite } from './curvePath.ts';
import { seriesColors } from './seriesColors.ts';

export interface PlotListener {
  /** The row under the crosshair, or none. */
  onHover(row: number | undefined): void;
  onSelect(from: number, to: number): void;
  onReset(): void;
}

/** One uPlot chart of a metric group. The data come bucketed to its own pixel columns. */
export class Plot {
  private readonly chart: uPlot;
  private alignedRows: ChartRows;
  /** Where the keys have put the crosshair: there it stays when the data or the zoom change. */
  private keyedStep: number | undefined;

  constructor(
    private readonly host: HTMLElement,
    private data: GroupBuckets,
    private readonly theme: Theme,
    private readonly listener: PlotListener,
  ) {
    this.alignedRows = alignRows(data);
    this.chart = new uPlot(this.options(), this.table(), host);
    this.chart.over.addEventListener('dblclick', () => listener.onReset());
    this.chart.over.addEventListener('mousemove', () => (this.keyedStep = undefined));
  }

  get rows(): ChartRows {
    return this.alignedRows;
  }

  /** Of the plotting area, in device pixels: what to ask buckets for. */
  get columns(): number {
    return Math.max(1, Math.round(this.chart.bbox.width));
  }

  /** The row under the crosshair. */
  get row(): number | undefined {
    return this.chart.cursor.idx ?? undefined;
  }

  /** Whether this chart's lines are those of the new data. */
  fits(data: GroupBuckets): boolean {
    return data.series.length === this.data.series.length;
  }

  update(data: GroupBuckets): void {
    this.data = data;
    this.alignedRows = alignRows(data);
    this.chart.setData(this.table());
    const kept = this.keyedStep === undefined ? -1 : nearest(this.alignedRows.x, this.keyedStep);
    if (kept >= 0) this.hover(kept);
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width > 0 && (width !== this.chart.width || height !== this.chart.height))
      this.chart.setSize({ width, height });
  }

  /** Moves the crosshair to a row, as the mouse would. */
  hover(row: number): void {
    const x = this.alignedRows.x[row];
    if (x === undefined) return;
    this.keyedStep = x;
    this.chart.setCursor({ left: this.chart.valToPos(x, 'x'), top: this.chart.over.clientHeight / 2 });
  }

  destroy(): void {
    this.chart.destroy();
  }

  private table(): uPlot.AlignedData {
    const { x, buckets } = this.alignedRows;
    const last = this.data.series.map((series, index) =>
      x.map((_, row) => {
        const at = buckets[index]?.[row];
        const value = at === undefined ? undefined : series.last[at];
        return at === undefined ? undefined : value !== undefined && Number.isFinite(value) ? value : null;
      }),
    );
    return [[...x], ...last];
  }

  private options(): uPlot.Options {
    const { theme, data } = this;
    const colors = seriesColors(data.series.map(({ name }) => name)).map((color) => theme.charts[color]);
    const axis = {
      stroke: theme.muted,
      font: theme.font,
      labelFont: theme.font,
      labelSize: 18,
      labelGap: 2,
      ticks: { show: false },
    };
    const grid = { stroke: theme.grid, width: 0.25 };
    return {
      width: Math.max(1, this.host.clientWidth),
      height: this.host.clientHeight,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      scales: { x: { time: false, range: () => stepRange(this.data) }, y: { range: () => valueRange(this.data) } },
      axes: [
        {
          ...axis,
          size: 26,
          label: 'step',
          grid: { show: false },
          border: { show: true, stroke: theme.grid, width: 0.5 },
          incrs: stepIncrements,
        },
        {
          ...axis,
          size: (chart, values) => tickWidth(chart.ctx, theme.font, values),
          label: data.group,
          grid,
          values: (_, splits) => splits.map(formatMetricValue),
        },
      ],
      cursor: {
        y: false,
        // Beyond the last point there is nothing to point at.
        move: (chart, left, top) => [Math.min(left, chart.valToPos(this.alignedRows.x.at(-1) ?? Infinity, 'x')), top],
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => null },
        points: { size: 7 },
      },
      series: [
        {},
        ...colors.map((color, index) => ({
          stroke: color,
          width: 1.5,
          points: { size: 5, space: 14, fill: color },
          paths: (chart: uPlot) => ({ stroke: this.path(chart, index), fill: null, flags: 0 }),
        })),
      ],
      hooks: {
        setCursor: [(chart) => this.listener.onHover(chart.cursor.idx ?? undefined)],
        setSelect: [(chart) => this.select(chart)],
        draw: [
          (chart) =>
            this.data.series.forEach((series, index) =>
              drawNonFinite(
                chart,
                this.alignedRows.x,
                this.alignedRows.buckets[index] ?? [],
                series,
                colors[index] ?? theme.muted,
              ),
            ),
        ],
      },
    };
  }

  private path(chart: uPlot, index: number): Path2D {
    const series = this.data.series[index];
    return series ? curvePath(chart, this.alignedRows.x, this.alignedRows.buckets[index] ?? [], series) : new Path2D();
  }

  private select(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 4) return;
    this.listener.onSelect(chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x'));
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }
}

/** As wide as the longest number, in steps, so that a growing curve does not move the axis all the time. */
function tickWidth(ctx: CanvasRenderingContext2D, font: string, values: readonly string[] | null): number {
  ctx.font = font;
  const widest = Math.max(0, ...(values ?? []).map((text) => ctx.measureText(text).width));
  return 8 + 8 * Math.ceil(widest / 8);
}

/** The row whose step is nearest, -1 when there is none. */
function nearest(x: readonly number[], step: number): number {
  const distances = x.map((at) => Math.abs(at - step));
  return distances.indexOf(Math.min(...distances));
}

/** Steps are whole numbers: no tick stands between two of them. */
const stepIncrements = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((lead) => lead * 10 ** power)).flat();
