import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filesEndingWith } from './files.mjs';

/**
 * Bundles test/host for the extension host.
 * @param {string} root
 * @returns {Promise<string>} The module whose `run` VS Code calls.
 */
export async function bundleHostTests(root) {
  const { build } = await import('esbuild');
  const outdir = join(root, 'out', 'test-host');
  await rm(outdir, { recursive: true, force: true });
  const suites = await filesEndingWith(join(root, 'test', 'host'), '.test.ts');
  await build({
    entryPoints: [
      { in: join(root, 'test', 'host', 'index.ts'), out: 'index' },
      ...suites.map((file, number) => ({ in: file, out: `suites/${String(number).padStart(3, '0')}` })),
    ],
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.cjs');
}
