import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm } from './npm.mjs';
import { runProcess } from './processes.mjs';
import { StepFailure } from './steps.mjs';

// Coder's package carries the VS Code server and web workbench; only those are used, without Coder's own wrapper.
const editor = {
  name: 'code-server',
  version: '4.110.0',
  integrity: 'sha512-Sc3ZIUZgaFLOl5nX7aJVt/MWNPJOOysFnheWhawd8JkbHvJKOgHSpxDIm7fFx55k9GjHwqS3oLABNztwiBogSg==',
};
const ripgrep = {
  name: `@vscode/ripgrep-${process.platform}-${process.arch}`,
  version: '1.18.0',
};

/**
 * Fetches VS Code once into .vscode-test/; a folder that exists there is complete.
 * @param {string} root - The project's folder.
 * @returns {Promise<string>} The server's main script.
 */
export async function ensureEditor(root) {
  const home = join(root, '.vscode-test', `${editor.name}-${editor.version}`);
  if (!existsSync(home)) await fetchEditor(join(root, '.vscode-test'), home);
  return join(home, 'lib', 'vscode', 'out', 'server-main.js');
}

async function fetchEditor(shelf, home) {
  await mkdir(shelf, { recursive: true });
  const workshop = await mkdtemp(join(shelf, 'fetch-'));
  try {
    const unpacked = await fetchPackage(workshop, editor);
    const server = join(unpacked, 'lib', 'vscode');
    await runNpm(
      ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
      server,
      "VS Code's own packages could not be installed",
    );
    await addRipgrep(workshop, server);
    await rename(unpacked, home);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** Searching files needs ripgrep, whose install script would download it from a place that may not be reachable. */
async function addRipgrep(workshop, server) {
  const unpacked = await fetchPackage(workshop, ripgrep);
  const bin = join(server, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await cp(join(unpacked, 'bin'), bin, { recursive: true });
  for (const file of await readdir(bin)) await chmod(join(bin, file), 0o755);
}

async function fetchPackage(workshop, { name, version, integrity }) {
  const folder = join(workshop, name.replace('/', '-'));
  await mkdir(folder);
  const purpose = `${name} ${version} could not be fetched`;
  await runNpm(['pack', `${name}@${version}`, '--pack-destination', folder], workshop, purpose);
  const [archive] = await readdir(folder);
  const digest = `sha512-${createHash('sha512')
    .update(await readFile(join(folder, archive)))
    .digest('base64')}`;
  if (integrity !== undefined && digest !== integrity) {
    throw new StepFailure(
      `${name} ${version} from npm is not the package this project was written against; check your npm registry.`,
    );
  }
  const { code, output } = await runProcess('tar', ['-xzf', archive], { cwd: folder });
  if (code !== 0)
    throw new StepFailure(
      `${name} ${version} could not be unpacked (${output.trim()}); check that tar is installed and the disk is not full.`,
    );
  return join(folder, 'package');
}
