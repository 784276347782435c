import type { GroupBuckets } from '../../src/protocol/trainingJobPanel.ts';
import { button, checkbox } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';
import { formatCount } from '../shared/format.ts';
import type { Theme } from '../shared/theme.ts';
import { countPoints, type ChartRows } from './chartData.ts';
import { inRoleOrder } from './metricOrder.ts';
import { Plot } from './plot.ts';
import { pointTable } from './pointTable.ts';
import { seriesColors } from './seriesColors.ts';
import { zoomWithin, type Bounds } from './zoom.ts';

export interface ChartRequest {
  readonly group: string;
  readonly width: number;
  /** The zoomed part; without it, the whole group. */
  readonly bounds?: Bounds | undefined;
}

export interface ChartCardOptions {
  readonly theme: Theme;
  readonly showTable: boolean;
  readonly bounds?: Bounds | undefined;
  readonly onRequest: (request: ChartRequest) => void;
  readonly onTable: (shown: boolean) => void;
}

const keys =
  'Arrow keys, Home and End move the cursor. Plus and minus zoom at the cursor, 0 or Escape resets the zoom.';
const sparseTable = 'The table holds these values.';
const denseTable =
  'The table holds one row per pixel column of the chart, with the lowest and highest of its points. Zoom in for single values.';

/** The chart of one metric group with its legend, its table and its keys. */
export class ChartCard {
  readonly root: HTMLElement;
  private readonly canvasHost = element('div', { class: 'chart-canvas', tabindex: '0', role: 'application' });
  private readonly legend = element('ul', { class: 'legend' });
  private readonly at = element('span', { class: 'legend-step' });
  private readonly footer = element('p', { class: 'chart-footer' });
  private readonly hint = element('p', { class: 'chart-hint' }, 'Drag to zoom, double-click to reset');
  private readonly tableHost = element('div', { class: 'chart-table numbers boxed', tabindex: '0', role: 'region' });
  private readonly resetButton = button({ label: 'Reset zoom', onPress: () => this.zoom(undefined) });
  private plot: Plot | undefined;
  private values: readonly HTMLElement[] = [];
  private theme: Theme;
  private showTable: boolean;
  private bounds: Bounds | undefined;
  /** Of all data, once a message has shown the whole. */
  private extent: Bounds | undefined;

  constructor(
    private data: GroupBuckets,
    private readonly options: ChartCardOptions,
  ) {
    ({ theme: this.theme, showTable: this.showTable, bounds: this.bounds } = options);
    const toggle = checkbox({
      label: 'Show as table',
      checked: this.showTable,
      onChange: (shown) => this.toggleTable(shown),
    });
    this.canvasHost.setAttribute('aria-roledescription', 'line chart');
    this.canvasHost.setAttribute('aria-description', keys);
    this.tableHost.setAttribute('aria-label', `Table of ${data.group}`);
    this.root = element(
      'section',
      { class: 'chart', 'aria-label': data.group },
      element(
        'div',
        { class: 'chart-head' },
        element('h3', {}, data.group),
        this.at,
        element('span', { class: 'spacer' }),
        this.resetButton,
        toggle,
      ),
      this.legend,
      this.canvasHost,
      this.tableHost,
      element('div', { class: 'chart-notes' }, this.footer, this.hint),
    );
    this.canvasHost.addEventListener('keydown', (event) => this.onKey(event));
    this.toggleTable(this.showTable, false);
  }

  /** Draws new data; only for a card that is in the page, since a chart takes its width from there. */
  update(data: GroupBuckets): void {
    const fits = this.plot?.fits(data) ?? false;
    this.data = { ...data, series: inRoleOrder(data.series) };
    if (!data.zoomed) this.extent = { from: data.from, to: data.to };
    if (this.plot && fits) this.plot.update(this.data);
    else this.rebuild();
    this.refreshText();
    this.requestIfOther();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.rebuild();
    this.refreshText();
  }

  resize(): void {
    this.plot?.resize();
    this.requestIfOther();
  }

  private zoom(bounds: Bounds | undefined): void {
    this.bounds = bounds && this.extent ? zoomWithin(bounds, this.extent) : bounds;
    const width = this.plot?.columns ?? this.data.width;
    this.options.onRequest({ group: this.data.group, width, bounds: this.bounds });
  }

  /** Asks again when the data at hand are of another width or zoom than this chart's. */
  private requestIfOther(): void {
    const { width, zoomed } = this.data;
    if (!this.plot) return;
    if (this.plot.columns !== width || zoomed !== (this.bounds !== undefined)) this.zoom(this.bounds);
  }

