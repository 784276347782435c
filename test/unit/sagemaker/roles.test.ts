import assert from 'node:assert/strict';
import { roleArnProblem } from '../../../src/jobs/aws/roleArn.ts';
import { trustsSageMaker } from '../../../src/sagemaker/roles.ts';

describe('the trust policy of a role', () => {
  const allow = (Principal: unknown, Action: unknown = 'sts:AssumeRole') => ({ Effect: 'Allow', Principal, Action });
  const service = { Service: 'sagemaker.amazonaws.com' };
  const encoded = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
  const policies: [what: string, policy: string | undefined, trusts: boolean][] = [
    ['names SageMaker', encoded({ Statement: [allow(service)] }), true],
    ['has one statement that is no list', encoded({ Statement: allow(service) }), true],
    [
      'names several services',
      encoded({ Statement: [allow({ Service: ['ec2.amazonaws.com', 'sagemaker.amazonaws.com'] })] }),
      true,
    ],
    ['allows several actions', encoded({ Statement: [allow(service, ['sts:TagSession', 'sts:AssumeRole'])] }), true],
    ['allows all actions', encoded({ Statement: [allow(service, 'sts:*')] }), true],
    ['is of China', encoded({ Statement: [allow({ Service: 'sagemaker.amazonaws.com.cn' })] }), true],
    ['has it second', encoded({ Statement: [allow({ AWS: '*' }), allow(service)] }), true],
    ['names another service', encoded({ Statement: [allow({ Service: 'lambda.amazonaws.com' })] }), false],
    [
      'names a service that only looks like it',
      encoded({ Statement: [allow({ Service: 'sagemaker.amazonaws.com.evil' })] }),
      false,
    ],
    ['denies', encoded({ Statement: [{ ...allow(service), Effect: 'Deny' }] }), false],
    ['allows another action', encoded({ Statement: [allow(service, 'sts:TagSession')] }), false],
    ['names users only', encoded({ Statement: [allow({ AWS: 'arn:aws:iam::1:root' }, 'sts:AssumeRole')] }), false],
    ['is broken JSON', encodeURIComponent('{"Statement": ['), false],
    ['is badly encoded', '%E0%A4%A', false],
    ['is null', 'null', false],
    ['is empty', '', false],
    ['is absent', undefined, false],
  ];
  for (const [what, policy, trusts] of policies) {
    it(`${trusts ? 'lets SageMaker in' : 'keeps SageMaker out'} when it ${what}`, () =>
      assert.equal(trustsSageMaker(policy), trusts));
  }
});

describe('the ARN of a role', () => {
  it('is of a role, and of the account that the job runs in', () => {
    const account = '123456789012';
    for (const good of [
      `arn:aws:iam::${account}:role/service-role/AmazonSageMaker-ExecutionRole-20200101T000000`,
      `arn:aws-cn:iam::${account}:role/x+y=z,.@_-`,
    ])
      assert.equal(roleArnProblem(good, account), undefined);
    assert.match(roleArnProblem('arn:aws:iam::999999999999:role/x', account) ?? '', /belongs to account 999999999999/);
    for (const bad of [
      '',
      'x',
      `arn:aws:iam::${account}:user/x`,
      `arn:aws:iam::${account}:role/`,
      `arn:aws:iam::12:role/x`,
    ])
      assert.match(roleArnProblem(bad, account) ?? '', /not the ARN of a role/);
  });
});
