import assert from 'node:assert/strict';
import { AwsConnectionError } from '../../../src/connections/awsConnectionError.ts';
import { AwsSessionModel } from '../../../src/connections/awsSessionModel.ts';
import { keyOf } from '../../../src/connections/connectionChoice.ts';
import { ConnectionsModel, type Place } from '../../../src/connections/connectionsModel.ts';
import { LocalEngine } from '../../../src/local/localEngine.ts';
import { LocalSessionModel } from '../../../src/local/localSessionModel.ts';
import { systemClock } from '../../../src/shared/node/systemClock.ts';

describe('the connections of a window', () => {
  const memory = new Map<string, unknown>();
  const parts = {
    env: { AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/none' },
    askMfaCode: async () => undefined,
    clock: systemClock,
    log: () => undefined,
  };
  const made: AwsSessionModel[] = [];

  beforeEach(() => {
    memory.clear();
    made.length = 0;
  });

  function open(): ConnectionsModel {
    const engine = new LocalEngine({
      mayStart: () => true,
      version: '0.0.0',
      distFolder: '/nowhere',
      storageFolder: '/nowhere',
      stateDirectory: () => '/nowhere',
      start: () => assert.fail('nothing is started'),
      clock: systemClock,
      log: () => undefined,
    });
    const openAws = (choice: AwsSessionModel['choice']): AwsSessionModel => {
      const source = new AwsSessionModel(choice, parts);
      made.push(source);
      return source;
    };
    const store = {
      get: (key: string) => memory.get(key),
      update: async (key: string, value: unknown) => void memory.set(key, value),
    };
    return new ConnectionsModel(new LocalSessionModel(engine, systemClock, () => undefined), openAws, store);
  }

  it('begin with the local engine, and in the next window with the last choice', async () => {
    const connections = open();
    assert.equal(connections.active.choice.kind, 'local');
    const choice = { kind: 'profile', profile: 'work', region: 'eu-west-1' } as const;
    await connections.choose(choice);
    const next = open();
    assert.deepEqual(next.active.choice, choice);
    assert.equal(JSON.stringify([...memory.values()]), JSON.stringify([choice, [choice]]), 'names only are remembered');
    connections.dispose();
    next.dispose();
  });

  it('stay where they are until the next place is connected, and where it cannot be or is given up', async () => {
    const connections = open();
    const choice = { kind: 'profile', profile: 'gone', region: 'eu-west-1' } as const;
    const failed: unknown[] = [];
    const { sessions } = connections.placeOf(choice);
    sessions.onDidFail((error) => failed.push(error));
    await assert.rejects(
      connections.switchTo(choice, (place) => place.sessions.connect()),
      /There is no profile gone/,
    );
    assert.equal(connections.active.choice.kind, 'local');
    assert.match(sessions.problem ?? '', /^There is no profile gone/, 'for the status bar');
    assert.equal(failed.length, 1);
    assert.equal(await connections.switchTo(choice, async () => undefined), undefined);
    assert.equal(connections.active.choice.kind, 'local');
    assert.equal(memory.size, 0);
    connections.dispose();
  });

  it('go by the last choice: one that connects or fails later is dropped, and not written down', async () => {
    const [work, production, moto] = ['work', 'acme-prod', 'moto'].map(
      (profile) => ({ kind: 'profile', profile, region: 'eu-west-1' }) as const,
    );
    assert.ok(work && production && moto);
    const connections = open();
    await connections.choose(work);
    const session = {};
    const ends: { readonly connected: () => void; readonly failed: (error: Error) => void }[] = [];
    const slowly = () =>
      new Promise<object>((connected, failed) => ends.push({ connected: () => connected(session), failed }));
    const told: string[] = [];
    connections.onDidSwitch(({ choice }) => told.push(keyOf(choice)));
    const late = connections.switchTo(production, slowly);
    const failing = connections.switchTo({ ...production, region: 'us-east-1' }, slowly);
    assert.ok(await connections.switchTo(moto, async () => session));
    ends[0]?.connected();
    ends[1]?.failed(new Error('its sign-in timed out'));
    assert.deepEqual([await late, await failing], [undefined, undefined]);
    assert.deepEqual([connections.active.choice, told], [moto, [keyOf(moto)]]);
    assert.deepEqual([...memory.values()], [moto, [moto, work]], 'nor does the next window begin there');
    // The local engine and a deployment elsewhere are chosen without connecting, and are wishes too.
    const leaves = [() => connections.switchTo({ kind: 'local' }, slowly), () => connections.choose(work)];
    for (const leave of leaves) {
      const later = connections.switchTo(production, slowly);
      const place = await leave();
      ends.at(-1)?.connected();
      assert.equal(await later, undefined);
      assert.equal(connections.active.sessions, place?.sessions);
    }
    // One that the user gave up does not take the place of the one before.
    const first = connections.switchTo(production, slowly);
    assert.equal(await connections.switchTo(moto, async () => undefined), undefined);
    ends.at(-1)?.connected();
    assert.equal(await first, undefined, 'it was left for another one');
    assert.deepEqual(connections.active.choice, work);
    // Nor does one that is refused before it is tried; who leaves the list, or cannot be shown one, wishes for nothing.
    const refusal = new AwsConnectionError('The profile moto gives no credentials.');
    for (const [pick, isLeft] of [
      [() => Promise.reject(refusal), true],
      [() => Promise.reject(new Error('EIO')), false],
      [() => Promise.resolve(undefined), false],
    ] as const) {
      await connections.choose(work);
      const before = connections.switchTo(production, slowly);
      await connections.picked(pick).then(
        (choice) => assert.equal(choice, undefined),
        (error: unknown) => assert.equal(error === refusal, isLeft),
      );
      ends.at(-1)?.connected();
      assert.equal((await before) === undefined, isLeft);
      assert.deepEqual(connections.active.choice, isLeft ? work : production);
    }
    assert.deepEqual(await connections.picked(async () => moto), moto);
    connections.dispose();
  });

  it('know what was used last, newest first, whatever else the memory holds', async () => {
    const connections = open();
    const [a, b] = ['a', 'b'].map((profile) => ({ kind: 'profile', profile, region: 'eu-west-1' }) as const);
    assert.ok(a && b);
    for (const choice of [a, b, { kind: 'local' } as const, a]) await connections.choose(choice);
    assert.deepEqual(connections.recent, [a, b]);
    for (let i = 0; i < 6; i++) await connections.choose({ ...a, region: `region-${i}` });
    assert.equal(connections.recent.length, 5);
    memory.set('sagemakerWorkbench.connection.recent', ['nonsense', { kind: 'local' }, 7]);
    assert.deepEqual(connections.recent, []);
    connections.dispose();
  });

  it('have one source for each place, and tell of a switch once', async () => {
    const connections = open();
    const told: Place[] = [];
    connections.onDidSwitch((place) => told.push(place));
    const ireland = { kind: 'profile', profile: 'work', region: 'eu-west-1' } as const;
    const first = await connections.choose(ireland);
    assert.equal((await connections.choose({ ...ireland })).sessions, first.sessions);
    assert.equal(connections.placeOf(ireland).sessions, first.sessions);
    const oregon = connections.placeOf({ ...ireland, region: 'us-west-2' });
    assert.notEqual(oregon.sessions, first.sessions);
    assert.equal(connections.placeOf({ kind: 'local' }), connections.local);
    assert.equal(told.length, 1);
    assert.equal(made.length, 2);
    connections.dispose();
    assert.ok(made.every(({ isDisposed }) => isDisposed));
  });
});
