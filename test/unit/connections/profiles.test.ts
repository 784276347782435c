import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf, readChoice, type ConnectionChoice } from '../../../src/connections/connectionChoice.ts';
import { lostAccount, placeOf } from '../../../src/connections/place.ts';
import { findUnread, readProfiles } from '../../../src/connections/profiles.ts';
import { redirectionText } from '../../../src/connections/serviceEndpoints.ts';
import type { Connection } from '../../../src/sagemaker/connection.ts';
import { useTemporaryFolders } from '../../support/temporaryFolder.ts';

describe('profiles', () => {
  const folders = useTemporaryFolders();

  it('are read from both files, with how each gets its credentials', async () => {
    const folder = await folders();
    const env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
    await writeFile(
      env.AWS_CONFIG_FILE,
      `[profile sso]
region = eu-north-1
sso_session = mine
[sso-session mine]
sso_region = eu-north-1
[services elsewhere]
s3 =
  endpoint_url = http://127.0.0.1:1
[profile role]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = keys
[profile role-mfa]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile web]
role_arn = arn:aws:iam::123456789012:role/x
web_identity_token_file = /token
[profile program]
credential_process = /bin/credentials
[profile keys]
region = us-east-2
endpoint_url = http://127.0.0.1:2
services = elsewhere
[default]
output = json
`,
    );
    await writeFile(env.AWS_SHARED_CREDENTIALS_FILE, '[keys]\naws_access_key_id = A\naws_secret_access_key = s\n');
    assert.deepEqual(await readProfiles(env), [
      { name: 'default', how: 'no credentials', asks: false },
      {
        name: 'keys',
        how: 'access key',
        region: 'us-east-2',
        endpoint: 'http://127.0.0.1:2',
        serviceEndpoints: { s3: 'http://127.0.0.1:1' },
        asks: false,
      },
      { name: 'program', how: 'program', asks: true },
      { name: 'role', how: 'role', asks: false },
      { name: 'role-mfa', how: 'role with MFA', asks: true },
      { name: 'sso', how: 'SSO', region: 'eu-north-1', asks: false },
      { name: 'web', how: 'web identity', asks: false },
    ]);
  });

  it('come from files of which it is told where they cannot be understood', async () => {
    const folder = await folders();
    const env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
    await writeFile(env.AWS_CONFIG_FILE, '# mine\n[profile a] # x\n region = b\n\ns3 =\n  endpoint_url=c\n; end\n');
    assert.deepEqual(await findUnread(env), []);
    for (const garbage of ['region', '[profile', '\u0000\u0001', '= b']) {
      await writeFile(env.AWS_CONFIG_FILE, `[default]\r\n${garbage}\r\nregion = b\n`);
      assert.deepEqual(await findUnread(env), [{ path: env.AWS_CONFIG_FILE, line: 2 }], garbage);
    }
  });

  it('are none where there are no files', async () => {
    const folder = await folders();
    const env = { AWS_CONFIG_FILE: join(folder, 'a'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'b') };
    assert.deepEqual(await readProfiles(env), []);
  });
});

