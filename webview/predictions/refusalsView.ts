import type { Summary } from '../../src/protocol/predictionsPanel.ts';
import { element } from '../shared/dom.ts';
import { formatCount } from '../shared/format.ts';

/** Why rows were refused, once and in full: a cell of the table has no room for it. */
export function refusalsView({ refusals, progress }: Summary): HTMLElement[] {
  if (refusals === undefined) return [];
  const { reasons, others } = refusals;
  const lines = reasons.map(({ reason, rows }) =>
    element(
      'li',
      {},
      element('strong', {}, rows === progress.total && rows > 1 ? 'All rows: ' : `${formatCount(rows, 'row')}: `),
      reason,
    ),
  );
  const rest =
    others === 0 ? [] : [element('li', {}, `… and ${formatCount(others, 'other reason')}, which the rows tell.`)];
  return [element('h2', { id: 'refusals-title' }, 'Refused'), element('ul', {}, ...lines, ...rest)];
}
