import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ListCache } from '../../src/sagemaker/cache/listCache.ts';
import { ResourceListModel } from '../../src/sagemaker/resources/resourceListModel.ts';
import { Scheduler } from '../../src/sagemaker/scheduler.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { ManualClock } from '../support/manualClock.ts';
import { noClients, ScriptedService } from '../support/scriptedKind.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';

const silent = (): void => undefined;
const connection = 'aws:1:eu-west-1';

/** A service with finished jobs, a second apart. */
export function serviceWith(count: number): ScriptedService {
  const service = new ScriptedService();
  const start = Date.now();
  for (let at = 0; at < count; at++)
    service.put(`sagemaker-xgboost-2026-11-21-${String(at).padStart(6, '0')}`, start - at * 1000);
  return service;
}

/** A list that has loaded everything that its service has. */
export async function fullList(service: ScriptedService, folder?: string) {
  const clock = folder === undefined ? new ManualClock(Date.now()) : systemClock;
  const scheduler = new Scheduler(clock, silent);
  const cache = folder === undefined ? undefined : new ListCache(folder, connection, { clock, log: silent });
  const list = new ResourceListModel(service.kind, { clients: noClients('aws'), scheduler, clock, cache });
  await list.refreshed();
  list.setVisible(true);
  while (list.hasMore) await list.loadMore();
  const dispose = (): void => [list, scheduler, cache].forEach((part) => part?.dispose());
  return { list, clock, cache, dispose };
}

/** From a list that nobody has asked for yet to the rows of its first page, as a window begins: read, parsed, ordered. */
export async function prepareListPaint(count: number): Promise<PreparedBenchmark> {
  const folder = await mkdtemp(join(tmpdir(), 'sagemaker-list-bench-'));
  const service = serviceWith(count);
  const first = await fullList(service, folder);
  await waitUntil(async () => (await first.cache?.read('processingJob'))?.resources.length === count);
  first.dispose();
  service.gate = new Promise(() => undefined); // the network is not waited for
  return {
    subject: () =>
      timed(async () => {
        const scheduler = new Scheduler(systemClock, silent);
        const cache = new ListCache(folder, connection, { clock: systemClock, log: silent });
        const parts = { clients: noClients('aws'), scheduler, clock: systemClock, cache };
        const list = new ResourceListModel(service.kind, parts);
        const painted = new Promise((done) => list.onDidChange(done));
        list.setVisible(true);
        await painted;
        assert.equal(list.entries.slice(0, 100).length, 100);
        assert.equal(list.entries.length, count);
        for (const part of [list, scheduler, cache]) part.dispose();
      }),
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The slowest of some searches among what is loaded. */
export async function prepareListSearch(count: number): Promise<PreparedBenchmark> {
  const { list, dispose } = await fullList(serviceWith(count));
  list.setVisible(false);
  const queries = [{ nameContains: '77' }, { status: 'Completed' }, { sortBy: 'Name', ascending: true }, { nameContains: 'XGB', sortBy: 'Status' }, {}] as const; // prettier-ignore
  return {
    async subject() {
      let slowest = 0;
      for (const query of queries)
        slowest = Math.max(
          slowest,
          await timed(async () => {
            list.setQuery(query);
            assert.ok(list.entries.length > 0);
          }),
        );
      return slowest;
    },
    close: async () => dispose(),
  };
}

/** The names that twenty rounds tell the tree of, in which one job changes in each: no more than those. */
export async function prepareListRefresh(count: number): Promise<PreparedBenchmark> {
  const service = serviceWith(count);
  const { list, clock, dispose } = await fullList(service);
  assert.ok(clock instanceof ManualClock);
  const rounds = 20;
  return {
    async subject() {
      let told = 0;
      const listener = list.onDidChange(({ names, isNewOrder }) => (told += isNewOrder ? count : names.size));
      for (let round = 0; round < rounds; round++) {
        const name = `sagemaker-xgboost-2026-11-21-${String(round * 7).padStart(6, '0')}`;
        service.change(name, round % 2 === 0 ? 'Failed' : 'Stopped', clock.now() + Math.random());
        await clock.advance(30_000);
      }
      listener.dispose();
      assert.ok(told >= rounds);
      return told;
    },
    close: async () => dispose(),
  };
}

/** Megabytes of a process whose list has loaded so many jobs, more than of one with none. */
export function prepareListMemory(count: number): PreparedBenchmark {
  const measure = async (jobs: number): Promise<number> => {
    const program = resolve(import.meta.dirname, 'listMemoryProgram.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', program, String(jobs)]); // prettier-ignore
    return Number(stdout);
  };
  return { subject: async () => (await measure(count)) - (await measure(0)), close: async () => undefined };
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((next) => setTimeout(next, 100));
}
