import { spawn, type ChildProcess } from 'node:child_process';
import type { Connection } from '../../src/sagemaker/connection.ts';
import { rawFetch } from './signedFetch.ts';
import { waitFor } from './waitFor.ts';

/** AWS as moto makes it up: another one's reading of the same API. */
export class MotoServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly connection: Connection,
  ) {}

  /** @param python - With `moto[server]`. */
  static async start(python: string): Promise<MotoServer> {
    const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const port = await waitFor(
      'moto to say where it listens',
      () => {
        if (child.exitCode !== null) throw new Error(`moto ended: ${said}`);
        return /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      },
      60_000,
    );
    await rawFetch(Number(port), 'POST', '/moto-api/reset', {});
    return new MotoServer(child, {
      id: 'aws:123456789012:eu-west-1',
      kind: 'aws',
      label: 'moto',
      accountId: '123456789012', // moto's own
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${port}`,
      redirectedTo: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill();
    await ended;
  }
}
