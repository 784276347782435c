import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { atEnd } from './cleanup.mjs';
import { runProcess, startProcess, stopProcess } from './processes.mjs';
import { StepFailure } from './steps.mjs';

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
};

/**
 * Serves VS Code on 127.0.0.1 until this process ends.
 * @param {object} options
 * @param {string} options.serverMain - The server's main script, from ensureEditor.
 * @param {string} options.dataDirectory - Where the server keeps its settings, extensions and logs.
 * @param {Record<string, unknown>} [options.settings] - Machine settings.
 * @param {boolean} [options.trust] - False lets workspace trust work as it does for a user; true trusts every folder.
 * @param {Record<string, string | undefined>} [options.env] - Added to the environment, which the extension host inherits.
 * @param {number} [options.port] - 0 or absent lets the system choose.
 * @returns {Promise<{port: number, ended: Promise<unknown>, stop: () => Promise<void>}>}
 */
export async function startEditorServer({
  serverMain,
  dataDirectory,
  settings = {},
  trust = true,
  env = {},
  port = 0,
}) {
  await mkdir(join(dataDirectory, 'data', 'Machine'), { recursive: true });
  await writeFile(
    join(dataDirectory, 'data', 'Machine', 'settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, undefined, 2),
  );
  const child = startProcess(
    process.execPath,
    [
      ...[serverMain, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--accept-server-license-terms', '--server-data-dir', dataDirectory, '--telemetry-level', 'off'],
      ...(trust ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...cleanEnvironment(), ...env } },
  );
  const stop = () => stopProcess(child);
  atEnd(stop);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { port: await readyPort(child), ended, stop };
}

/** Installs a packaged extension for the servers that use this data directory. */
export async function installExtension({ serverMain, dataDirectory, vsix }) {
  const args = [
    serverMain,
    '--accept-server-license-terms',
    '--server-data-dir',
    dataDirectory,
    '--install-extension',
    vsix,
  ];
  const { code, output } = await runProcess(process.execPath, args, { env: cleanEnvironment() });
  if (code !== 0 || !/successfully installed/.test(output)) {
    throw new StepFailure(`VS Code did not install ${vsix}: ${output.trim().split('\n').at(-1)}`);
  }
}

/**
 * The page's address.
 * @param {number} port
 * @param {object} options
 * @param {string} options.folder - The workspace to open.
 * @param {string} [options.extension] - The folder of an extension to load from source, or a folder of such folders.
 * @param {string} [options.tests] - A module whose `run` is called inside the extension host.
 */
export function editorUrl(port, { folder, extension, tests }) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${asUriPath(path)}`;
  const payload = [];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ folder: asUriPath(folder) });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}

/**
 * Puts several extensions side by side: of the payload's entries with one name, VS Code's page takes the last only.
 * @param {string} shelf - A folder to make, with a link to each.
 * @param {string[]} extensions - Their folders.
 */
export async function shelveExtensions(shelf, extensions) {
  await rm(shelf, { recursive: true, force: true });
  await mkdir(shelf, { recursive: true });
  for (const path of extensions) await symlink(path, join(shelf, basename(path)), 'junction');
  return shelf;
}

/** `C:\work` is `/c:/work` in VS Code's addresses. */
function asUriPath(path) {
  const slashes = path.replaceAll('\\', '/');
  return /^[A-Za-z]:/.test(slashes) ? `/${slashes[0].toLowerCase()}${slashes.slice(1)}` : slashes;
}

/** A server that is started from VS Code's own terminal must not take that editor's variables for its own. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)),
  );
}

function readyPort(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (message) => reject(new StepFailure(message));
    const read = (text) => {
      output += text;
      const ready = /Extension host agent listening on (\d+)/.exec(output);
      if (ready) resolve(Number(ready[1]));
      // The server lives on without its port.
      const refused = /listen (EADDRINUSE|EACCES)[^\n]*:(\d+)/.exec(output);
      if (refused)
        fail(`VS Code cannot be served on port ${refused[2]} (${refused[1]}); choose another one with --port.`);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', (error) => fail(`VS Code could not be started: ${error.message}.`));
    child.once('exit', (code) =>
      fail(
        `VS Code ended with code ${code} before it was ready${lastWords(output)}; remove .vscode-test and try again.`,
      ),
    );
    setTimeout(() => fail(`VS Code was not ready after a minute${lastWords(output)}; try again.`), 60_000).unref();
  });
}

function lastWords(output) {
  const last = output.trim().split('\n').at(-1);
  return last ? ` ("${last}")` : '';
}
