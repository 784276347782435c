// npm run package: builds the .vsix and checks it: `node scripts/package.mjs [--no-build] [--accept]`.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageFile } from './lib/packageFile.mjs';
import { runProcess } from './lib/processes.mjs';
import { StepFailure, runScript } from './lib/steps.mjs';
import { zipNames } from './lib/zip.mjs';

const root = resolve(import.meta.dirname, '..');
const golden = join(root, 'test', 'golden', 'vsix-files.txt');
const sizeLimit = 2 * 1024 * 1024;

await runScript(async () => {
  const { values } = parseArgs({ options: { accept: { type: 'boolean' }, 'no-build': { type: 'boolean' } } });
  if (!values['no-build']) await build();
  const file = packageFile(root);
  const { createVSIX } = await import('@vscode/vsce');
  // Without a public repository there is no address that relative links could be rewritten to.
  await createVSIX({
    cwd: root,
    packagePath: file,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = await stat(file);
  if (size > sizeLimit)
    throw new StepFailure(
      `${file} has ${size} bytes, more than the ${sizeLimit} it may have; find what grew in out/meta/.`,
    );
  await compareFiles(await zipNames(file), values.accept);
  return 0;
});

async function build() {
  const { code } = await runProcess(process.execPath, ['esbuild.config.mjs'], { cwd: root, quiet: false });
  if (code !== 0) throw new StepFailure('The build failed, so nothing was packaged.');
}

/** A file that is in the package, or missing from it, by accident is found by comparing with the list of the last review. */
async function compareFiles(names, accept) {
  const present = [...new Set(names.map(withoutHash))].sort();
  if (accept) return writeFile(golden, `${present.join('\n')}\n`);
  const expected = (await readFile(golden, 'utf8')).trim().split('\n');
  const difference = [
    ...present.filter((name) => !expected.includes(name)).map((name) => `  + ${name}`),
    ...expected.filter((name) => !present.includes(name)).map((name) => `  - ${name}`),
  ];
  if (difference.length === 0) return;
  throw new StepFailure(
    `The package's files are not those of test/golden/vsix-files.txt; if that is meant, run npm run package -- --accept and commit the list:\n${difference.join('\n')}`,
  );
}

/** Shared chunks come and go with every change of the code; the entries and lazily loaded parts do not. */
function withoutHash(name) {
  return name.replace(/-[A-Z0-9]{8}\.(js|css)$/, '-*.$1');
}
