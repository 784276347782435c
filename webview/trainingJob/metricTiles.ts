import type { MetricSummary } from '../../src/protocol/trainingJobPanel.ts';
import { element } from '../shared/dom.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';
import { inChartOrder } from './metricOrder.ts';

const shown = 4;

/** Latest and best of the first metrics, in the order of their curves. */
export function metricTiles(metrics: readonly MetricSummary[]): HTMLElement[] {
  return inChartOrder(metrics)
    .slice(0, shown)
    .map(({ name, latest, best }) =>
      element(
        'div',
        { class: 'tile' },
        element('dt', { title: name }, name),
        element(
          'dd',
          {},
          element('span', { class: 'tile-value' }, formatMetricValue(latest[1] ?? NaN)),
          element(
            'span',
            { class: 'muted' },
            best ? `best ${formatMetricValue(best.value)} at step ${best.step}` : `at step ${latest[0] ?? 0}`,
          ),
        ),
      ),
    );
}
