import type { Summary } from '../../src/protocol/predictionsPanel.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';
import { element } from '../shared/dom.ts';
import { formatCount } from '../shared/format.ts';

type Score = NonNullable<Summary['score']>;
type ClassScore = Extract<Score, { type: 'classes' }>;

/** How good the predictions are and how fast they came, as figures to be read at a glance. */
export function scoreTiles({ score, latency }: Summary): HTMLElement[] {
  const figures: (readonly [name: string, value: string, title: string])[] = [];
  if (score?.type === 'regression') {
    figures.push(['rmse', formatMetricValue(score.rmse), 'Root of the mean squared difference']);
    figures.push(['mae', formatMetricValue(score.mae), 'Mean absolute difference']);
    figures.push(['R²', score.r2 === undefined ? '–' : score.r2.toFixed(4), 'Share of the spread that is explained']);
  }
  if (score?.type === 'classes') {
    figures.push(['accuracy', percent(score.accuracy), 'Share of rows that are right']);
    if (score.logLoss !== undefined)
      figures.push(['log loss', formatMetricValue(score.logLoss), 'How far the probabilities are from the truth']);
  }
  if (latency?.requests === 1) figures.push(['latency, 1 request', duration(latency.median), 'Of all rows together']);
  else if (latency !== undefined) {
    const of = formatCount(latency.requests, 'request');
    figures.push([`latency, median of ${of}`, duration(latency.median), `Of ${of}`]);
    figures.push([
      'latency, p95',
      duration(latency.p95),
      `95 % of ${formatCount(latency.requests, 'request')} were faster`,
    ]);
  }
  return figures.map(([name, value, title]) =>
    element('div', { class: 'tile', title }, element('dt', {}, name), element('dd', {}, value)),
  );
}

/** How it was decided what the answers mean. */
export function decidedText({ score, unscored }: Summary, labelName: string | undefined): string {
  if (score !== undefined) return `${formatCount(score.rows, 'row')} compared. ${score.decided}`;
  if (labelName === undefined) return '';
  return unscored ?? 'The answers and the labels do not fit together, so nothing is compared.';
}

/** Labels down, predictions across; the diagonal is right. */
export function confusionTable({ classes, confusion }: ClassScore): HTMLElement {
  const most = Math.max(1, ...confusion.flat());
  const rows = classes.map((name, truth) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...classes.map((other, predicted) => {
        const count = confusion[truth]?.[predicted] ?? 0;
        const cell = element(
          'td',
          {
            class: truth === predicted ? 'right' : 'wrong',
            title: `${name} predicted as ${other}: ${formatCount(count, 'row')}`,
          },
          element('span', {}, count.toLocaleString('en-US')),
        );
        cell.style.setProperty('--share', String(count / most));
        return cell;
      }),
    ),
  );
  return element(
    'div',
    { class: 'confusion numbers', tabindex: '0', role: 'region', 'aria-label': 'Confusion table' },
    element(
      'table',
      {},
      element('caption', {}, 'True class down, predicted class across'),
      element(
        'thead',
        {},
        element('tr', {}, element('td'), ...classes.map((name) => element('th', { scope: 'col' }, name))),
      ),
      element('tbody', {}, ...rows),
    ),
  );
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

const percent = (share: number): string => `${(100 * share).toFixed(share === 1 ? 0 : 2)} %`;
