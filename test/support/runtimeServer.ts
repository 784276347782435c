import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ProgramUsage } from '../../src/engine/execution/usageSampler.ts';
import { NoVariantError } from '../../src/engine/hosting/endpoint/endpointTraffic.ts';
import { VariantFleet } from '../../src/engine/hosting/fleet/variantFleet.ts';
import { HttpPredictor } from '../../src/engine/hosting/httpPredictor.ts';
import { preparedPipeline } from '../../src/engine/hosting/pipelinePredictor.ts';
import type { PreparedModel } from '../../src/engine/hosting/preparedModel.ts';
import { createEngineServer } from '../../src/engine/server/engineServer.ts';
import type { ServiceHandler } from '../../src/engine/server/serviceHandler.ts';
import { Keyring } from '../../src/engine/server/signature/keyring.ts';
import { RuntimeHandler, type AnsweringEndpoint } from '../../src/engine/services/runtime/runtimeHandler.ts';
import { MetricStore } from '../../src/engine/store/metricStore.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { testAccount, testCredentials } from './engineServer.ts';
import { ManualClock } from './manualClock.ts';

const region = 'us-east-1';
const programs = resolve(import.meta.dirname, '../../src/engine/python');

/** SageMaker Runtime on a free port of this process, in front of the containers of `oddContainer.py`. */
export class RuntimeServer {
  /** What went to the engine's log: failures inside. */
  readonly faults: string[] = [];
  /** Each line that a container logged, by log stream. */
  readonly lines: [stream: string, line: string][] = [];
  /** What containers used of this machine. */
  readonly usages: (ProgramUsage & { readonly endpoint: string })[] = [];
  /** Of the fleets: how long a request waits is for the test to say. */
  readonly fleetClock = new ManualClock();

  private constructor(
    private readonly folder: string,
    private readonly python: string,
    readonly metrics: MetricStore,
  ) {}

  /** @param containers - By endpoint: the host names of its containers; one without a name is a model of one. */
  static async start(
    folder: string,
    python: string,
    containers: Readonly<Record<string, readonly (string | undefined)[]>>,
  ): Promise<{ server: RuntimeServer; endpoint: string; close: () => Promise<void> }> {
    const metrics = await MetricStore.open(folder, systemClock, (message) => server.faults.push(message));
    const server = new RuntimeServer(folder, python, metrics);
    const fleets = new Map<string, VariantFleet>();
    for (const [name, hostnames] of Object.entries(containers)) {
      const fleet = server.fleetOf(name, hostnames);
      await fleet.scale(1);
      fleets.set(name, fleet);
    }
    const runtime = new RuntimeHandler({
      answering: (name) => {
        const fleet = fleets.get(name);
        return fleet && { record: { name, status: 'InService' }, invoke: invokeOf(fleet) };
      },
      metrics,
      clock: systemClock,
      region,
      accountId: testAccount,
    });
    const http = createEngineServer({
      keyring: new Keyring(testCredentials, systemClock),
      region,
      clock: systemClock,
      jsonServices: [],
      s3: nothing,
      sts: nothing,
      iam: nothing,
      monitoring: nothing,
      runtime,
      health: () => ({}),
      log: (message, cause) => server.faults.push(`${message} ${String(cause)}`),
    });
    const port = await http.listen(0);
    const close = async (): Promise<void> => {
      await http.close();
      await Promise.all([...fleets.values()].map((fleet) => fleet.close()));
      await metrics.close();
    };
    return { server, endpoint: `http://127.0.0.1:${port}`, close };
  }

  private fleetOf(endpoint: string, hostnames: readonly (string | undefined)[]): VariantFleet {
    const prepared = hostnames.map((name) => this.prepared(name ?? 'only'));
    const named = hostnames.map((ContainerHostname) => (ContainerHostname === undefined ? {} : { ContainerHostname }));
    const [only, ...others] = prepared;
    const model = only !== undefined && others.length === 0 ? only : preparedPipeline(named, prepared);
    const stream = 'AllTraffic/i-0123456789abcdef0';
    const log = (line: string, container?: string): void => {
      this.lines.push([container === undefined ? stream : `${stream}/${container}`, line]);
    };
    return new VariantFleet({
      clock: this.fleetClock,
      nextInstance: () => ({
        clock: this.fleetClock,
        stream,
        log,
        startupLimit: 60_000,
        measure: (usage) => this.usages.push({ endpoint, ...usage }),
        open: async (signal) => {
          const folder = join(this.folder, endpoint);
          await mkdir(folder, { recursive: true });
          return model.open({ folder, log, signal });
        },
      }),
    });
  }

  private prepared(hostname: string): PreparedModel {
    const args = [resolve(import.meta.dirname, 'oddContainer.py'), programs, hostname];
    const env = { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1' };
    return {
      open: ({ folder, log, signal }) =>
        HttpPredictor.open(
          { program: this.python, args, env, cwd: folder },
          { folder, log, clock: systemClock, loadTimeout: 20_000, ...(signal && { signal }) },
          [`container of ${hostname}`],
        ),
    };
  }
}

function invokeOf(fleet: VariantFleet): AnsweringEndpoint['invoke'] {
  return async (invocation, target, timeout, taken) => {
    if (target !== undefined && target !== 'AllTraffic') throw new NoVariantError(target);
    return { variant: 'AllTraffic', instances: fleet.count, answer: fleet.invoke(invocation, timeout, taken) };
  };
}

const nothing: ServiceHandler = {
  protocol: 's3',
  handle: () => Promise.reject(new Error('This server has the runtime only.')),
};
