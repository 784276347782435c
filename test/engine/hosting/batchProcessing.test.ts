import assert from 'node:assert/strict';
import { RecordError } from '../../../src/engine/transform/fileFailure.ts';
import { BatchProcessing, type BatchProcessors } from '../../../src/engine/transform/processing/batchProcessing.ts';
import { dataProcessors, type ProcessingRequest } from '../../../src/engine/transform/processing/dataProcessing.ts';
import { threadsOf } from '../../support/threads.ts';

/** As it is shipped; `npm test` builds before it runs this. */
const workerUrl = new URL('../../../dist/engine/dataProcessingWorker.js', import.meta.url);

const requestOf = (ContentType: string, InputFilter = '$[1:]', OutputFilter = '$[0,-1]'): ProcessingRequest =>
  ({
    TransformInput: { ContentType, SplitType: 'Line' },
    TransformOutput: { Accept: ContentType, AssembleWith: 'Line' },
    DataProcessing: { InputFilter, OutputFilter, JoinSource: 'Input' },
  }) as ProcessingRequest;

/** Lines as they come of a file: side by side in the pieces that are read. */
function linesOf(count: number, lineOf: (row: number) => string): Buffer[] {
  const texts = Array.from({ length: count }, (_, row) => lineOf(row));
  const piece = Buffer.from(texts.join(''));
  let at = 0;
  return texts.map((text) => piece.subarray(at, (at += Buffer.byteLength(text))));
}

describe('DataProcessing of batches', function () {
  this.timeout(60_000);
  const open: BatchProcessing[] = [];
  afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

  const opened = (request: ProcessingRequest): { processing: BatchProcessing } & Required<BatchProcessors> => {
    const processing = new BatchProcessing(request, workerUrl);
    open.push(processing);
    const { input, output } = processing.processors();
    assert.ok(input && output);
    return { processing, input, output };
  };

  it('comes to the same in a thread as where it is asked for', async () => {
    for (const [request, lineOf] of [
      [requestOf('text/csv'), (row: number) => `id${row},"é, ${row}",${row / 7}\r\n`],
      [
        requestOf('application/jsonlines', '$.x', "$['id','SageMakerOutput']"),
        (row: number) => `{"id": ${row}, "x": [1, "é"]}\n`,
      ],
    ] as const) {
      const { input, output } = opened(request);
      const expected = dataProcessors(request);
      for (const count of [3, 5000]) {
        const records = [...linesOf(count, lineOf), Buffer.from(lineOf(count))];
        const answer = Buffer.from('0.25\n'.repeat(count + 1));
        assert.deepEqual(await input(records), expected.input?.filterInput(records));
        const [one, other] = await Promise.all([output(records, answer), output(records, answer)]);
        assert.deepEqual(one, expected.output?.combine(records, answer));
        assert.deepEqual(other, one);
        assert.equal(records[0]?.toString(), lineOf(0), 'the records can be used again');
      }
    }
  });

  it('lets the event loop turn meanwhile', async () => {
    const { input, output } = opened(requestOf('text/csv'));
    const records = linesOf(50_000, (row) => `${row},2,3,4,5,6\n`);
    await input(records); // the thread has started
    for (const work of [() => input(records), () => output(records, Buffer.from('1\n'.repeat(records.length)))]) {
      let turns = 0;
      let isDone = false;
      const count = (): void => {
        turns++;
        if (!isDone) setImmediate(count);
      };
      setImmediate(count);
      await work();
      isDone = true;
      assert.ok(turns > 10, `${turns} turns`);
    }
  });

  it('says what is wrong with a record, and goes on', async () => {
    const { input, output } = opened(requestOf('text/csv', '$[5]'));
    const records = linesOf(5000, (row) => `${row},2,3\n`);
    await assert.rejects(
      input(records),
      (error) => error instanceof RecordError && /index 5 of 3$/.test(error.message),
    );
    await assert.rejects(output(records, Buffer.from('1\n')), /mismatched line count .* \(5000 and 1\)$/);
    assert.equal((await output(records, Buffer.from('1\n'.repeat(5000)))).subarray(0, 8).toString(), '0,1\n1,1\n');
    assert.throws(() => new BatchProcessing(requestOf('text/csv', '$.a'), workerUrl).processors(), RecordError);
  });

  it('has no thread for small batches, and none once it is closed', async function () {
    if (process.platform !== 'linux') this.skip();
    const records = linesOf(50_000, (row) => `${row},2,3,4,5,6\n`);
    const first = opened(requestOf('text/csv'));
    await first.input(records); // Node has the threads of its own that it starts at need
    await first.processing.close();
    const before = threadsOf();
    const { processing, input } = opened(requestOf('text/csv'));
    await input([Buffer.from('1,2\n')]);
    assert.equal(threadsOf(), before);
    await input(records);
    assert.equal(threadsOf(), before + 1);
    const underWay = assert.rejects(input(records), /has ended/);
    await processing.close();
    await underWay;
    assert.equal(threadsOf(), before);
    await assert.rejects(input(records), /has ended/);
    assert.equal(threadsOf(), before);
  });
});
