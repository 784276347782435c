import assert from 'node:assert/strict';
import type { InvocationResult } from '../../../../src/sagemaker/predictions/invokeEndpoint.ts';
import { invokeRows, type AnsweredBatch } from '../../../../src/sagemaker/predictions/invokeRows.ts';
import { latencyOf } from '../../../../src/sagemaker/predictions/latency.ts';
import { rowBatches } from '../../../../src/sagemaker/predictions/rowBatches.ts';

const rowsOf = (count: number) => Array.from({ length: count }, (_, row) => ({ line: row + 1, input: String(row) }));

/** Sends rows to a function, and gathers what is told. */
async function run(
  count: number,
  answer: (body: string) => Partial<InvocationResult>,
  { rowsAtOnce = 10, signal = new AbortController().signal } = {},
) {
  const told: AnsweredBatch[] = [];
  let [singly, atOnce, most] = [false, 0, 0];
  await invokeRows(rowsOf(count), {
    rowsAtOnce,
    signal,
    onSingly: () => (singly = true),
    onBatch: (batch) => told.push(batch),
    invoke: async (body) => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      return { body: '', milliseconds: 1, contentType: 'text/csv', ...answer(body) };
    },
  });
  const answers: (string | undefined)[] = [];
  for (const { request, answers: given } of told)
    given.forEach((one, index) => (answers[request.first + index] = one.answer ?? one.problem));
  return { told, answers, singly, most };
}

const echoed = (body: string): Partial<InvocationResult> => ({ body: `${body}\n` });

describe('rows sent to an endpoint', () => {
  it('go in batches, a few at a time, and every row gets its own answer', async () => {
    const { answers, told, most, singly } = await run(95, echoed);
    assert.deepEqual(
      answers,
      rowsOf(95).map(({ input }) => input),
    );
    assert.equal(told.length, 10);
    assert.equal(most, 4);
    assert.equal(singly, false);
  });

  it('bear the refusal of their batch, and the others go on', async () => {
    const { answers } = await run(40, (body) =>
      body.startsWith('10\n') ? { status: 400, problem: 'no such column' } : echoed(body),
    );
    assert.deepEqual(
      [answers[9], answers[10], answers[19], answers[20]],
      ['9', 'no such column', 'no such column', '20'],
    );
  });

  it('go one by one to a model that gives one answer to several', async () => {
    const { answers, singly, told } = await run(25, (body) => ({ body: `{"sum":${body.split('\n').length}}` }));
    assert.equal(singly, true);
    assert.equal(told.length, 25);
    assert.deepEqual(new Set(answers), new Set(['{"sum":1}']));
  });

  it('are not sent any more once they are cancelled', async () => {
    const cancelled = new AbortController();
    let asked = 0;
    const sending = run(
      1000,
      (body) => {
        if (++asked === 5) cancelled.abort(new Error('cancelled'));
        return echoed(body);
      },
      { signal: cancelled.signal },
    );
    await assert.rejects(sending, /cancelled/);
    assert.ok(asked < 10, `${asked} requests`);
  });

  it('stay below the limit of a body', () => {
    const input = 'x'.repeat(2 * 1024 * 1024);
    const batches = rowBatches(Array.from({ length: 5 }, () => ({ input })));
    assert.deepEqual(
      batches.map(({ count }) => count),
      [2, 2, 1],
    );
    assert.deepEqual(rowBatches([]), []);
  });

  it('have a median and a 95th percentile, as NumPy has them', () => {
    const of = latencyOf([4, 1, 3, 2]);
    assert.equal(of?.median, 2.5);
    assert.ok(Math.abs((of?.p95 ?? 0) - 3.85) < 1e-12);
    assert.equal(latencyOf([]), undefined);
  });
});
