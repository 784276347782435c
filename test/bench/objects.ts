import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { sign } from '../support/signedFetch.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';

interface Exchange {
  readonly method: 'PUT' | 'GET';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

/** PUT, then GET, of `count` objects one after the other, on the engine beside a bare server that keeps files. */
export async function prepareObjects(count: number, bytes: number): Promise<PreparedBenchmark> {
  const engine = await EngineProcess.start();
  const files = await FileServer.start();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = randomBytes(bytes);
  const s3 = new S3Client(engine.clientConfiguration);
  await s3.send(new CreateBucketCommand({ Bucket: 'bench' }));
  s3.destroy();
  const enginePort = Number(new URL(engine.announcement.endpoint).port);
  const { credentials } = engine.clientConfiguration;
  const signed = async (exchange: Exchange): Promise<Exchange> => {
    const { headers } = await sign(enginePort, { ...exchange, credentials });
    return { ...exchange, headers };
  };

  const run = async (port: number, exchanges: readonly Exchange[]): Promise<void> => {
    for (const exchange of exchanges) {
      const received = await exchangeOn(agent, port, exchange);
      assert.equal(received, exchange.method === 'GET' ? bytes : 0, `bytes of ${exchange.path}`);
    }
  };
  let sample = 0;
  const exchanges = (): Exchange[] => {
    const paths = Array.from({ length: count }, (_, at) => `/bench/run-${sample}/${at}`);
    sample++;
    return [
      ...paths.map((path): Exchange => ({ method: 'PUT', path, headers: {}, body })),
      ...paths.map((path): Exchange => ({ method: 'GET', path, headers: {} })),
    ];
  };
  return {
    async subject() {
      // Signing is the client's work, so it is done before the clock runs; what the engine does to check it is not.
      const ready: Exchange[] = [];
      for (const exchange of exchanges()) ready.push(await signed(exchange));
      return timed(() => run(enginePort, ready));
    },
    async peer() {
      const ready = exchanges();
      return timed(() => run(files.port, ready));
    },
    async close() {
      agent.destroy();
      await files.remove();
      await engine.remove();
    },
  };
}

/** Sends one request; the answer's number of bytes. */
function exchangeOn(agent: Agent, port: number, { method, path, headers, body }: Exchange): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, agent, method, path, headers: { ...headers, 'content-length': body?.length ?? 0 } },
      (response) => {
        let received = 0;
        response.on('data', (chunk: Buffer) => (received += chunk.length));
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === 200) resolve(received);
          else reject(new Error(`${method} ${path} was answered with ${response.statusCode}.`));
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

/** The peer, in a process of its own like the engine. */
class FileServer {
  private constructor(
    private readonly end: () => void,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<FileServer> {
    const folder = await temporaryFolder();
    const script = join(import.meta.dirname, 'fileServer.mjs');
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    return new FileServer(() => void child.kill(), folder, Number(port.toString()));
  }

  async remove(): Promise<void> {
    this.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}
