import assert from 'node:assert/strict';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type AssumeRoleCommandInput,
} from '@aws-sdk/client-sts';
import { startTestServer, testAccount, testCredentials, type TestServer } from '../support/engineServer.ts';
import { ManualClock } from '../support/manualClock.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

describe("the engine's STS", () => {
  const folders = useTemporaryFolders();
  let server: TestServer;
  let clock: ManualClock;
  let sts: STSClient;

  const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new STSClient({ endpoint: server.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });

  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    server = await startTestServer(await folders(), clock);
    sts = clientWith(testCredentials);
  });
  afterEach(async () => {
    sts.destroy();
    await server.close();
  });

  const developer = `arn:aws:iam::${testAccount}:role/DeveloperLocal`;
  const assume = (more: Partial<AssumeRoleCommandInput> = {}) =>
    sts.send(new AssumeRoleCommand({ RoleArn: developer, RoleSessionName: 'me', ...more }));

  it('says who the caller is, and what it does not do', async () => {
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    assert.deepEqual([identity.Account, identity.Arn], [testAccount, `arn:aws:iam::${testAccount}:user/local`]);
    await assert.rejects(sts.send(new GetSessionTokenCommand({})), { name: 'InvalidAction' });
  });

  it('lends a role for a while, to whoever has key, secret and token', async () => {
    const { Credentials: made, AssumedRoleUser: user } = await assume({ DurationSeconds: 900 });
    assert.equal(user?.Arn, `arn:aws:sts::${testAccount}:assumed-role/DeveloperLocal/me`);
    assert.equal(made?.Expiration?.getTime(), clock.now() + 900_000);
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken: sessionToken = '',
    } = made;
    assert.match(accessKeyId, /^ASIA[A-Z0-9]{16}$/);
    const lent = { accessKeyId, secretAccessKey, sessionToken };
    const who = (credentials: Parameters<typeof clientWith>[0]) => {
      const client = clientWith(credentials);
      return client.send(new GetCallerIdentityCommand({})).finally(() => client.destroy());
    };
    assert.equal((await who(lent)).Arn, user.Arn);
    const unknown = { name: 'InvalidClientTokenId' };
    await assert.rejects(who({ accessKeyId, secretAccessKey }), unknown);
    await assert.rejects(who({ ...lent, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }), unknown);
    await assert.rejects(who({ ...lent, sessionToken: `${sessionToken.slice(0, -2)}aa` }), unknown);
    await assert.rejects(who({ ...testCredentials, sessionToken: 'x' }), unknown);
    await assert.rejects(who({ ...lent, secretAccessKey: 'another' }), { name: 'SignatureDoesNotMatch' });
    const s3 = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials: lent, maxAttempts: 1 });
    assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets ?? [], []);
    await clock.advance(900_000);
    await assert.rejects(who(lent), { name: /^ExpiredToken/ });
    await assert.rejects(s3.send(new ListBucketsCommand({})), { name: 'ExpiredToken' });
    s3.destroy();
  });

  const refused: [what: string, more: Partial<AssumeRoleCommandInput>, name: string, message: RegExp][] = [
    ['a role for services', { RoleArn: developer.replace('Developer', 'Lambda') }, 'AccessDenied', /sts:AssumeRole on/],
    ['a role that is not there', { RoleArn: `${developer}x` }, 'AccessDenied', /is not authorized/],
    ['what is no role', { RoleArn: 'arn:aws:iam::1:user/x' }, 'ValidationError', /'roleArn'/],
    ['a session without a name', { RoleSessionName: 'a b' }, 'ValidationError', /'roleSessionName'/],
    ['a long session', { DurationSeconds: 7200 }, 'ValidationError', /MaxSessionDuration/],
    ['a short session', { DurationSeconds: 60 }, 'ValidationError', /greater than or equal to 900/],
    ['a device without a code', { SerialNumber: 'arn:aws:iam::1:mfa/me' }, 'AccessDenied', /must provide both/],
    [
      'a code of another form',
      { SerialNumber: 'arn:aws:iam::1:mfa/me', TokenCode: '12345' },
      'AccessDenied',
      /^MultiFactorAuthentication failed with invalid MFA one time pass code/,
    ],
  ];
  for (const [what, more, name, message] of refused)
    it(`refuses ${what}`, () => assert.rejects(assume(more), { name, message }));
});
