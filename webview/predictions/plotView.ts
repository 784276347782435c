import type { PlotPoints } from '../../src/protocol/predictionsPanel.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';
import { checkbox } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';
import { formatCount } from '../shared/format.ts';
import { readTheme, type Theme } from '../shared/theme.ts';
import { bandsOf } from './bands.ts';
import { ScatterPlot } from './scatterPlot.ts';

export interface PlotViewOptions {
  readonly showTable: boolean;
  readonly onTable: (shown: boolean) => void;
}

/** The plot of predicted against true, and the table behind it. */
export class PlotView {
  readonly root: HTMLElement;
  private readonly canvasHost = element('div', { class: 'plot-canvas', role: 'img' });
  private readonly tableHost = element('div', {
    class: 'plot-table numbers boxed',
    tabindex: '0',
    role: 'region',
    'aria-label': 'Predicted by true value',
  });
  private readonly footer = element('p', { class: 'muted plot-footer' });
  private plot: ScatterPlot | undefined;
  private points: PlotPoints | undefined;
  private labelName = 'label';
  private theme: Theme = readTheme();
  private showTable: boolean;

  constructor(options: PlotViewOptions) {
    this.showTable = options.showTable;
    const toggle = checkbox({
      label: 'Show as table',
      checked: this.showTable,
      onChange: (shown) => {
        this.showTable = shown;
        options.onTable(shown);
        this.rebuild();
      },
    });
    this.root = element(
      'section',
      { class: 'plot', 'aria-label': 'Predicted against true' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, 'Predicted against true'),
        element('span', { class: 'spacer' }),
        toggle,
      ),
      this.canvasHost,
      this.tableHost,
      this.footer,
    );
    new ResizeObserver(() => this.plot?.resize()).observe(this.canvasHost);
  }

  update(points: PlotPoints, labelName: string): void {
    this.points = points;
    this.labelName = labelName;
    this.rebuild();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.rebuild();
  }

  private rebuild(): void {
    const { points } = this;
    if (points === undefined) return;
    this.plot?.destroy();
    this.plot = undefined;
    this.canvasHost.hidden = this.showTable;
    this.tableHost.hidden = !this.showTable;
    if (this.showTable) this.tableHost.replaceChildren(bandTable(points, this.labelName));
    else this.plot = new ScatterPlot(this.canvasHost, points, this.theme, this.labelName);
    const { length } = points.truth;
    const shown =
      length === points.total
        ? formatCount(length, 'row')
        : `${formatCount(length, 'row')} of ${formatCount(points.total, 'row')}, evenly taken`;
    this.footer.textContent = `${shown}; on the dashed line predicted and true are the same`;
    this.canvasHost.setAttribute(
      'aria-label',
      `Scatter plot of predicted against ${this.labelName}, ${shown}. The table holds its bands.`,
    );
  }
}

function bandTable(points: PlotPoints, labelName: string): HTMLTableElement {
  const titles = [
    `${labelName} (true)`,
    'rows',
    'lowest predicted',
    'mean predicted',
    'highest predicted',
    'mean difference',
  ];
  const body = bandsOf(points.truth, points.predicted).map(({ from, to, rows, low, mean, high, difference }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, `${formatMetricValue(from)} to ${formatMetricValue(to)}`),
      ...[String(rows), ...[low, mean, high, difference].map(formatMetricValue)].map((text) => element('td', {}, text)),
    ),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, ...body),
  );
}
