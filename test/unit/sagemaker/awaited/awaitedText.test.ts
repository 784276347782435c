import assert from 'node:assert/strict';
import { awaitedText, isTold } from '../../../../src/sagemaker/awaited/awaitedText.ts';

describe('the end of what was awaited', () => {
  const end = (state: 'completed' | 'failed' | 'inService', reason?: string) => ({
    state,
    status: 'Failed',
    ...(reason !== undefined && { reason }),
  });

  it('is one sentence', () => {
    assert.equal(awaitedText('endpoint', 'churn', end('inService')), 'Endpoint churn is in service.');
    assert.equal(awaitedText('transformJob', 'b', end('failed')), 'Transform job b has failed (Failed).');
    assert.equal(
      awaitedText('trainingJob', 'b', end('failed', 'AlgorithmError: no\n  such  file.')),
      'Training job b has failed: AlgorithmError: no such file.',
    );
    const long = awaitedText('trainingJob', 'b', end('failed', 'x'.repeat(5_000)));
    assert.ok(long.length < 260 && long.endsWith('x…'));
  });

  it('is told as the user wants it', () => {
    assert.deepEqual(
      (['all', 'failures', 'off'] as const).map((level) => [
        isTold(end('failed'), level),
        isTold(end('completed'), level),
      ]),
      [
        [true, true],
        [true, false],
        [false, false],
      ],
    );
  });
});
