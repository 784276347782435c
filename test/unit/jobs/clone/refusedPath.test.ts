import assert from 'node:assert/strict';
import { refusedPath } from '../../../../src/jobs/clone/refusedPath.ts';

const request = {
  ModelName: 'churn',
  ExecutionRoleArn: 'arn:aws:iam::1:role/r',
  PrimaryContainer: { Image: 'registry/churn-2:1', ModelDataUrl: 's3://b/model.tar.gz', Environment: { KEY: 'on' } },
  Tags: [
    { Key: 'a', Value: 'b' },
    { Key: 'Project', Value: '' },
  ],
};

describe('the field that a refusal is about', () => {
  const cases: [message: string, path: (string | number)[] | undefined][] = [
    [
      "1 validation error detected: Value 'x' at 'primaryContainer.modelDataUrl' failed to satisfy constraint: Member …",
      ['PrimaryContainer', 'ModelDataUrl'],
    ],
    [
      "1 validation error detected: Value 'x' at 'tags.2.member.key' failed to satisfy constraint: …",
      ['Tags', 1, 'Key'],
    ],
    [
      "1 validation error detected: Value null at 'vpcConfig.subnets' failed to satisfy constraint: Member must not be null",
      ['VpcConfig', 'Subnets'],
    ],
    ['Cannot create already existing model "arn:aws:sagemaker:us-east-1:1:model/churn".', ['ModelName']],
    ['Could not access model data at s3://b/model.tar.gz. Please ensure …', ['PrimaryContainer', 'ModelDataUrl']],
    ['The ExecutionRoleArn is of another account', ['ExecutionRoleArn']],
    ['Could not assume role arn:aws:iam::1:role/r.', ['ExecutionRoleArn']],
    ['Requested image registry/churn-2:1 not found.', ['PrimaryContainer', 'Image']],
    ['The account-level service limit is 0.', undefined],
  ];
  for (const [message, path] of cases)
    it(`${path?.join('.') ?? 'none'}: ${message.slice(0, 60)}`, () =>
      assert.deepEqual(refusedPath(request, message), path));

  it('is the one whose kind of thing is spoken of where two have the same value', () => {
    const endpoint = { EndpointName: 'churn', EndpointConfigName: 'churn' };
    assert.deepEqual(refusedPath(endpoint, 'Could not find endpoint configuration "…/churn".'), ['EndpointConfigName']);
    assert.deepEqual(refusedPath(endpoint, 'Cannot create already existing endpoint "…/churn".'), ['EndpointName']);
  });
});
