import assert from 'node:assert/strict';
import { AwsConnectionError } from '../../../src/connections/awsConnectionError.ts';
import { awsProblem } from '../../../src/connections/awsProblem.ts';
import { signInFor } from '../../../src/connections/signIn.ts';

describe('the sign-in that helps', () => {
  const work = { kind: 'profile', profile: 'my work; rm -rf' } as const;
  const sso = awsProblem(
    Object.assign(new Error('The SSO session associated with this profile has expired'), {
      name: 'CredentialsProviderError',
    }),
    work,
    'eu-west-1',
  );

  it('is the CLI’s for SSO, with the profile as one argument', () => {
    const args = ['sso', 'login', '--profile', 'my work; rm -rf'];
    assert.deepEqual(signInFor(work, sso, false), { program: 'aws', args });
    assert.deepEqual(signInFor(work, sso, true)?.args, [...args, '--no-browser', '--use-device-code']);
    assert.deepEqual(signInFor({ kind: 'environment' }, sso, false)?.args, ['sso', 'login']);
  });

  it('is the CLI’s login for what that gave', () => {
    const login = awsProblem(new Error('Your session has expired. Please run aws login'), work, 'eu-west-1');
    assert.deepEqual(signInFor(work, login, false)?.args, ['login', '--profile', work.profile]);
  });

  it('is none for keys, networks and whatever else is wrong', () => {
    const expired = awsProblem(Object.assign(new Error('expired'), { name: 'ExpiredToken' }), work, 'eu-west-1');
    const network = awsProblem(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), work, 'eu-west-1');
    for (const problem of [expired, network, new Error('SSO'), undefined])
      assert.equal(signInFor(work, problem, false), undefined);
    assert.ok(network instanceof AwsConnectionError && network.remedy === 'wait');
  });
});
