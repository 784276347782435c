import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteEndpointCommand, paginateListEndpoints } from '@aws-sdk/client-sagemaker';
import { killLeftovers } from '../../../src/engine/execution/process/leftovers.ts';
import { Endpoints, serversOf } from '../../support/endpoints.ts';
import { EngineProcess, temporaryFolder } from '../../support/engineProcess.ts';
import { pythonOrSkip } from '../../support/python.ts';
import { putTables } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';
import { waitFor } from '../../support/waitFor.ts';

const kills = process.env['TEST_LONG'] === undefined ? 10 : 100;

/** Milliseconds; an endpoint that was being updated is brought up twice. */
const patience = 60_000;

describe(`an engine that is killed at ${kills} random moments while endpoints are created, updated, deleted and called`, function () {
  this.timeout(kills * 40_000);
  let state: string;
  let engine: EngineProcess | undefined;
  beforeEach(async () => (state = await temporaryFolder()));
  afterEach(async () => {
    await engine?.end('SIGKILL');
    await killLeftovers(join(state, 'work'));
    await rm(state, { recursive: true, force: true, maxRetries: 5 });
  });

  it('serves again all that it acknowledged, and leaves no process over', async function () {
    const wish = { runner: 'python', interpreter: pythonOrSkip(this) } as const;
    /** By name the configuration that was acknowledged last (undefined: deleted), and what was asked for since. */
    const known = new Map<string, (string | undefined)[]>();
    let changes = 0;
    let answers = 0;
    for (let round = 0; round <= kills; round++) {
      engine = await EngineProcess.start(state);
      const endpoints = new Endpoints(engine, wish);
      if (round === 0) await prepare(engine, endpoints);
      else await everythingIsServed(endpoints);
      if (round === kills) break;
      const before = changes;
      const work = [change(endpoints, round), call(endpoints)];
      await new Promise((next) => setTimeout(next, 100 + Math.random() * 1500));
      // However busy the machine: a round in which nothing was acknowledged shows nothing.
      await waitFor('a change to be acknowledged', () => (changes > before ? true : undefined));
      await engine.end('SIGKILL');
      await Promise.all(work);
      endpoints.close();
    }
    assert.ok(changes >= kills && answers >= kills, `${changes} changes, ${answers} answers`);
    await engine?.end('SIGTERM');
    assert.deepEqual(await serversOf(state), []);

    /** Changes one endpoint after the other until the engine is gone. */
    async function change(endpoints: Endpoints, round: number): Promise<void> {
      try {
        for (let index = 0; ; index++) {
          const name = `endpoint-${index % 2}`;
          const [present] = known.get(name) ?? [];
          const deletes = present !== undefined && (round + index) % 3 === 2;
          const asked = deletes ? undefined : present === 'first' ? 'second' : 'first';
          known.set(name, [present, asked]);
          if (deletes) await endpoints.client.send(new DeleteEndpointCommand({ EndpointName: name }));
          else if (present !== undefined) await endpoints.update(name, asked ?? '');
          else await endpoints.create(name, asked ?? '');
          known.set(name, [asked]);
          changes++;
          if (deletes) await gone(endpoints, name);
          else await endpoints.settled(name);
        }
      } catch (error) {
        // The engine was killed; an answer of its own would be a fault.
        assert.equal((error as { $response?: unknown }).$response, undefined, String(error));
      }
    }

    async function call(endpoints: Endpoints): Promise<void> {
      for (;;) {
        try {
          await endpoints.invoke('endpoint-0');
          answers++;
        } catch (error) {
          if ((error as { $response?: unknown }).$response === undefined) return; // the engine was killed
        }
        await new Promise((next) => setTimeout(next, 20));
      }
    }

    async function everythingIsServed(endpoints: Endpoints): Promise<void> {
      for (const [name, possible] of known) {
        const config = await found(endpoints, name);
        assert.ok(possible.includes(config), `${name} is ${config}, not ${possible.join(' or ')}`);
        known.set(name, [config]);
        if (config !== undefined) assert.match((await endpoints.invoke(name)).text, /^\d/);
      }
      const listed: string[] = [];
      for await (const page of paginateListEndpoints({ client: endpoints.client }, {}))
        listed.push(...(page.Endpoints ?? []).map(({ EndpointName = '' }) => EndpointName));
      const there = [...known].filter(([, [config]]) => config !== undefined).map(([name]) => name);
      assert.deepEqual(listed.sort(), there.sort());
      // None of the engine before; what an update has replaced ends when its requests are answered, after InService.
      await waitFor('one process for each', async () =>
        (await serversOf(state)).length === there.length ? true : undefined,
      );
    }
  });

  async function prepare(on: EngineProcess, endpoints: Endpoints): Promise<void> {
    await putTables(on);
    const models = new TransformJobs(on, { runner: 'in-process' });
    await models.model('boosted');
    models.close();
    for (const name of ['first', 'second']) await endpoints.config(name, { only: { ModelName: 'boosted' } });
  }

  /** The configuration that an endpoint settles at; undefined when it is, or is being, deleted. */
  async function found(endpoints: Endpoints, name: string): Promise<string | undefined> {
    return waitFor(
      `${name} to settle`,
      async () => {
        const endpoint = await endpoints.describe(name).catch((error: Error) => {
          assert.match(error.message, /^Could not find endpoint/);
          return undefined;
        });
        if (endpoint === undefined) return { config: undefined };
        const { EndpointStatus = '', EndpointConfigName, FailureReason } = endpoint;
        assert.ok(!['Failed', 'OutOfService'].includes(EndpointStatus), FailureReason);
        return EndpointStatus === 'InService' ? { config: EndpointConfigName } : undefined;
      },
      patience,
    ).then(({ config }) => config);
  }

  async function gone(endpoints: Endpoints, name: string): Promise<void> {
    const ask = () =>
      endpoints.describe(name).then(
        () => undefined,
        (error: Error) => {
          if (!error.message.startsWith('Could not find')) throw error;
          return true;
        },
      );
    await waitFor(`${name} to be gone`, ask, patience);
  }
});
