import { instancesText } from '../../sagemaker/cost/billable.ts';
import type { CostCount, CostSummary } from '../../sagemaker/cost/costSummary.ts';
import { priceText, usdText } from '../../sagemaker/cost/price.ts';
import { formatDuration } from '../../shared/duration.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { markdownText } from '../../shared/markdownText.ts';

const mostRows = 15;

/** What runs and what it costs, as a Markdown table. */
export function costTooltip({ rows, hourly, today, unknown }: CostSummary, count: CostCount, where: string): string {
  const running = rows.filter(({ item }) => item.until === undefined);
  const over = rows.filter(({ item, today: usd }) => item.until !== undefined && usd > 0);
  const lines = running.slice(0, mostRows).map(({ item, price, today: usd }) => {
    const what = `${markdownText(item.name)} · ${kindOf(item.kind).noun}`;
    const hour = item.isWaiting ? 'waiting' : price.kind === 'known' ? usdText(price.usd) : priceText(price);
    return `| ${what} | ${markdownText(instancesText(item))} | ${hour} | ${usd === 0 ? '' : usdText(usd)} |`;
  });
  const rest = running.length - lines.length;
  if (rest > 0) lines.push(`| and ${rest} more | | | |`);
  if (over.length > 0) {
    const usd = over.reduce((sum, row) => sum + row.today, 0);
    lines.push(`| ${over.length === 1 ? 'one that is' : `${over.length} that are`} over | | | ${usdText(usd)} |`);
  }
  const unknowns = unknown === 0 ? '' : ` Prices of ${unknown} are unknown and not among the sum.`;
  return [
    `**What runs in ${markdownText(where)}**`,
    ...stateOf(count).flatMap((line) => ['', line]),
    '',
    '| | Instances | An hour | Today, at least |',
    '|:--|:--|--:|--:|',
    ...lines,
    `| **Together** | | **${usdText(hourly)}** | **${usdText(today)}** |`,
    '',
    `On-demand prices of the AWS price list, without storage, data transfer and discounts.${unknowns} What was deleted or resized before it was seen today is not known.`,
    '',
    'A click asks what is to be shut down.',
  ].join('\n');
}

/** What is to be known before the figures are believed. */
function stateOf({ isCounting, age, missing = [], failure }: CostCount): string[] {
  return [
    ...(age === undefined ? [] : [`$(history) As of ${formatDuration(age)} ago.`]),
    ...(isCounting === true ? ['$(sync) Still counting: not all that runs is in the list yet.'] : []),
    // What was counted before tells its age.
    ...(failure === undefined || isCounting === true ? [] : [`$(warning) Counting failed: ${markdownText(failure)}`]),
    ...(missing.length === 0
      ? []
      : [`$(warning) Not counted, because they could not be listed: ${missing.join(', ')}.`]),
  ];
}
