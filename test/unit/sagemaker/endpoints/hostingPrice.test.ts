import assert from 'node:assert/strict';
import type { Price } from '../../../../src/sagemaker/cost/price.ts';
import { hostingPrice, hourAndDay } from '../../../../src/sagemaker/endpoints/hostingPrice.ts';

/** Prices that are told only when they have been waited for. */
function pricesOf(table: Readonly<Record<string, Price>>) {
  let isSettled = false;
  return {
    hourly: (type: string, _use: string, count = 1): Price => {
      const price = isSettled ? (table[type] ?? { kind: 'unknown' }) : { kind: 'asking' as const };
      return price.kind === 'known' ? { ...price, usd: price.usd * count } : price;
    },
    settled: async () => void (isSettled = true),
  };
}
const known = (usd: number): Price => ({ kind: 'known', usd });
const variant = (instanceType: string, instanceCount: number) => ({ instanceType, instanceCount });

describe('hostingPrice', () => {
  it('is the sum of all variants, once it is known', async () => {
    const prices = pricesOf({ a: known(0.1), b: known(1) });
    const price = await hostingPrice(prices, [variant('a', 2), variant('b', 1)]);
    assert.equal(hourAndDay(price), '$1.20 an hour, $28.80 a day');
  });

  it('is unknown where one is, where one pays by the request, and of nothing', async () => {
    const prices = pricesOf({ a: known(0.1) });
    for (const variants of [[variant('a', 1), variant('x', 1)], [variant('a', 1), {}], []])
      assert.equal(hourAndDay(await hostingPrice(prices, variants)), 'price unknown');
  });

  it('is no bill here', async () =>
    assert.equal(hourAndDay(await hostingPrice(pricesOf({ a: { kind: 'free' } }), [variant('a', 3)])), 'no bill'));
});
