import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from './waitFor.ts';

/** Debian's docker-registry and htpasswd; where they are missing the calling suite is skipped, or fails where `CI` is set. */
export function registryOrSkip(context: Mocha.Context): void {
  const missing = ['docker-registry', 'htpasswd'].filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length === 0) return;
  if (process.env['CI'])
    throw new Error(`There is no ${missing.join(', no ')}; install docker-registry and apache2-utils.`);
  context.skip();
}

/** A real registry on 127.0.0.1. */
export class ContainerRegistry {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly host: string,
  ) {}

  /** @param password - Of the user AWS, who alone may use it; everybody may without one. */
  static async start(port: number, password?: string): Promise<ContainerRegistry> {
    const folder = await mkdtemp(join(tmpdir(), 'container-registry-'));
    const lines = [
      'version: 0.1',
      'log: { level: error }',
      `storage: { filesystem: { rootdirectory: ${join(folder, 'data')} }, delete: { enabled: true } }`,
      `http: { addr: 127.0.0.1:${port} }`,
    ];
    if (password !== undefined) {
      await writeFile(join(folder, 'htpasswd'), execFileSync('htpasswd', ['-Bbn', 'AWS', password]));
      lines.push(`auth: { htpasswd: { realm: test, path: ${join(folder, 'htpasswd')} } }`);
    }
    await writeFile(join(folder, 'config.yml'), `${lines.join('\n')}\n`);
    const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
    const host = `127.0.0.1:${port}`;
    await waitFor('the registry', () => fetch(`http://${host}/v2/`).catch(() => undefined));
    return new ContainerRegistry(child, folder, host);
  }

  async remove(): Promise<void> {
    this.child.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
