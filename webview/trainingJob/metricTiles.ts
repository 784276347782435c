import { parseMetricName } from '../../src/metrics/metricName.ts';
import type { MetricSummary } from '../../src/protocol/trainingJobPanel.ts';
import { element } from '../shared/dom.ts';
import { formatMetricValue } from '../../src/shared/metricValue.ts';

const shown = 4;
const order = ['validation', 'test', 'other', 'train'];

/** Latest and best of the metrics that matter most: what was measured on data that the model did not see comes first. */
export function metricTiles(metrics: readonly MetricSummary[]): HTMLElement[] {
  const rank = ({ name }: MetricSummary): number => order.indexOf(parseMetricName(name).role);
  return [...metrics]
    .sort((a, b) => rank(a) - rank(b))
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
