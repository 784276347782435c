import assert from 'node:assert/strict';
import { PredictionMemory } from '../../../../src/jobs/predictions/predictionMemory.ts';
import { contentTypeChoices } from '../../../../src/jobs/predictions/rowsAnswers.ts';

describe('what is kept of predictions', () => {
  it('is a content type for each format, so that JSON is not proposed to be sent as CSV', async () => {
    const stored = new Map<string, unknown>();
    const memory = new PredictionMemory({
      get: (key) => stored.get(key),
      update: async (key, value) => void stored.set(key, value),
    });
    const [here, there] = [{ id: 'local' }, { id: 'other' }];
    const first = (format: 'csv' | 'jsonlines' | 'json') =>
      contentTypeChoices(format, memory.typeOf(here, 'boston', format))[0];
    assert.deepEqual([first('csv'), first('jsonlines')], ['text/csv', 'application/jsonlines']);
    await memory.keepType(here, 'boston', { format: 'csv', contentType: 'text/x-table' });
    assert.deepEqual([first('csv'), first('jsonlines')], ['text/x-table', 'application/jsonlines']);
    await memory.keepType(here, 'boston', { format: 'jsonlines', contentType: 'application/json' });
    assert.deepEqual(
      [first('csv'), first('jsonlines'), first('json')],
      ['text/x-table', 'application/json', 'application/json'],
    );
    assert.equal(memory.typeOf(here, 'other', 'csv'), undefined);
    assert.equal(memory.typeOf(there, 'boston', 'csv'), undefined);
  });
});
