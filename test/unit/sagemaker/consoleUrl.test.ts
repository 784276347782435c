import assert from 'node:assert/strict';
import { consoleKinds, consoleUrl, noConsoleReason } from '../../../src/sagemaker/consoleUrl.ts';
import { kindIds } from '../../../src/sagemaker/resources/resourceKind.ts';

const at = (region: string, kind: 'aws' | 'local' = 'aws') => ({ kind, region });

describe('the address of a resource in the console', () => {
  it('is that of its partition and region', () => {
    const url = (region: string) => consoleUrl('trainingJob', 'boston-1', at(region));
    assert.equal(
      url('eu-west-1'),
      'https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1#/jobs/boston-1',
    );
    assert.equal(
      url('cn-north-1'),
      'https://cn-north-1.console.amazonaws.cn/sagemaker/home?region=cn-north-1#/jobs/boston-1',
    );
    assert.equal(
      url('us-gov-west-1'),
      'https://us-gov-west-1.console.amazonaws-us-gov.com/sagemaker/home?region=us-gov-west-1#/jobs/boston-1',
    );
    assert.equal(url('us-iso-east-1'), undefined);
    assert.equal(consoleUrl('trainingJob', 'boston-1', at('us-east-1', 'local')), undefined);
  });

  it('is missing for a reason that is known before anything is picked', () => {
    assert.match(noConsoleReason(at('us-east-1', 'local')) ?? '', /^The local engine has no console/);
    assert.match(noConsoleReason(at('us-iso-east-1')) ?? '', /console in us-iso-east-1 is not known/);
    assert.equal(noConsoleReason(at('cn-north-1')), undefined);
  });

  it('is another page for every kind but AutoML jobs, which have none', () => {
    const urls = kindIds.map((kind) => consoleUrl(kind, 'n', at('us-east-1')));
    const there = urls.filter((url) => url !== undefined);
    assert.equal(new Set(there).size, kindIds.length - 1);
    assert.deepEqual(
      consoleKinds,
      kindIds.filter((kind) => kind !== 'autoMlJob'),
    );
  });
});
