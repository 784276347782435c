// Runs test/host inside a desktop VS Code: `npm run test:desktop [-- --code PATH] [--grep TEXT]`, PATH being VS Code's own program.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { atEnd } from './lib/cleanup.mjs';
import { bundleHostTests } from './lib/hostTests.mjs';
import { stopEngine } from './lib/localEngine.mjs';
import { StepFailure, runScript } from './lib/steps.mjs';
import { prepareResults, printResults, readResults } from './lib/testResults.mjs';

const root = resolve(import.meta.dirname, '..');
const version = '1.110.0';

await runScript(async () => {
  const { code, grep = '' } = parseArgs({ options: { code: { type: 'string' }, grep: { type: 'string' } } }).values;
  if (!existsSync(join(root, 'dist', 'extension.js'))) {
    throw new StepFailure('The extension is not built; run npm run build first.');
  }
  const tests = await bundleHostTests(root);
  const vscodeExecutablePath = code === undefined ? await download() : installed(resolve(code));
  const home = await mkdtemp(join(tmpdir(), 'workbench-desktop-'));
  atEnd(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const [folder, stateDirectory, data] = ['boston', 'state', 'data'].map((name) => join(home, name));
  await cp(join(root, 'examples', 'boston'), folder, { recursive: true });
  await writeSettings(join(data, 'User'), { 'sagemakerWorkbench.local.stateDirectory': stateDirectory });
  atEnd(() => stopEngine(stateDirectory));

  const result = join(root, 'out', 'results', 'host-desktop.json');
  await prepareResults(result);
  const failure = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    launchArgs: [
      ...[folder, '--user-data-dir', data, '--extensions-dir', join(home, 'extensions')],
      ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-updates'],
    ],
    extensionTestsEnv: {
      TEST_HOST_MODE: 'source',
      TEST_GREP: grep,
      TEST_REPORTER: join(import.meta.dirname, 'lib', 'countingReporter.mjs'),
      TEST_RESULT_FILE: result,
      TEST_SOURCE_ROOT: root,
    },
  }).then(
    () => undefined,
    (error) => error,
  );
  const outcome = await readResults(result);
  printResults(outcome);
  if (failure !== undefined) console.error(`VS Code ended with a failure: ${failure.message ?? failure}`);
  return failure === undefined && outcome.counts.failed === 0 ? 0 : 1;
});

async function download() {
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: join(root, '.vscode-test', 'desktop') });
  } catch (error) {
    throw new StepFailure(
      `VS Code ${version} could not be downloaded (${error.message}); connect to the network, or name the program of an installed one: npm run test:desktop -- --code PATH`,
      { cause: error },
    );
  }
}

function installed(path) {
  if (existsSync(path)) return path;
  throw new StepFailure(`--code names ${path}, where there is nothing; name VS Code's program there.`);
}

async function writeSettings(folder, settings) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}
