import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runProcess } from './processes.mjs';
import { StepFailure } from './steps.mjs';

/**
 * The desktop's `code`, where a window of it can be opened from here.
 * @returns {string | undefined}
 */
export function findDesktopEditor() {
  const { env, platform } = process;
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return undefined;
  // There `code` talks to a window on another machine, which cannot load an extension from source.
  if (env.VSCODE_IPC_HOOK_CLI || env.WSL_DISTRO_NAME || env.SSH_CONNECTION) return undefined;
  const name = platform === 'win32' ? 'code.cmd' : 'code';
  const places = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  if (platform === 'darwin') places.push('/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code');
  return places.find((file) => existsSync(file));
}

/**
 * Opens a window of the desktop's VS Code, apart from the user's own settings and extensions.
 * @param {object} options
 * @param {string} options.command - From findDesktopEditor.
 * @param {string} options.home - Where this VS Code keeps its settings and extensions.
 * @param {Record<string, unknown>} options.settings - Written once; what the user changes later stays.
 * @param {string} options.folder
 * @param {string[]} options.extensions - Folders of extensions to load from source.
 * @param {Record<string, string>} options.env
 */
export async function openDesktopEditor({ command, home, settings, folder, extensions, env }) {
  const settingsFile = join(home, 'data', 'User', 'settings.json');
  if (!existsSync(settingsFile)) {
    await mkdir(join(home, 'data', 'User'), { recursive: true });
    await writeFile(settingsFile, JSON.stringify(settings, undefined, 2));
  }
  const args = [
    ...['--new-window', '--disable-workspace-trust', '--user-data-dir', join(home, 'data')],
    ...['--extensions-dir', join(home, 'extensions')],
    ...extensions.map((path) => `--extensionDevelopmentPath=${path}`),
    folder,
  ];
  const shell = process.platform === 'win32';
  const quoted = shell ? [command, ...args].map((part) => `"${part}"`) : [command, ...args];
  const { code, output } = await runProcess(quoted[0], quoted.slice(1), { shell, env: { ...process.env, ...env } });
  if (code !== 0) {
    const reason = output.trim().split('\n').at(-1);
    throw new StepFailure(
      `${command} did not open a window ("${reason}"); run npm start -- --serve to have VS Code in the browser.`,
    );
  }
}
