import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import type { WatchCredentials } from '../../src/connections/credentialWatch.ts';
import { KnownAccounts } from '../../src/connections/knownAccounts.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { expired, FaultProxy } from '../support/faultProxy.ts';
import { makeModels } from '../support/manyModels.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const choice = { kind: 'profile', profile: 'work' } as const;

describe('what a new window knows of an account that it cannot sign in to', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();
  const memory = new Map<string, unknown>();
  const opened: AwsSessionModel[] = [];
  let folder: string;
  let first: EngineProcess;
  let second: EngineProcess;
  let proxy: FaultProxy;

  before(async () => {
    first = await EngineProcess.start(undefined, ['--region', 'eu-west-1', '--account', '111111111111']);
    second = await EngineProcess.start(undefined, ['--region', 'eu-west-1', '--account', '222222222222']);
    await makeModels(first, 3, 'of-first');
    await makeModels(second, 2, 'of-second');
    proxy = await FaultProxy.start(first);
  });
  after(async () => {
    await proxy.close();
    await first.remove();
    await second.remove();
  });
  beforeEach(async () => {
    proxy.heal();
    memory.clear();
    folder = await folders();
    await mkdir(join(folder, 'storage'));
    await profile(first, proxy.endpoint);
    const session = await window().connect();
    session.lists.of('model').setVisible(true);
    await waitFor('the models', () => (namesOf(session).length === 3 ? true : undefined));
    const kept = join(folder, 'storage', 'cache');
    await waitFor('what is kept of them', async () => {
      const [place = ''] = await readdir(kept).catch(() => []);
      return (await readFile(join(kept, place, 'model.json'), 'utf8').catch(() => '')).includes('of-first-2')
        ? true
        : undefined;
    });
    closeAll();
  });
  afterEach(() => closeAll());
  const closeAll = (): void => opened.splice(0).forEach((model) => model.dispose());

  async function profile({ announcement }: EngineProcess, endpoint: string, more = ''): Promise<void> {
    const { accessKeyId, secretAccessKey } = announcement;
    await writeFile(
      join(folder, 'config'),
      `[profile work]\nregion = eu-west-1\nendpoint_url = ${endpoint}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${more}`,
    );
  }

  /** A window's source: it has what other windows have remembered and kept, and nothing else. */
  function window(watchCredentials?: WatchCredentials): AwsSessionModel {
    const model = new AwsSessionModel(choice, {
      ...(watchCredentials && { watchCredentials }),
      env: { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') },
      askMfaCode: async () => undefined,
      clock: systemClock,
      log: () => undefined,
      storageFolder: join(folder, 'storage'),
      known: new KnownAccounts({
        get: (key) => memory.get(key),
        update: async (key, value) => void memory.set(key, JSON.parse(JSON.stringify(value))),
      }),
    });
    opened.push(model);
    return model;
  }
  const namesOf = (session: Session): string[] =>
    session.lists
      .of('model')
      .entries.map(({ name }) => name)
      .sort();
  const all = ['of-first-0', 'of-first-1', 'of-first-2'];

  for (const [why, fault, reason] of [
    ['its credentials have expired', expired, /The credentials of the profile work have expired/],
    ['the connection is cut', { kind: 'cut', after: 'request' }, /cannot be reached/],
  ] as const)
    it(`is what was kept of it, not up to date, where ${why}; nothing is asked for it`, async () => {
      proxy.always(fault);
      const model = window();
      let told = 0;
      model.onDidFail(() => {
        told++;
        assert.ok(model.lost, 'the rows are there when the reason is told');
      });
      await assert.rejects(model.connect({ quiet: true }), reason);
      assert.equal(told, 1);
      const { lost } = model;
      assert.equal(lost?.connection.id, 'aws:111111111111:eu-west-1');
      const asked = proxy.passed.length;
      const list = lost.lists.of('model');
      list.setVisible(true);
      await list.recall();
      assert.deepEqual(namesOf(lost), all);
      assert.ok(list.isStale && list.asOf !== undefined && Date.now() - list.asOf < 60_000);
      await new Promise((next) => setTimeout(next, 300));
      assert.equal(proxy.passed.length, asked);
      proxy.heal();
      const session = await model.connect();
      assert.equal(model.lost, undefined);
      assert.equal(session.connection.id, lost.connection.id);
    });

  it('is there too where a person must be asked for a code first', async () => {
    const role = 'role_arn = arn:aws:iam::111111111111:role/x\nmfa_serial = arn:aws:iam::111111111111:mfa/me\n';
    await profile(first, proxy.endpoint, `${role}source_profile = work\n`);
    memory.set('sagemakerWorkbench.connection.accounts', await knownNow());
    const model = window();
    await assert.rejects(model.connect({ quiet: true }), /is not connected/);
    assert.equal(model.lost?.connection.accountId, '111111111111');
  });

  /** What is remembered, as of the files as they are. */
  async function knownNow(): Promise<unknown> {
    const { profileFingerprint } = await import('../../src/connections/profileFingerprint.ts');
    const [[key, account]] = memory.get('sagemakerWorkbench.connection.accounts') as [[string, object]];
    const env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
    return [[key, { ...account, fingerprint: await profileFingerprint(choice, env) }]];
  }

  it('is nothing where the profile says something else by now: it may be another account', async () => {
    proxy.always(expired);
    for (const change of [
      '[profile other]\n',
      'role_arn = arn:aws:iam::222222222222:role/x\n',
      'region = us-west-2\n',
    ]) {
      await profile(first, proxy.endpoint, change);
      const model = window();
      await assert.rejects(model.connect({ quiet: true }));
      assert.equal(model.lost !== undefined, change.startsWith('[profile other]'), change);
    }
  });

  it('is gone in an open window where the profile says something else by now, and nobody can be asked', async () => {
    proxy.always(expired);
    let changed: () => void = () => undefined;
    const model = window((listener) => {
      changed = listener;
      return { dispose: () => undefined };
    });
    const lease = model.keepConnected();
    await assert.rejects(model.connect({ quiet: true }));
    assert.ok(model.lost);
    changed();
    await new Promise((next) => setTimeout(next, 300));
    assert.ok(model.lost, 'the files say the same');
    await profile(first, proxy.endpoint, 'role_arn = arn:aws:iam::222222222222:role/x\nsource_profile = work\n');
    let told = 0;
    model.onDidChange((session) => (told += session === undefined ? 1 : 0));
    changed();
    await waitFor('the rows to go', () => (model.lost === undefined ? true : undefined));
    assert.equal(told, 1);
    lease.dispose();
  });

  it('is gone when the profile is another account', async () => {
    proxy.always(expired);
    const model = window();
    await assert.rejects(model.connect({ quiet: true }));
    assert.ok(model.lost);
    await profile(second, second.announcement.endpoint);
    const session = await model.connect();
    assert.equal(model.lost, undefined);
    assert.equal(session.connection.accountId, '222222222222');
    session.lists.of('model').setVisible(true);
    await waitFor('its models', () => (namesOf(session).length === 2 ? true : undefined));
    assert.deepEqual(namesOf(session), ['of-second-0', 'of-second-1']);
    assert.equal(JSON.stringify([...memory]).includes('222222222222'), true);
    const { secretAccessKey, accessKeyId } = second.announcement;
    for (const secret of [secretAccessKey, accessKeyId]) assert.ok(!JSON.stringify([...memory]).includes(secret));
  });
});
