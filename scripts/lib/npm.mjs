import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from './processes.mjs';
import { StepFailure } from './steps.mjs';

/**
 * Runs npm: the one that runs this script, else the one on PATH.
 * @param {string[]} args
 * @param {string} cwd
 * @param {string} purpose - What fails when npm fails, e.g. `The packages could not be installed`.
 * @returns {Promise<string>} Its output.
 */
export async function runNpm(args, cwd, purpose) {
  const inside = process.env.npm_execpath;
  const npm = inside?.endsWith('.js') || inside?.endsWith('.cjs') ? [process.execPath, inside] : ['npm'];
  const options = { cwd, shell: npm.length === 1 && process.platform === 'win32' };
  // npm hands its own --silent down to the npm that it runs.
  const { code, output } = await runProcess(
    npm[0],
    [...npm.slice(1), ...args, '--loglevel=warn', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
    options,
  );
  if (code === 0) return output;
  throw new StepFailure(`${purpose}: ${reasonOf(code, output)}`);
}

/** What npm's output means for the person who started it. */
function reasonOf(code, output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
    return "npm cannot reach its registry; connect to the network (or set npm's registry or proxy) and try again.";
  }
  if (/ENOSPC/.test(output)) return 'the disk is full; free some space and try again.';
  if (/EACCES|EPERM|EROFS/.test(output))
    return 'this folder cannot be written to; clone into a folder of yours and try again.';
  if (code === null && /ENOENT/.test(output))
    return 'npm is not there; install Node 20 or newer with npm and try again.';
  const lines = output.trim().split('\n');
  const said = lines.find((line) => /^npm err(or|!) (?!code )\S/i.test(line)) ?? lines.at(-1) ?? '';
  return `npm said "${said.replace(/^npm err(or|!) /i, '').trim()}"; try again, or run npm by hand to see all of it.`;
}

/** Installs the project's packages when node_modules is not what package-lock.json says. */
export async function installPackages(root) {
  if (await isInstalled(root)) return false;
  await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], root, 'The packages could not be installed');
  return true;
}

async function isInstalled(root) {
  const wanted = await readPackages(join(root, 'package-lock.json'));
  const present = await readPackages(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const installed = present[path];
    return installed === undefined ? Boolean(optional ?? devOptional) : installed.version === version;
  });
}

async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}
