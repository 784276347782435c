import assert from 'node:assert/strict';
import { whyUnserved } from '../../../../src/engine/server/unservedOperations.ts';

describe('Operations that are not served', () => {
  it('are refused by the name of what they belong to', () => {
    for (const [target, message] of [
      [
        'AnyScaleFrontendService.RegisterScalableTarget',
        'The local engine does not serve autoscaling today (RegisterScalableTarget): leave it out, or use AWS.',
      ],
      [
        'SageMaker.CreateInferenceComponent',
        'The local engine does not serve inference components today (CreateInferenceComponent): leave it out, or use AWS.',
      ],
      ['SageMaker.CreateModel2', undefined],
    ] as const)
      assert.equal(whyUnserved(target), message);
  });
});
