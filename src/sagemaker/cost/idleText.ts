import { listed } from '../../shared/listed.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import { instancesText, priceOf } from './billable.ts';
import type { IdleResource } from './idleResources.ts';
import { priceText, usdText } from './price.ts';
import type { PriceModel } from './priceModel.ts';

/** `Endpoint churn (ml.m5.large × 2, $0.23 an hour) had no invocation in 2 h 0 min.` */
export function idleText({ item, why }: IdleResource, prices: Pick<PriceModel, 'hourly'>): string {
  const { noun } = kindOf(item.kind);
  const facts = [instancesText(item), priceText(priceOf(item, prices))].filter((fact) => fact !== '').join(', ');
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${item.name} (${facts}) ${why}.`;
}

const mostNames = 3;

/** Of several at once: `30 endpoints and 2 notebook instances are not used, $3.91 an hour together: churn, fraud, boston and 29 more.` */
export function idlesText(idles: readonly IdleResource[], prices: Pick<PriceModel, 'hourly'>): string {
  const counts = [...new Set(idles.map(({ item }) => item.kind))].map((kind) => {
    const count = idles.filter(({ item }) => item.kind === kind).length;
    return `${count} ${count === 1 ? kindOf(kind).noun : kindOf(kind).plural}`;
  });
  const found = idles.map(({ item }) => priceOf(item, prices));
  const usd = found.reduce((sum, price) => sum + (price.kind === 'known' ? price.usd : 0), 0);
  const isAll = found.every(({ kind }) => kind === 'known' || kind === 'free');
  const sum = usd === 0 ? '' : `, ${isAll ? '' : 'at least '}${usdText(usd)} an hour together`;
  const names = idles.slice(0, mostNames).map(({ item }) => item.name);
  const more = idles.length - names.length;
  const all = listed([...names, ...(more > 0 ? [`${more} more`] : [])]);
  return `${listed(counts)} seem not to be used${sum}: ${all}.`;
}
