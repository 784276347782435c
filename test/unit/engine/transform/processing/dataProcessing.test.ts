import assert from 'node:assert/strict';
import type { TransformJobRequest } from '../../../../../src/engine/services/sagemaker/transform/transformJobRecord.ts';
import {
  dataProcessors,
  invalidDataProcessing,
} from '../../../../../src/engine/transform/processing/dataProcessing.ts';

interface Ask {
  readonly type?: string;
  readonly accept?: string;
  readonly split?: string;
  readonly assemble?: string;
}

const requestOf = (DataProcessing: object, { type = 'text/csv', accept, split, assemble }: Ask = {}) =>
  ({
    TransformInput: { ContentType: type, ...(split !== undefined && { SplitType: split }) },
    TransformOutput: {
      ...(accept !== undefined && { Accept: accept }),
      ...(assemble !== undefined && { AssembleWith: assemble }),
    },
    DataProcessing,
  }) as TransformJobRequest;

describe('DataProcessing of a request', () => {
  it('is refused with an operator that SageMaker does not take, in its words', () => {
    assert.equal(
      invalidDataProcessing(
        requestOf({ OutputFilter: "$['account_id','SageMakerOutput']" }, { type: 'application/jsonlines' }),
      ),
      `Invalid OutputFilter: "$['account_id','SageMakerOutput']". Unexpected "_" in JsonPath. Supported operators for "application/jsonlines" are ['$', '[', ']', '*', '.', ' ', ',', ':', '-', ''']`.concat(
        '.',
      ),
    );
    assert.match(invalidDataProcessing(requestOf({ InputFilter: '$[?(@)]' })) ?? '', /^Invalid InputFilter: .*"\?" in/);
  });

  it('takes CSV, JSON and JSON Lines only', () => {
    const asked = { InputFilter: '$[1:]' };
    for (const type of ['text/csv', 'TEXT/CSV; charset=utf-8', 'application/json', 'application/jsonlines'])
      assert.equal(invalidDataProcessing(requestOf(asked, { type })), undefined, type);
    assert.match(
      invalidDataProcessing(requestOf(asked, { type: 'text/libsvm' })) ?? '',
      /^DataProcessing takes .*, and ContentType is text\/libsvm\.$/,
    );
    assert.match(
      invalidDataProcessing(requestOf({ OutputFilter: '$[1]' }, { accept: 'image/png' })) ?? '',
      /Accept is image\/png/,
    );
    assert.equal(invalidDataProcessing(requestOf({ JoinSource: 'None' }, { type: 'image/png' })), undefined);
  });

  it('joins like with like', () => {
    const asked = { JoinSource: 'Input' };
    const line = { split: 'Line', assemble: 'Line' };
    assert.equal(invalidDataProcessing(requestOf(asked, line)), undefined);
    assert.equal(invalidDataProcessing(requestOf(asked, { ...line, accept: 'text/csv' })), undefined);
    assert.match(
      invalidDataProcessing(requestOf(asked, { ...line, accept: 'application/json' })) ?? '',
      /^JoinSource Input needs an Accept like the ContentType text\/csv, not application\/json\.$/,
    );
    assert.match(
      invalidDataProcessing(requestOf(asked, { split: 'Line' })) ?? '',
      /^JoinSource Input needs an AssembleWith like the SplitType Line, not None\.$/,
    );
  });

  it('may take one format and answer in another, where nothing is joined', () => {
    const { input, output } = dataProcessors(
      requestOf({ InputFilter: '$[:2]', OutputFilter: '$.class' }, { accept: 'application/json', split: 'Line' }),
    );
    assert.equal(String(input?.filterInput([Buffer.from('1,2,3\n')])), '1,2\n');
    assert.equal(String(output?.combine([], Buffer.from('{"class": "a"}'))), '"a"\n');
    assert.deepEqual(dataProcessors(requestOf({ InputFilter: '', OutputFilter: '$' })), {});
  });
});
