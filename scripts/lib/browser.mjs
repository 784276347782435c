import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { atEnd } from './cleanup.mjs';
import { canInstallPackages, installPackages } from './debianPackages.mjs';
import { StepFailure } from './steps.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'msedge',
];

const places = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
};

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/**
 * A browser of the Chromium family: the one CHROME_PATH names, else one that is installed.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const { CHROME_PATH: chosen, PATH: path = '' } = process.env;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new StepFailure(`CHROME_PATH names ${chosen}, where there is no browser; correct or unset it.`);
  }
  const extension = process.platform === 'win32' ? '.exe' : '';
  const onPath = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name + extension)));
  return [...onPath, ...(places[process.platform] ?? [])].find((file) => existsSync(file));
}

/** Finds a browser, installing Debian's where that is possible without asking for a password. */
export async function ensureBrowser() {
  const found = findBrowser() ?? (await installBrowser());
  if (found !== undefined) return found;
  throw new StepFailure(
    process.platform === 'linux'
      ? 'There is no browser to open VS Code in; install the package chromium (sudo apt-get install chromium), or name a browser in CHROME_PATH.'
      : 'There is no browser to open VS Code in; install Google Chrome, or name a browser in CHROME_PATH.',
  );
}

async function installBrowser() {
  if (!canInstallPackages()) return undefined;
  console.log('      no browser found: installing the package chromium');
  await installPackages(['chromium']);
  return findBrowser();
}

/**
 * Starts a headless browser that is closed when this process ends.
 * @param {string} executablePath
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser(executablePath) {
  const { chromium } = await import('playwright-core');
  try {
    const browser = await chromium.launch({
      executablePath,
      args: flags,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    atEnd(() => browser.close());
    return browser;
  } catch (error) {
    const reason = error.message.split('\n')[0];
    throw new StepFailure(
      `The browser ${executablePath} could not be started (${reason}); name another one in CHROME_PATH.`,
      { cause: error },
    );
  }
}
