import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsSessionModel } from '../../src/connections/awsSessionModel.ts';
import type { AwsChoice } from '../../src/connections/connectionChoice.ts';
import { ConnectionsModel, type Place } from '../../src/connections/connectionsModel.ts';
import { kindOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import type { SessionSource } from '../../src/sagemaker/sessionSource.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { makeModels } from '../support/manyModels.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

/** Two accounts, and the first one in two regions; each has models of its own name. */
const places = [
  { profile: 'first', account: '111111111111', region: 'eu-west-1' },
  { profile: 'far', account: '111111111111', region: 'us-west-2' },
  { profile: 'second', account: '222222222222', region: 'eu-west-1' },
] as const;
type Name = (typeof places)[number]['profile'];

describe('what belongs to one account and region', function () {
  this.timeout(90_000);
  const folders = useTemporaryFolders();
  const engines = new Map<Name, { engine: EngineProcess; proxy: FaultProxy }>();
  const logged: string[] = [];
  let storageFolder: string;
  let connections: ConnectionsModel;

  before(async () => {
    for (const { profile, account, region } of places) {
      const engine = await EngineProcess.start(undefined, ['--region', region, '--account', account]);
      await makeModels(engine, 4, `of-${profile}`);
      engines.set(profile, { engine, proxy: await FaultProxy.start(engine) });
    }
  });
  after(async () => {
    for (const { engine, proxy } of engines.values()) {
      await proxy.close();
      await engine.remove();
    }
  });
  beforeEach(async () => {
    logged.length = 0;
    storageFolder = await folders();
    const config = join(storageFolder, 'config');
    const sections = places.map(({ profile, region }) => {
      const { accessKeyId, secretAccessKey } = of(profile).engine.announcement;
      return `[profile ${profile}]\nregion = ${region}\nendpoint_url = ${of(profile).proxy.endpoint}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    });
    await writeFile(config, sections.join(''));
    const parts = {
      env: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(storageFolder, 'none') },
      askMfaCode: async () => undefined,
      clock: systemClock,
      log: (line: string) => void logged.push(line),
      storageFolder,
    };
    const memory = { get: () => undefined, update: async () => undefined };
    connections = new ConnectionsModel(nowhere, (choice) => new AwsSessionModel(choice, parts), memory);
  });
  afterEach(() => {
    connections.dispose();
    for (const { proxy } of engines.values()) proxy.heal();
  });

  function of(name: Name): { engine: EngineProcess; proxy: FaultProxy } {
    const found = engines.get(name);
    assert.ok(found);
    return found;
  }
  const choice = (profile: Name): AwsChoice => ({ kind: 'profile', profile });

  /** Switches as the quick pick does, and shows the models as the view does. */
  async function switchTo(name: Name): Promise<Session> {
    const before = connections.active.sessions.current;
    await connections.switchTo(choice(name), ({ sessions }) => sessions.connect());
    before?.lists.of('model').setVisible(false);
    const { current } = connections.active.sessions;
    assert.ok(current);
    current.lists.of('model').setVisible(true);
    return current;
  }
  const namesOf = (session: Session): string[] => session.lists.of('model').entries.map(({ name }) => name);
  const isAlone = (session: Session, name: Name): void => {
    for (const listed of namesOf(session)) assert.ok(listed.startsWith(`of-${name}-`), `${listed} under ${name}`);
  };

  it('is never listed, kept, logged or done under another, whatever is under way while one switches', async () => {
    const seen = new Map<Name, Session>();
    // Answers come long after the next switch, in an order of their own.
    places.forEach(({ profile }, at) => of(profile).proxy.always({ kind: 'wait', milliseconds: 1200 - at * 500 }));
    for (let round = 0; round < 2; round++)
      for (const { profile } of places) {
        seen.set(profile, await switchTo(profile));
        for (const [name, session] of seen) isAlone(session, name);
      }
    for (const { profile } of places) {
      const session = await switchTo(profile);
      await waitFor(`the models of ${profile}`, () => {
        for (const [name, one] of seen) isAlone(one, name);
        return namesOf(session).length === 4 ? true : undefined;
      });
    }
    // What each account was asked, it was asked for with its own region and by its own session.
    for (const { profile, region } of places)
      for (const { headers } of of(profile).proxy.passed) assert.match(headers['authorization'] ?? '', new RegExp(`/${region}/`)); // prettier-ignore
    await new Promise((next) => setTimeout(next, 6000)); // what is kept is kept by now
    const folder = join(storageFolder, 'cache');
    const kept = await readdir(folder);
    assert.equal(kept.length, places.length);
    for (const { profile, account, region } of places) {
      const own = kept.filter((name) => name.startsWith(`${account}-${region}`));
      assert.equal(own.length, 1);
      const text = await readFile(join(folder, own[0] ?? '', 'model.json'), 'utf8');
      const names = new Set(text.match(/of-[a-z]+-\d/g));
      assert.deepEqual(names, new Set([0, 1, 2, 3].map((at) => `of-${profile}-${at}`)));
    }
  });

  it('is changed where it is shown, though another place is in use by then', async () => {
    const first = await switchTo('first');
    await waitFor('the models', () => (namesOf(first).length === 4 ? true : undefined));
    await makeModels(of('first').engine, 1, 'of-both');
    await makeModels(of('second').engine, 1, 'of-both');
    const place: Place = connections.placeOf(choice('first')); // what a row of the first account carries
    of('first').proxy.always({ kind: 'wait', milliseconds: 1000 });
    const removed = place.sessions.connect().then(({ clients }) => kindOf('model').remove?.(clients, 'of-both-0'));
    const second = await switchTo('second');
    await removed;
    await kindOf('model').describe(second.clients, 'of-both-0');
    await assert.rejects(kindOf('model').describe(first.clients, 'of-both-0'), /Could not find model/);
    await kindOf('model').remove?.(second.clients, 'of-both-0');
  });

  it('names its account in the log, and fails alone', async () => {
    const first = await switchTo('first');
    await waitFor('the models', () => (namesOf(first).length === 4 ? true : undefined));
    of('first').proxy.times(8, { kind: 'refuse', status: 500, name: 'InternalFailure', message: 'first is down' });
    const failing = first.lists.of('model').refreshed();
    const second = await switchTo('second');
    await waitFor('the models', () => (namesOf(second).length === 4 ? true : undefined));
    await failing;
    assert.ok(first.lists.of('model').isStale);
    assert.equal(second.lists.of('model').isStale, false);
    assert.equal(second.lists.of('model').error, undefined);
    assert.ok(logged.length > 0);
    for (const line of logged) assert.ok(line.startsWith('[aws:111111111111:eu-west-1] '), line.split('\n')[0]);
  });
});

/** There is no local engine in these tests. */
const nowhere: SessionSource = {
  current: undefined,
  onDidChange: () => ({ dispose: () => undefined }),
  onDidFail: () => ({ dispose: () => undefined }),
  lostMessage: '',
  hasState: async () => false,
  connect: () => Promise.reject(new Error('There is no local engine.')),
  keepConnected: () => ({ dispose: () => undefined }),
};
