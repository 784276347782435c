// Runs test/host inside a real VS Code: `node scripts/test-host.mjs --mode source|packaged|trust [--grep TEXT] [--vsix FILE]`.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBrowser, launchBrowser } from './lib/browser.mjs';
import { atEnd } from './lib/cleanup.mjs';
import { ensureEditor } from './lib/editor.mjs';
import { openEditorPage, takePicture } from './lib/editorPage.mjs';
import { editorUrl, installExtension, startEditorServer } from './lib/editorServer.mjs';
import { bundleHostTests } from './lib/hostTests.mjs';
import { stopEngine } from './lib/localEngine.mjs';
import { packageFile } from './lib/packageFile.mjs';
import { StepFailure, runScript } from './lib/steps.mjs';
import { prepareResults, printResults, readResults } from './lib/testResults.mjs';

const root = resolve(import.meta.dirname, '..');
const patience = 5 * 60_000;

await runScript(async () => {
  const { values } = parseArgs({
    options: { mode: { type: 'string' }, grep: { type: 'string' }, vsix: { type: 'string' } },
  });
  const { mode = 'source', grep = '', vsix = packageFile(root) } = values;
  if (!['source', 'packaged', 'trust'].includes(mode))
    throw new StepFailure(`--mode is source, packaged or trust, not '${mode}'.`);

  const tests = await bundleHostTests(root);
  const serverMain = await ensureEditor(root);
  const executable = await ensureBrowser();
  const home = await mkdtemp(join(tmpdir(), 'workbench-host-'));
  atEnd(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(home, 'boston');
  await cp(join(root, 'examples', 'boston'), folder, { recursive: true });

  const dataDirectory = join(home, 'server');
  const stateDirectory = join(home, 'state');
  const extension = mode === 'packaged' ? join(root, 'test', 'host', 'harness-extension') : root;
  if (mode === 'packaged') await install(serverMain, dataDirectory, resolve(vsix));
  atEnd(() => stopEngine(stateDirectory));

  const result = process.env.TEST_RESULT_FILE ?? join(root, 'out', 'results', `host-${mode}.json`);
  await prepareResults(result);
  const server = await startEditorServer({
    serverMain,
    dataDirectory,
    trust: mode !== 'trust',
    settings: {
      'sagemakerWorkbench.local.stateDirectory': stateDirectory,
      'security.workspace.trust.startupPrompt': 'never',
      // In a browser it saves after a second, which a busy machine takes for one step of a test.
      'files.autoSave': 'off',
    },
    env: {
      TEST_HOST_MODE: mode,
      TEST_GREP: grep,
      TEST_REPORTER: join(import.meta.dirname, 'lib', 'countingReporter.mjs'),
      TEST_RESULT_FILE: result,
      TEST_SOURCE_ROOT: root,
    },
  });
  const browser = await launchBrowser(executable);
  const { page, exitCode } = await runTests(browser, editorUrl(server.port, { folder, extension, tests }));
  const outcome = await readResults(result);
  printResults(outcome);
  if (exitCode === 0 && outcome.counts.failed === 0) return 0;
  const picture = join(root, 'out', 'screenshots', `host-${mode}.png`);
  await takePicture(page, picture);
  console.log(
    `${exitCode === undefined ? `No end after ${patience / 60_000} minutes. ` : ''}Picture of the window: ${picture}`,
  );
  return 1;
});

async function install(serverMain, dataDirectory, vsix) {
  if (!existsSync(vsix)) throw new StepFailure(`There is no ${vsix}; run npm run package first.`);
  await installExtension({ serverMain, dataDirectory, vsix });
}

/** Opens the editor's page, which runs the tests, and waits for their end. */
async function runTests(browser, url) {
  let end = () => undefined;
  const ended = new Promise((resolve) => (end = resolve));
  const page = await openEditorPage(browser, url, { onTestsEnd: end });
  return { page, exitCode: await Promise.race([ended, delay(patience, undefined, { ref: false })]) };
}
