import type { GroupBuckets, SeriesBuckets } from '../../src/protocol/trainingJobPanel.ts';
import { element } from '../shared/dom.ts';
import type { ChartRows } from './chartData.ts';

/** The numbers behind a chart, newest last: exactly what is drawn, with the range where a pixel column stands for several points. */
export function pointTable(data: GroupBuckets, rows: ChartRows): HTMLTableElement {
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'step'),
    ...data.series.map(({ name }) => element('th', { scope: 'col' }, name)),
  );
  const body = rows.x.map((step, row) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, String(step)),
      ...data.series.map((series, index) => element('td', {}, cellText(series, rows.buckets[index]?.[row]))),
    ),
  );
  return element(
    'table',
    { 'aria-label': `${data.group} by step` },
    element('thead', {}, head),
    element('tbody', {}, ...body),
  );
}

function cellText({ count, last, min, max }: SeriesBuckets, at: number | undefined): string {
  if (at === undefined) return '';
  return count[at] === 1 ? String(last[at]) : `${last[at]} (${min[at]} to ${max[at]}, ${count[at]} points)`;
}
