import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import { CredentialWatch } from '../../src/connections/credentialWatch.ts';
import type { AwsChoice } from '../../src/connections/connectionChoice.ts';
import { listTrainingRoles } from '../../src/sagemaker/roles.ts';
import { lookAtBucket } from '../../src/sagemaker/buckets.ts';
import { trainingJobKind } from '../../src/sagemaker/resources/kinds/trainingJobKind.ts';
import { UserError, describeChain } from '../../src/shared/errors.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { redact } from '../../src/shared/redact.ts';
import { AwsEngine } from '../support/awsEngine.ts';
import { pythonOrSkip } from '../support/python.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

describe('connections to AWS', () => {
  const folders = useTemporaryFolders();
  let aws: AwsEngine;
  let folder: string;
  let config: string;
  const opened: AwsSessionModel[] = [];
  const asked: string[] = [];
  let code: string | undefined;

  before(async () => (aws = await AwsEngine.start()));
  after(() => aws.remove());
  beforeEach(async () => {
    folder = await folders();
    config = join(folder, 'config');
    asked.length = 0;
    code = undefined;
  });
  afterEach(() => opened.splice(0).forEach((model) => model.dispose()));

  async function model(
    profiles: string,
    choice: AwsChoice,
    env: Record<string, string> = {},
  ): Promise<AwsSessionModel> {
    await writeFile(config, profiles);
    const variables = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'), ...env };
    const made = new AwsSessionModel(choice, {
      env: variables,
      watchCredentials: (changed) => new CredentialWatch(variables, systemClock, changed, () => undefined),
      askMfaCode: async (serial) => {
        asked.push(serial);
        return code;
      },
      clock: systemClock,
      log: () => undefined,
    });
    opened.push(made);
    return made;
  }
  const profile = (name: string): AwsChoice => ({ kind: 'profile', profile: name });
  const keys = () => {
    const { accessKeyId, secretAccessKey } = aws.engine.announcement;
    return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  };
  const place = () => `region = eu-west-1\nendpoint_url = ${aws.engine.announcement.endpoint}\n`;

  it('learn the account from AWS, and take region and endpoint from the profile', async () => {
    const { connection } = await (await model(`[profile work]\n${place()}${keys()}`, profile('work'))).connect();
    const { credentials: _credentials, ...facts } = connection;
    assert.deepEqual(facts, {
      id: 'aws:123456789012:eu-west-1',
      kind: 'aws',
      label: 'work',
      accountId: '123456789012',
      region: 'eu-west-1',
      endpoint: aws.engine.announcement.endpoint,
      redirectedTo: aws.engine.announcement.endpoint,
      profile: 'work',
    });
  });

  it('ask a credential program once for all clients, and not at all when the user did not ask for it', async () => {
    const counter = join(folder, 'runs');
    const program = join(folder, 'program.sh');
    const { accessKeyId, secretAccessKey } = aws.engine.announcement;
    const answer = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
    await writeFile(program, `#!/bin/sh\necho run >> '${counter}'\necho '${answer}'\n`);
    await chmod(program, 0o700);
    const sessions = await model(`[profile own]\n${place()}credential_process = ${program}\n`, profile('own'));
    await assert.rejects(
      sessions.connect({ quiet: true }),
      /The profile own is not connected; choose it again, or refresh the Jobs view/,
    );
    await assert.rejects(readFile(counter), { code: 'ENOENT' });
    const { clients } = await sessions.connect();
    await Promise.all([
      trainingJobKind.list(clients, { maxResults: 10 }),
      listTrainingRoles(clients),
      lookAtBucket(clients, 'far-away'),
    ]);
    assert.equal(await readFile(counter, 'utf8'), 'run\n');
    assert.equal(await sessions.connect({ quiet: true }), sessions.current);
  });

  it('ask for the code of an MFA device, but never by themselves', async () => {
    const profiles = `[profile keys]\n${place()}${keys()}[profile role]\n${place()}source_profile = keys\nrole_arn = arn:aws:iam::123456789012:role/x\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n`;
    const sessions = await model(profiles, profile('role'));
    await assert.rejects(sessions.connect({ quiet: true }), UserError);
    assert.deepEqual(asked, []);
    await assert.rejects(sessions.connect(), /No MFA code was given/);
    assert.deepEqual(asked, ['arn:aws:iam::123456789012:mfa/me']);
  });

  const roleArn = 'arn:aws:iam::123456789012:role/DeveloperLocal';
  const role = (more = '') =>
    `[profile keys]\n${place()}${keys()}[profile role]\n${place()}source_profile = keys\nrole_arn = ${roleArn}\nrole_session_name = me\n${more}`;

  it('take on the role of a profile where the profile says, and work with what it gives', async () => {
    const { clients, connection } = await (await model(role(), profile('role'))).connect();
    assert.equal(connection.id, 'aws:123456789012:eu-west-1');
    assert.ok(typeof connection.credentials === 'function');
    const { sessionToken, expiration } = await connection.credentials();
    assert.ok(sessionToken && expiration && expiration.getTime() > Date.now());
    assert.deepEqual((await trainingJobKind.list(clients, { maxResults: 10 })).entries, []);
    assert.equal((await lookAtBucket(clients, 'far-away')).kind, 'elsewhere');
  });

  it('give a role the code of an MFA device, and keep what it gave', async () => {
    code = '123456';
    const sessions = await model(role('mfa_serial = arn:aws:iam::123456789012:mfa/me\n'), profile('role'));
    const { clients } = await sessions.connect();
    await Promise.all([trainingJobKind.list(clients, { maxResults: 10 }), listTrainingRoles(clients)]);
    assert.deepEqual(asked, ['arn:aws:iam::123456789012:mfa/me']);
    code = '12345x';
    const again = await model(role('mfa_serial = arn:aws:iam::123456789012:mfa/me\n'), profile('role'));
    await assert.rejects(again.connect(), /The MFA code for the profile role was not accepted/);
  });

  it('ask the STS that a variable or a section of services names', async () => {
    const { endpoint } = aws.engine.announcement;
    const elsewhere = role().replaceAll(/endpoint_url = .*/g, 'endpoint_url = http://127.0.0.1:9');
    const { connection } = await (
      await model(elsewhere, profile('role'), { AWS_ENDPOINT_URL_STS: endpoint })
    ).connect();
    assert.deepEqual([connection.endpoint, connection.serviceEndpoints], ['http://127.0.0.1:9', { sts: endpoint }]);
    const section = `${role().replaceAll(/endpoint_url = .*/g, 'services = lab')}[services lab]\nsts =\n  endpoint_url = ${endpoint}\nsagemaker =\n  endpoint_url = ${endpoint}\n`;
    const { clients } = await (await model(section, profile('role'))).connect();
    assert.deepEqual((await trainingJobKind.list(clients, { maxResults: 10 })).entries, []);
  });

  it('are the same to boto3 with the same files', async function () {
    const python = pythonOrSkip(this);
    await writeFile(config, role());
    const program =
      "import boto3, json; s = boto3.Session(profile_name='role'); print(json.dumps([s.client('sts').get_caller_identity()['Arn'], len(s.client('sagemaker').list_training_jobs()['TrainingJobSummaries']), s.client('s3').list_buckets()['Buckets'][0]['Name']]))";
    const { stdout } = await promisify(execFile)(python, ['-c', program], {
      env: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') },
    });
    assert.deepEqual(JSON.parse(stdout), ['arn:aws:sts::123456789012:assumed-role/DeveloperLocal/me', 0, 'far-away']);
  });

  const failures: [what: string, profiles: () => string, choice: AwsChoice, sentence: RegExp][] = [
    [
      'a wrong secret',
      () =>
        `[profile bad]\n${place()}${keys().replace(/secret_access_key = .*/, 'secret_access_key = s3cr3tS3cr3tS3cr3t')}`,
      profile('bad'),
      /^AWS does not accept the credentials of the profile bad; check its access key and secret\.$/,
    ],
    [
      'a missing SSO sign-in',
      () =>
        `[profile sso]\nregion = eu-west-1\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.invalid/none\n`,
      profile('sso'),
      /^The SSO sign-in of the profile sso has expired or is missing; run `aws sso login --profile sso` in a terminal/,
    ],
    [
      'a profile without credentials',
      () => '[profile empty]\nregion = eu-west-1\n',
      profile('empty'),
      /^The profile empty gives no credentials; check it in \/\S+\/config, or run `aws configure --profile empty`\.$/,
    ],
    [
      'a profile that is gone',
      () => '[profile other]\nregion = eu-west-1\n',
      profile('gone'),
      /^There is no profile gone in the AWS configuration any more/,
    ],
    ['no region', () => `[profile work]\n${keys()}`, profile('work'), /^The profile work names no region; choose one/],
    [
      'a place that does not answer',
      () => `[profile work]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:9\n${keys()}`,
      profile('work'),
      /^AWS cannot be reached at http:\/\/127\.0\.0\.1:9; check the network and the proxy/,
    ],
    [
      'a credential program that fails and tells too much',
      () => `[profile own]\n${place()}credential_process = sh -c "echo s3cr3tS3cr3tS3cr3t >&2; exit 1"\n`,
      profile('own'),
      /^The credential_process of the profile own failed; run it in a terminal to see why, and try again\.$/,
    ],
    [
      'a credential program that answers with something else',
      () => `[profile own]\n${place()}credential_process = echo s3cr3tS3cr3tS3cr3t\n`,
      profile('own'),
      /^The credential_process of the profile own returned invalid JSON; correct it in \/\S+\/config\.$/,
    ],
    [
      'profiles that are the source of one another',
      () =>
        `[profile a]\n${place()}role_arn = ${roleArn}\nsource_profile = b\n[profile b]\nrole_arn = ${roleArn}\nsource_profile = a\n`,
      profile('a'),
      /^The source_profile of the profile a leads back to itself; break the circle in \/\S+\/config\.$/,
    ],
    [
      'a role that may not be taken on',
      () => role().replace('DeveloperLocal', 'LambdaLocal'),
      profile('role'),
      /^AWS does not let the profile role in \(User: arn:aws:iam::123456789012:user\/local is not authorized to perform: sts:AssumeRole/,
    ],
    [
      'a role whose STS does not answer',
      () => role().replaceAll(/endpoint_url = .*/g, 'endpoint_url = http://127.0.0.1:9'),
      profile('role'),
      /^AWS cannot be reached at http:\/\/127\.0\.0\.1:9;/,
    ],
  ];
  for (const [what, profiles, choice, sentence] of failures) {
    it(`say in one sentence what to do about ${what}, and no secret`, async () => {
      const sessions = await model(profiles(), choice);
      await assert.rejects(sessions.connect(), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, sentence);
        assert.doesNotMatch(redact(describeChain(error)), /s3cr3tS3cr3tS3cr3t/);
        return true;
      });
    });
  }

  it('end with their profile, when somebody asks for them again', async () => {
    const sessions = await model(`[profile work]\n${place()}${keys()}`, profile('work'));
    await sessions.connect();
    assert.equal(sessions.problem, undefined);
    await writeFile(config, '[default]\n');
    await assert.rejects(sessions.connect(), /There is no profile work in the AWS configuration any more/);
    assert.equal(sessions.current, undefined);
    assert.match(sessions.problem ?? '', /There is no profile work/);
    await writeFile(config, `[profile work]\n${place()}${keys()}`);
    await sessions.connect();
    assert.equal(sessions.problem, undefined);
  });

  it('end with their credentials, and say so to those who look', async () => {
    const sessions = await model(`[profile work]\n${place()}${keys()}`, profile('work'));
    const session = await sessions.connect();
    const told: unknown[] = [];
    sessions.onDidFail((error) => told.push(error));
    sessions.onDidChange((now) => told.push(now));
    const ended = session.scheduler.add({
      name: 'What AWS says when a token has expired',
      interval: () => undefined,
      run: () => Promise.reject(Object.assign(new Error('The security token is expired'), { name: 'ExpiredToken' })),
    });
    ended.trigger();
    await new Promise(setImmediate);
    assert.equal(sessions.current, undefined);
    assert.equal(told[0], undefined);
    assert.match(String(told[1]), /The credentials of the profile work have expired; renew them and try again\./);
  });

  it('take over what the files say anew in silence: keys of the same place without another session', async () => {
    const sessions = await model(`[profile work]\n${place()}${keys()}`, profile('work'));
    const session = await sessions.connect();
    const told: unknown[] = [];
    sessions.onDidChange((now) => told.push(now));
    sessions.onDidFail((error) => told.push(error));
    assert.ok(typeof session.connection.credentials === 'function');
    const before = await session.connection.credentials();
    // The keys of a role of the same account, as a tool writes them into the files.
    const other = await (await model(role(), profile('role'))).connect();
    assert.ok(typeof other.connection.credentials === 'function');
    const fresh = await other.connection.credentials();
    const temporary = `aws_access_key_id = ${fresh.accessKeyId}\naws_secret_access_key = ${fresh.secretAccessKey}\naws_session_token = ${fresh.sessionToken}\n`;
    await writeFile(config, `[profile work]\n${place()}${temporary}`);
    const { credentials } = session.connection;
    const after = await waitFor('the new keys', async () => {
      const now = await credentials();
      return now.accessKeyId === before.accessKeyId ? undefined : now;
    });
    assert.equal(after.accessKeyId, fresh.accessKeyId);
    assert.equal(sessions.current, session);
    assert.deepEqual(told, []);
    assert.deepEqual((await trainingJobKind.list(session.clients, { maxResults: 10 })).entries, []);
  });

  it('are opened anew where the files lead somewhere else', async () => {
    const sessions = await model(`[profile work]\n${place()}${keys()}`, profile('work'));
    const session = await sessions.connect();
    const moved = place().replace('127.0.0.1', 'localhost');
    await writeFile(config, `[profile work]\n${moved}${keys()}`);
    const next = await waitFor('another session', () => (sessions.current === session ? undefined : sessions.current));
    assert.match(next.connection.endpoint ?? '', /localhost/);
    assert.ok(session.isDisposed);
  });

  it('come back by themselves once their credentials are good again, and have asked the user once', async () => {
    const bad = keys().replace(/secret_access_key = .*/, 'secret_access_key = wrong');
    const sessions = await model(`[profile work]\n${place()}${keys()}`, profile('work'));
    const session = await sessions.connect();
    const lists = session.lists.of('trainingJob');
    const needs: unknown[] = [];
    sessions.onDidNeedUser((error) => needs.push(error));
    const lease = sessions.keepConnected();
    await writeFile(config, `[profile work]\n${place()}${bad}`);
    await waitFor('the loss', () => (sessions.current === undefined ? true : undefined));
    assert.equal(sessions.lost, session);
    assert.deepEqual(sessions.lost?.lists.of('trainingJob').entries, lists.entries, 'what was known can be read');
    await assert.rejects(sessions.connect({ quiet: true }), /AWS does not accept the credentials/);
    await writeFile(config, `[profile work]\n${place()}${bad}# still not\n`);
    await writeFile(config, `[profile work]\n${place()}${keys()}`);
    const again = await waitFor('the session', () => sessions.current);
    assert.notEqual(again, session);
    assert.equal(sessions.lost, undefined);
    assert.equal(sessions.problem, undefined);
    assert.equal(needs.length, 1);
    assert.match(String(needs[0]), /AWS does not accept the credentials of the profile work/);
    lease.dispose();
  });

  it('are not looked for when nobody wants them', async () => {
    const sessions = await model(`[profile work]\n${place()}${keys()}`, profile('work'));
    await sessions.connect();
    await writeFile(config, '[default]\n');
    await waitFor('the loss', () => (sessions.current === undefined ? true : undefined));
    await writeFile(config, `[profile work]\n${place()}${keys()}`);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(sessions.current, undefined);
  });

  it('are not lost with the network, nor is the user asked when it is gone from the start', async () => {
    const gone = place().replace(/endpoint_url = .*/, 'endpoint_url = http://127.0.0.1:9');
    const sessions = await model(`[profile work]\n${gone}${keys()}`, profile('work'));
    const needs: unknown[] = [];
    sessions.onDidNeedUser((error) => needs.push(error));
    await assert.rejects(sessions.connect({ quiet: true }), /AWS cannot be reached/);
    assert.deepEqual(needs, []);
  });
});
