import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import { sign } from '../support/signedFetch.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';
import { serveModel } from './servedModel.ts';

/** One row, as a web application sends it. */
const body = '0.25,0.75\n';
const headers = { 'content-type': 'text/csv', 'content-length': String(body.length) };

interface Target {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Targets {
  readonly engine: Target;
  readonly worker: Target;
  readonly close: () => Promise<void>;
}

/** What InvokeEndpoint adds to the Python worker called directly, in milliseconds at the median of `requests` of each, one after the other. */
export async function prepareInvocationCost(requests: number): Promise<PreparedBenchmark> {
  const { engine, worker, close } = await targets();
  return {
    async subject() {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const times: Record<'engine' | 'worker', number[]> = { engine: [], worker: [] };
      for (let index = 0; index < requests; index++) {
        times.engine.push(await timed(() => ask(agent, engine)));
        times.worker.push(await timed(() => ask(agent, worker)));
      }
      agent.destroy();
      return median(times.engine) - median(times.worker);
    },
    close,
  };
}

/** `requests` of `clients` that each send their next when the last is answered, through the engine beside straight to the worker. */
export async function prepareInvocationThroughput(requests: number, clients: number): Promise<PreparedBenchmark> {
  const { engine, worker, close } = await targets();
  const run = async (target: Target): Promise<number> => {
    const agent = new Agent({ keepAlive: true, maxSockets: clients });
    const client = async (): Promise<void> => {
      for (let index = 0; index < requests / clients; index++) await ask(agent, target);
    };
    const milliseconds = await timed(() => Promise.all(Array.from({ length: clients }, client)));
    agent.destroy();
    return milliseconds;
  };
  return { subject: () => run(engine), peer: () => run(worker), close };
}

/** Signing is the client's work: the request is signed once, as both clients send the same bytes each time. */
async function targets(): Promise<Targets> {
  const { engine, name, workerPort, enginePort, close } = await serveModel();
  const path = `/endpoints/${name}/invocations`;
  const { credentials } = engine.clientConfiguration;
  const signed = await sign(enginePort, { method: 'POST', path, service: 'sagemaker', headers, body, credentials });
  return {
    engine: { port: enginePort, path, headers: signed.headers },
    worker: { port: workerPort, path: '/invocations', headers },
    close,
  };
}

async function ask(agent: Agent, { port, path, headers: sent }: Target): Promise<void> {
  const { status, text } = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers: sent, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
  assert.equal(status, 200, text);
  assert.match(text, /^-?\d/);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
