import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PlotPoints } from '../../src/protocol/predictionsPanel.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';
import type { Theme } from '../shared/theme.ts';

/** Predicted against true, both on one scale, with the line on which all would lie if they were right. */
export class ScatterPlot {
  private readonly chart: uPlot;

  constructor(
    private readonly host: HTMLElement,
    private readonly points: PlotPoints,
    private readonly theme: Theme,
    labelName: string,
  ) {
    this.chart = new uPlot(this.options(labelName), this.table(), host);
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width > 0 && (width !== this.chart.width || height !== this.chart.height))
      this.chart.setSize({ width, height });
  }

  destroy(): void {
    this.chart.destroy();
  }

  /** uPlot wants x ascending. */
  private table(): uPlot.AlignedData {
    const { truth, predicted } = this.points;
    const order = [...truth.keys()].sort((a, b) => (truth[a] ?? 0) - (truth[b] ?? 0));
    return [order.map((at) => truth[at] ?? 0), order.map((at) => predicted[at] ?? 0)];
  }

  private options(labelName: string): uPlot.Options {
    const { theme } = this;
    const range = rangeOf(this.points);
    const axis = {
      stroke: theme.muted,
      font: theme.font,
      labelFont: theme.font,
      labelSize: 18,
      labelGap: 2,
      ticks: { show: false },
      grid: { stroke: theme.grid, width: 0.25 },
      values: (_: uPlot, splits: number[]) => splits.map(formatMetricValue),
    };
    return {
      width: Math.max(1, this.host.clientWidth),
      height: Math.max(1, this.host.clientHeight),
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: () => range }, y: { range: () => range } },
      axes: [
        { ...axis, size: 26, label: `${labelName} (true)` },
        { ...axis, size: 52, label: 'predicted' },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: { draw: [(chart) => this.draw(chart, range)] },
    };
  }

  private draw(chart: uPlot, [low, high]: readonly [number, number]): void {
    const { ctx } = chart;
    const { truth, predicted } = this.points;
    const x = (value: number): number => chart.valToPos(value, 'x', true);
    const y = (value: number): number => chart.valToPos(value, 'y', true);
    const { left, top, width, height } = chart.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.strokeStyle = this.theme.muted;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x(low), y(low));
    ctx.lineTo(x(high), y(high));
    ctx.stroke();
    ctx.fillStyle = this.theme.charts.blue;
    // Of many points the dense places show.
    ctx.globalAlpha = truth.length > 500 ? 0.45 : 0.8;
    const radius = (truth.length > 500 ? 2 : 3) * devicePixelRatio;
    truth.forEach((value, index) => {
      ctx.beginPath();
      ctx.arc(x(value), y(predicted[index] ?? NaN), radius, 0, 2 * Math.PI);
      ctx.fill();
    });
    ctx.restore();
  }
}

/** One range for both axes, with a little air. */
function rangeOf({ truth, predicted }: PlotPoints): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of [truth, predicted])
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  const air = (high - low || Math.abs(high) || 1) * 0.05;
  return [low - air, high + air];
}
