import assert from 'node:assert/strict';
import { transformSummary } from '../../../../src/jobs/predictions/transformSummary.ts';

describe('what is asked before a batch transform', () => {
  const facts = {
    title: 'rows.csv',
    rows: 3,
    bytes: 10,
    labelName: undefined,
    leftOut: [],
    hasHeader: false,
    model: 'm-1',
    contentType: 'text/csv',
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    price: { kind: 'free' },
    bucket: 'b',
    isNewBucket: false,
  } as const;
  const local = { kind: 'local', label: 'local engine', accountId: '0', region: 'us-east-1' } as const;
  const about = (more: object) => {
    const { question, facts: told } = transformSummary({ ...facts, ...more }, local);
    return [question, ...told.filter((fact) => fact.includes('m-1'))];
  };

  it('names the job that was chosen, and its model: made first, or made before', () => {
    assert.deepEqual(about({ newModelOf: 'job' }), [
      'Run 3 rows of rows.csv through job?',
      'Made first: the model m-1 of the training job job',
    ]);
    assert.deepEqual(about({ madeModelOf: 'job' }), [
      'Run 3 rows of rows.csv through job?',
      'With: the model m-1, which was made of it before',
    ]);
    assert.deepEqual(about({}), ['Run 3 rows of rows.csv through m-1?']);
  });
});
