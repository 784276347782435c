import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { findBrowser, launchBrowser } from '../../scripts/lib/browser.mjs';
import { ensureEditor } from '../../scripts/lib/editor.mjs';
import { openEditorPage } from '../../scripts/lib/editorPage.mjs';
import { editorUrl, startEditorServer } from '../../scripts/lib/editorServer.mjs';
import { stopEngine } from '../../scripts/lib/localEngine.mjs';

const root = resolve(import.meta.dirname, '../..');

/**
 * Loading the extension's code and activating it, in a window and an extension host of its own each time.
 * @returns {Promise<import('./benchmark.ts').PreparedBenchmark>}
 */
export async function prepareActivation() {
  const home = await mkdtemp(join(tmpdir(), 'workbench-bench-'));
  const [folder, stateDirectory, results] = ['boston', 'state', 'results'].map((name) => join(home, name));
  await cp(join(root, 'examples', 'boston'), folder, { recursive: true });
  const probe = join(root, 'out', 'bench', 'activationProbe.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'activationProbe.ts')],
    outfile: probe,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  const server = await startEditorServer({
    serverMain: await ensureEditor(root),
    dataDirectory: join(home, 'server'),
    settings: { 'sagemakerWorkbench.local.stateDirectory': stateDirectory },
    env: { BENCH_RESULT_FILE: results },
  });
  const url = editorUrl(server.port, { folder, extension: root, tests: probe });
  return {
    async subject() {
      const browser = await launchBrowser(findBrowser());
      const exitCode = await new Promise((resolve, reject) => {
        openEditorPage(browser, url, { onTestsEnd: resolve }).catch(reject);
      });
      await browser.close();
      if (exitCode !== 0) throw new Error(`VS Code ended the measurement with code ${exitCode}.`);
      return Number((await readFile(results, 'utf8')).trim().split('\n').at(-1));
    },
    async close() {
      await server.stop();
      await stopEngine(stateDirectory);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