describe('the place that a choice leads to', () => {
  const facts = { how: 'access key', asks: false };
  const profiles = [
    { ...facts, name: 'default', region: 'us-west-2' },
    { ...facts, name: 'work', region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' },
    { ...facts, name: 'bare' },
  ];
  const env = { AWS_REGION: 'ap-south-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const cases: [choice: ConnectionChoice, env: Record<string, string>, region?: string, endpoint?: string][] = [
    [{ kind: 'profile', profile: 'work' }, {}, 'eu-west-1', 'http://127.0.0.1:1'],
    [{ kind: 'profile', profile: 'work', region: 'eu-north-1' }, env, 'eu-north-1', 'http://127.0.0.1:9'],
    [{ kind: 'profile', profile: 'work' }, env, 'eu-west-1', 'http://127.0.0.1:9'],
    [{ kind: 'profile', profile: 'work' }, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'eu-west-1'],
    [{ kind: 'profile', profile: 'bare' }, {}],
    [{ kind: 'profile', profile: 'bare' }, { AWS_DEFAULT_REGION: 'sa-east-1' }, 'sa-east-1'],
    [{ kind: 'environment' }, {}, 'us-west-2'],
    [{ kind: 'environment' }, { AWS_REGION: 'ap-south-1' }, 'ap-south-1'],
    [{ kind: 'environment' }, { AWS_PROFILE: 'work' }, 'eu-west-1', 'http://127.0.0.1:1'],
  ];
  for (const [choice, environment, region, endpoint] of cases) {
    it(`is ${region ?? 'unknown'}, ${endpoint ?? 'AWS'} for ${keyOf(choice)} with ${JSON.stringify(environment)}`, () => {
      assert.ok(choice.kind !== 'local');
      const place = placeOf(choice, profiles, environment);
      assert.deepEqual([place.region, place.endpoint], [region, endpoint]);
    });
  }
});

describe('what a person must know of a place', () => {
  const work = { name: 'work', how: 'access key', asks: false };
  const choice = { kind: 'profile', profile: 'work' } as const;

  it('is that a single service goes elsewhere too', () => {
    const variable = { AWS_ENDPOINT_URL_SAGEMAKER: 'http://127.0.0.1:4' };
    assert.equal(placeOf(choice, [work], variable).redirectedTo, 'http://127.0.0.1:4');
    assert.equal(placeOf(choice, [work], variable).endpoint, undefined);
    assert.equal(placeOf(choice, [work], {}).redirectedTo, undefined);
  });

  it('is which requests go elsewhere; the price list, which is the same for everybody, makes it no other place', () => {
    const of = (env: Record<string, string>, profile = work) => {
      const place = placeOf(choice, [profile], env);
      return [place.redirectedTo, redirectionText(place)];
    };
    assert.deepEqual(of({}), [undefined, undefined]);
    assert.deepEqual(of({ AWS_ENDPOINT_URL_PRICING: 'http://p' }), [
      undefined,
      'Requests to the price list go to http://p, not to AWS',
    ]);
    assert.deepEqual(of({ AWS_ENDPOINT_URL_S3: 'http://a', AWS_ENDPOINT_URL_STS: 'http://a' }), [
      'http://a',
      'Requests to S3 and STS go to http://a, not to AWS',
    ]);
    assert.deepEqual(of({ AWS_ENDPOINT_URL: 'http://e', AWS_ENDPOINT_URL_IAM: 'http://i' }), [
      'http://e',
      'Requests go to http://e, those to IAM to http://i, not to AWS',
    ]);
    assert.deepEqual(of({ AWS_ENDPOINT_URL: 'http://e', AWS_ENDPOINT_URL_IAM: 'http://e' }), [
      'http://e',
      'Requests go to http://e, not to AWS',
    ]);
  });

  it('is the account of a connection that was lost, as long as the files lead there', () => {
    const lost: Connection = {
      id: 'aws:123456789012:eu-west-1',
      kind: 'aws',
      label: 'work',
      profile: 'work',
      accountId: '123456789012',
      region: 'eu-west-1',
      endpoint: 'http://old',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    };
    const profile = { ...work, region: 'eu-west-1', endpoint: 'http://old' };
    assert.equal(lostAccount(lost, placeOf(choice, [profile], {})), '123456789012');
    const others = [{ ...profile, endpoint: 'http://new' }, { ...profile, region: 'us-east-1' }, work];
    for (const other of others) assert.equal(lostAccount(lost, placeOf(choice, [other], {})), undefined);
    assert.equal(lostAccount(undefined, placeOf(choice, [profile], {})), undefined);
  });

  it('is found in the order of botocore: variable of the service, of all, section of the service, of all', () => {
    const profile = { ...work, endpoint: 'http://c', serviceEndpoints: { s3: 'http://s3', sts: 'http://sts' } };
    const endpointsWith = (env: Record<string, string>) => {
      const { endpoint, serviceEndpoints } = placeOf(choice, [profile], env);
      return [endpoint, serviceEndpoints];
    };
    assert.deepEqual(endpointsWith({}), ['http://c', { s3: 'http://s3', sts: 'http://sts' }]);
    const variable = { AWS_ENDPOINT_URL_STS: 'http://v' };
    assert.deepEqual(endpointsWith(variable), ['http://c', { s3: 'http://s3', sts: 'http://v' }]);
    assert.deepEqual(endpointsWith({ AWS_ENDPOINT_URL: 'http://e' }), ['http://e', undefined]);
    assert.deepEqual(endpointsWith({ ...variable, AWS_ENDPOINT_URL: 'http://e' }), ['http://e', { sts: 'http://v' }]);
    assert.deepEqual(endpointsWith({ ...variable, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }), [
      undefined,
      undefined,
    ]);
  });
});

describe('a remembered choice', () => {
  it('comes back as it was, and nothing else is taken for one', () => {
    const choices: ConnectionChoice[] = [
      { kind: 'local' },
      { kind: 'profile', profile: 'a b', region: 'eu-west-1' },
      { kind: 'environment' },
    ];
    for (const choice of choices) assert.deepEqual(readChoice(JSON.parse(JSON.stringify(choice))), choice);
    for (const other of [undefined, null, 'local', {}, { kind: 'profile' }, { kind: 'other' }])
      assert.equal(readChoice(other), undefined);
    assert.equal(new Set(choices.map(keyOf)).size, 3);
  });
});