  private rebuild(): void {
    this.plot?.destroy();
    this.canvasHost.hidden = false;
    this.plot = new Plot(this.canvasHost, this.data, this.theme, {
      onHover: (row) => this.showValues(row),
      onSelect: (from, to) => this.zoom({ from, to }),
      onReset: () => this.zoom(undefined),
    });
    this.canvasHost.hidden = this.showTable;
    const colors = seriesColors(this.data.series.map(({ name }) => name));
    const items = this.data.series.map(({ name }, index) => {
      const swatch = element('span', { class: 'swatch' });
      swatch.style.backgroundColor = this.theme.charts[colors[index] ?? 'blue'];
      const value = element('span', { class: 'legend-value' });
      return {
        value,
        item: element('li', {}, swatch, element('span', { class: 'legend-name', title: name }, name), value),
      };
    });
    this.values = items.map(({ value }) => value);
    this.legend.replaceChildren(...items.map(({ item }) => item));
  }

  private refreshText(): void {
    const { group, series, zoomed } = this.data;
    this.resetButton.hidden = !zoomed;
    this.hint.hidden = zoomed || this.showTable;
    const { points, total, aggregated } = countPoints(series);
    const shown =
      points === total
        ? formatCount(points, 'point')
        : `${formatCount(points, 'point')} of ${formatCount(total, 'point')}`;
    this.footer.textContent = `${shown}${aggregated ? '; where they are dense, the band from lowest to highest' : ''}`;
    this.showValues(this.plot?.row);
    const latest = series.map(({ name, last }) => `${name} ${formatMetricValue(last.at(-1) ?? NaN)}`).join(', ');
    this.canvasHost.setAttribute(
      'aria-label',
      `${group} by step, ${shown}. Latest: ${latest}. ${aggregated ? denseTable : sparseTable}`,
    );
    if (this.showTable && this.plot) this.tableHost.replaceChildren(pointTable(this.data, this.plot.rows));
  }

  /** The values under the crosshair, or the latest ones. */
  private showValues(row: number | undefined): void {
    const rows = this.plot?.rows;
    const step = row === undefined ? undefined : rows?.x[row];
    this.at.textContent = step === undefined ? '' : `step ${step}`;
    this.data.series.forEach(({ last }, index) => {
      const cell = this.values[index];
      if (!cell) return;
      const at = step === undefined ? last.length - 1 : bucketAt(rows, index, row);
      const value = at === undefined ? undefined : last[at];
      cell.textContent = value === undefined ? '–' : formatMetricValue(value);
    });
  }

  private toggleTable(shown: boolean, remember = true): void {
    this.showTable = shown;
    this.canvasHost.hidden = shown;
    this.tableHost.hidden = !shown;
    this.hint.hidden = shown || this.data.zoomed;
    if (shown && this.plot) this.tableHost.replaceChildren(pointTable(this.data, this.plot.rows));
    else this.tableHost.replaceChildren();
    if (!shown) this.resize();
    if (remember) this.options.onTable(shown);
  }

  private onKey(event: KeyboardEvent): void {
    const plot = this.plot;
    if (!plot || event.ctrlKey || event.metaKey || event.altKey) return;
    const lastRow = plot.rows.x.length - 1;
    const row = plot.row ?? lastRow;
    const rowKeys: Readonly<Record<string, number>> = {
      ArrowLeft: row - 1,
      ArrowRight: row + 1,
      Home: 0,
      End: lastRow,
    };
    const target = rowKeys[event.key];
    if (target !== undefined) plot.hover(Math.min(lastRow, Math.max(0, target)));
    else if (event.key === '+' || event.key === '=') this.zoomBy(0.5, plot.rows.x[row]);
    else if (event.key === '-') this.zoomBy(2, plot.rows.x[row]);
    else if (event.key === '0' || event.key === 'Escape') this.zoom(undefined);
    else return;
    event.preventDefault();
  }

  private zoomBy(factor: number, center: number | undefined): void {
    const { from, to } = this.data;
    const middle = center ?? (from + to) / 2;
    const half = Math.max(0.5, ((to - from) * factor) / 2);
    // Of a group never seen whole only the window is known: out of it leads to the whole.
    this.zoom(zoomWithin({ from: middle - half, to: middle + half }, this.extent ?? this.data));
  }
}

function bucketAt(rows: ChartRows | undefined, series: number, row: number | undefined): number | undefined {
  return row === undefined ? undefined : rows?.buckets[series]?.[row];
}
