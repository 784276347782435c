import assert from 'node:assert/strict';
import type { TransformJobRequest } from '../../../../src/engine/services/sagemaker/transform/transformJobRecord.ts';
import { RecordError } from '../../../../src/engine/transform/fileFailure.ts';
import { dataProcessors, invalidDataProcessing } from '../../../../src/engine/transform/processing/dataProcessing.ts';
import { judge, pythonOrSkip } from '../../../support/python.ts';

interface Case {
  readonly type: string;
  readonly split: 'None' | 'Line';
  readonly inputFilter: string;
  readonly outputFilter: string;
  readonly join: boolean;
  readonly records: readonly string[];
  readonly answer: string;
  readonly operators: readonly string[];
  /** What each record is for the model; null where the documentation promises an error. */
  readonly inputs: readonly string[] | null;
  readonly output: string | null;
}

const count = 6000;

describe('DataProcessing beside a reference written from AWS’s documentation', function () {
  this.timeout(60_000);
  let cases: Case[];
  before(function () {
    cases = judge<Case[]>(pythonOrSkip(this), 'dataProcessingReference.py', { seed: 20, count });
  });

  it('filters and joins as documented, for every operator', () => {
    for (const one of cases) {
      const shown = JSON.stringify(one);
      const filtered = attempt(() => {
        const { input } = processorsOf(one, 'input');
        return one.records.map((record) =>
          input === undefined ? null : String(input.filterInput([Buffer.from(record)])),
        );
      });
      if (one.inputFilter !== '$') assert.deepEqual(filtered, one.inputs, shown);
      else
        assert.ok(
          filtered?.every((text) => text === null),
          shown,
        );
      const made = attempt(() => {
        const { output } = processorsOf(one, 'output');
        const combined = output?.combine(
          one.records.map((text) => Buffer.from(text)),
          Buffer.from(one.answer),
        );
        return String(combined ?? one.answer);
      });
      assert.equal(made, one.output, shown);
    }
  });

  it('is tried with every operator, where it chooses something and where it cannot', () => {
    for (const operator of [
      ...['root', 'wildcard', 'child', 'bracket', 'children', 'index', 'indexes', 'slice', 'indexes and slice'],
      ...['two slices', 'not of CSV'],
    ]) {
      const with_ = cases.filter(({ operators }) => operators.includes(operator));
      const refused = with_.filter(({ inputs, output }) => inputs === null || output === null);
      assert.ok(refused.length >= 50, `${operator}: ${refused.length} refused`);
      if (['two slices', 'not of CSV'].includes(operator)) assert.equal(refused.length, with_.length);
      else assert.ok(with_.length - refused.length >= 50, `${operator}: ${with_.length - refused.length} followed`);
    }
    for (const type of ['text/csv', 'application/json', 'application/jsonlines'])
      assert.ok(cases.filter((one) => one.type === type && one.join && one.output !== null).length > 200, type);
  });
});

/** Of one side alone: a path of the other that cannot be followed is not this one's matter. */
function processorsOf(one: Case, side: 'input' | 'output'): ReturnType<typeof dataProcessors> {
  const request = {
    TransformInput: { ContentType: one.type, SplitType: one.split },
    TransformOutput: { Accept: one.type, AssembleWith: one.split },
    DataProcessing:
      side === 'input'
        ? { InputFilter: one.inputFilter }
        : { OutputFilter: one.outputFilter, JoinSource: one.join ? 'Input' : 'None' },
  } as unknown as TransformJobRequest;
  assert.equal(invalidDataProcessing(request), undefined);
  return dataProcessors(request);
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}
