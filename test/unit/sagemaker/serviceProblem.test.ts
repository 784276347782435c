import assert from 'node:assert/strict';
import { awsProblem } from '../../../src/connections/awsProblem.ts';
import { AwsConnectionError } from '../../../src/connections/awsConnectionError.ts';
import { rememberAsked } from '../../../src/sagemaker/requests/asked.ts';
import { problemText, staleReason } from '../../../src/sagemaker/serviceProblem.ts';
import { UserError } from '../../../src/shared/errors.ts';

const page =
  '@aws-sdk XML parse error: unexpected content.\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';

function failed(message: string, httpStatusCode?: number): Error {
  const error = Object.assign(new Error(message), httpStatusCode && { $metadata: { httpStatusCode } });
  const connection = { kind: 'aws', label: 'work', region: 'eu-west-1', accountId: '123456789012' } as const;
  rememberAsked(error, { operation: 'ListModels', input: {}, connection });
  return error;
}

describe('what a person is told of an error', () => {
  it('is never what a parser says of a page that is not the service’s', () => {
    for (const error of [new Error(page), failed(page), failed(page, 200), failed(page, 502)])
      assert.doesNotMatch(problemText(error), /XML|parse|Deserialization/);
    assert.match(problemText(new Error(page)), /^What answered is not the service; look for a proxy/);
    assert.match(problemText(failed(page)), /what answered is not AWS; look for a proxy/);
    assert.match(problemText(failed(page, 502)), /AWS had an error of its own \(HTTP 502\)/);
    const connecting = awsProblem(new Error(page), { kind: 'profile', profile: 'work' }, 'eu-west-1');
    assert.match(connecting.message, /could not connect to AWS at eu-west-1: what answered is not AWS; look/);
    assert.equal(connecting instanceof AwsConnectionError && connecting.remedy, 'wait');
  });

  it('says once what to do next, and where in one pair of brackets', () => {
    assert.equal(
      problemText(failed('We encountered an internal error. Please try again.', 500)),
      'Listing the models (eu-west-1 of work, account 123456789012) failed: ' +
        'AWS had an error of its own (HTTP 500: We encountered an internal error); try again.',
    );
    assert.match(problemText(failed('Please try again later.', 503)), /of its own \(HTTP 503\); try again\.$/);
    assert.match(
      problemText(failed('The index has nothing to retry.', 500)),
      /\(HTTP 500: The index has nothing to retry\)/,
    );
  });

  it('keeps what was said for a person', () => {
    assert.equal(problemText(new UserError('It is gone.')), 'It is gone.');
    assert.match(problemText(new SyntaxError('Unexpected token')), /Unexpected token/);
  });

  it('is for what is not up to date the reason alone', () => {
    assert.equal(staleReason(failed('Internal', 500)), 'the service answered with an error (500)');
    assert.equal(staleReason(failed(page, 503)), 'the service answered with an error (503)');
    assert.equal(staleReason(failed(page)), 'what answered is not AWS');
    assert.equal(staleReason(failed('connect ECONNREFUSED 127.0.0.1:1')), 'AWS cannot be reached');
    assert.equal(staleReason(new UserError('There is no answer yet.')), 'there is no answer yet');
    assert.equal(staleReason(new UserError('AWS is away; wait.')), 'AWS is away; wait');
  });

  it('keeps short what the service says in many words', () => {
    const said = `1 validation error detected: Value 'Created' at 'sortBy' failed to satisfy constraint: Member must satisfy ${'enum value set '.repeat(40)}`;
    assert.equal(
      staleReason(failed(said)),
      "AWS refused the request (1 validation error detected: Value 'Created' at 'sortBy' failed to satisfy constraint: Member must…)",
    );
    assert.equal(staleReason(failed('The sort key is unknown.')), 'AWS refused the request (The sort key is unknown)');
    const told = problemText(failed(said));
    assert.ok(told.length < 320 && told.endsWith('….'), told);
    const role = 'r'.repeat(150);
    const denial = `User: arn:aws:sts::123456789012:assumed-role/${role}/ann is not authorized to perform: sagemaker:ListModels because no policy allows the sagemaker:ListModels action`;
    assert.match(problemText(failed(denial)), /no policy allows the sagemaker:ListModels action/);
    const denied = Object.assign(failed(denial), { name: 'AccessDeniedException' });
    assert.equal(staleReason(denied), 'AWS does not allow sagemaker:ListModels');
  });
});
