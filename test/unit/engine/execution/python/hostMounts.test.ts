import assert from 'node:assert/strict';
import { HostMounts, type HostMountsParts } from '../../../../../src/engine/execution/python/hostMounts.ts';
import { hostsOf } from '../../../../../src/engine/execution/jobHosts.ts';
import type { HostSpace } from '../../../../../src/engine/execution/runner.ts';

const command = { program: 'python', args: ['train.py'], env: {}, cwd: '/' };

describe('hosts on a machine that has no mounts for them', () => {
  const spaceOf = (InstanceCount: number): HostSpace => {
    const hosts = hostsOf({ ResourceConfig: { InstanceCount } }, '/work');
    const [host = assert.fail()] = hosts;
    return { host, hosts };
  };
  const asked: string[][] = [];
  const parts = (more: Partial<HostMountsParts>): HostMountsParts => ({
    run: (program, args) => {
      asked.push([program, ...args]);
      return Promise.resolve({ exitCode: 1, stdout: '', stderr: 'unshare: Operation not permitted' });
    },
    find: (program) => `/sbin/${program}`,
    lookup: () => Promise.reject(new Error('ENOTFOUND')),
    hasMounts: true,
    isRoot: false,
    ...more,
  });

  it('are told that their names are unknown, with what to do, and programs start as they are', async () => {
    const names = new HostMounts(parts({}));
    const { note, wrap } = await names.prepare(spaceOf(3));
    assert.equal(
      note,
      "The names algo-1 to algo-3 do not resolve on this machine, where all hosts are 127.0.0.1: connect to that, or add the line '127.0.0.1 algo-1 algo-2 algo-3' to the machine's hosts file.",
    );
    assert.equal(wrap(command), command);
    await names.prepare(spaceOf(2));
    assert.equal(asked.length, 1, 'the machine is asked once');
    assert.deepEqual(asked[0]?.slice(0, 4), ['/sbin/unshare', '--user', '--map-root-user', '--mount']);
  });

  it('are told that they know their names where its hosts file has them, and not where a name server sends strangers elsewhere', async () => {
    const here = new HostMounts(parts({ hasMounts: false, lookup: () => Promise.resolve('127.0.0.1') }));
    assert.match((await here.prepare(spaceOf(2))).note ?? '', /this machine knows the names/);
    const elsewhere = new HostMounts(parts({ hasMounts: false, lookup: () => Promise.resolve('203.0.113.7') }));
    assert.match((await elsewhere.prepare(spaceOf(2))).note ?? '', /do not resolve/);
  });

  it('leave the FastFile channels of root to their permission bits, once the machine was asked', async () => {
    const space = spaceOf(1);
    const readOnly = ['/work/algo-1/ml/input/data/train'];
    asked.length = 0;
    const { note, wrap } = await new HostMounts(parts({ isRoot: true })).prepare(space, { readOnly });
    assert.equal(note, undefined);
    assert.equal(wrap(command), command);
    assert.deepEqual(asked[0]?.slice(0, 2), ['/sbin/unshare', '--mount']);
    await new HostMounts(parts({ run: () => assert.fail() })).prepare(space, { readOnly }); // a user who is not root heeds the bits
  });

  it('have no mounts without the programs for them', async () => {
    const find = (program: string) => (program === 'mount' ? undefined : `/sbin/${program}`);
    const bare = new HostMounts(parts({ find, run: () => assert.fail(), isRoot: true }));
    assert.equal((await bare.prepare(spaceOf(1), { asOptMl: true })).wrap(command), command);
  });

  it('need no names in a job of one host', async () => {
    const none = new HostMounts(parts({ run: () => assert.fail(), lookup: () => assert.fail() }));
    assert.equal((await none.prepare(spaceOf(1))).note, undefined);
  });

  it('are told that their folder cannot be seen as /opt/ml', async () => {
    const { hasOptMl, wrap } = await new HostMounts(parts({})).prepare(spaceOf(1), { asOptMl: true });
    assert.equal(hasOptMl, false);
    assert.equal(wrap(command), command);
  });
});
