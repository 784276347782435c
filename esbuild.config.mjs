// Builds everything that is shipped into dist/: `node esbuild.config.mjs [--dev] [--only extension,engine,webview]`.
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { memberDocumentation } from './scripts/lib/memberDocumentation.mjs';
import { thirdPartyNotices } from './scripts/lib/notices.mjs';

const root = import.meta.dirname;
const { dev, only } = parseArgs({
  options: { dev: { type: 'boolean', default: false }, only: { type: 'string' } },
}).values;
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !dev,
  sourcemap: dev,
  metafile: true,
  outdir: 'dist',
  define: { __VERSION__: JSON.stringify(version) },
  legalComments: 'none',
  logLevel: 'warning',
};

const node = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  mainFields: ['module', 'main'],
  conditions: ['module', 'import'],
  // Bundled CommonJS packages call `require` for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
};

// What is loaded when can be seen in *Copy Diagnostics* and is tested: each chunk adds its own name (src/shared/node/loadedChunks.ts).
const recordChunk = '(globalThis.__sagemakerWorkbenchChunks??=[]).push(import.meta.url);';

const graphs = {
  extension: {
    ...node,
    banner: { js: node.banner.js + recordChunk },
    // A table is converted in a thread of its own.
    entryPoints: { extension: 'src/extension.ts', tableWorker: 'src/jobs/wizard/tableWorker.ts' },
    chunkNames: 'extension/[name]-[hash]',
    external: ['vscode'],
  },
  // Runs from a copy of engine.js and engine/ elsewhere, so it shares no chunk with the extension.
  engine: {
    ...node,
    entryPoints: {
      engine: 'src/engine/main.ts',
      'engine/xgboostWorker': 'src/engine/execution/xgboostWorker.ts',
      'engine/servingWorker': 'src/engine/hosting/servingWorker.ts',
      'engine/dataProcessingWorker': 'src/engine/transform/processing/dataProcessingWorker.ts',
      ...(await pythonEntries()),
    },
    loader: { '.py': 'copy' },
    chunkNames: 'engine/[name]-[hash]',
  },
  webview: {
    ...common,
    platform: 'browser',
    target: 'chrome134',
    format: 'iife',
    outdir: 'dist/webview',
    entryPoints: await webviewEntries(),
  },
};

const wanted = only === undefined ? Object.keys(graphs) : only.split(',');
const results = await Promise.all(wanted.map(buildGraph));
await mkdir(join(root, 'out', 'meta'), { recursive: true });
for (const { name, metafile } of results) {
  await writeFile(join(root, 'out', 'meta', `${name}.json`), JSON.stringify(metafile));
}
if (wanted.includes('extension')) await writeDocumentation();
if (wanted.includes('engine')) await makeExecutable(join(root, 'dist', 'engine.js'));
if (only === undefined) {
  await writeNotices(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  await removeLeftovers(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
}
console.log(summary(results));

async function buildGraph(name) {
  try {
    return { name, metafile: (await build(graphs[name])).metafile };
  } catch (error) {
    if (error.errors === undefined) throw error;
    // esbuild has already printed every error with its place.
    process.exit(1);
  }
}

/** One bundle per folder of webview/ that has a main.ts. */
async function webviewEntries() {
  const folders = await readdir(join(root, 'webview'), { withFileTypes: true });
  return Object.fromEntries(
    folders
      .filter((folder) => existsSync(join(root, 'webview', folder.name, 'main.ts')))
      .map((folder) => [folder.name, `webview/${folder.name}/main.ts`]),
  );
}

/** The Python programs that stand for images, and the modules that they share. */
async function pythonEntries() {
  const files = await readdir(join(root, 'src/engine/python'));
  const names = files.filter((name) => name.endsWith('.py')).map((name) => name.slice(0, -'.py'.length));
  return Object.fromEntries(names.map((name) => [`engine/python/${name}`, `src/engine/python/${name}.py`]));
}

/** The engine is also a command of its own. */
async function makeExecutable(file) {
  const text = await readFile(file, 'utf8');
  if (!text.startsWith('#!')) await writeFile(file, `#!/usr/bin/env node\n${text}`);
  await chmod(file, 0o755);
}

/** What hover and completion show of the API's fields; read with the first of them. */
async function writeDocumentation() {
  await writeFile(join(root, 'dist', 'documentation.json'), JSON.stringify(await memberDocumentation(root)));
}

async function writeNotices(inputs) {
  await writeFile(join(root, 'dist', 'ThirdPartyNotices.txt'), await thirdPartyNotices(root, inputs));
}

/** Chunks of earlier builds must not reach the package. */
async function removeLeftovers(outputs) {
  const written = ['ThirdPartyNotices.txt', 'documentation.json'].map((file) => join(root, 'dist', file));
  const kept = new Set([...outputs.map((file) => resolve(root, file)), ...written]);
  const files = await readdir(join(root, 'dist'), { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name);
    if (!kept.has(path)) await rm(path);
  }
}

function summary(built) {
  const lines = built.map(({ name, metafile }) => {
    const outputs = Object.entries(metafile.outputs).filter(([file]) => !file.endsWith('.map'));
    const kilobytes = Math.round(outputs.reduce((sum, [, output]) => sum + output.bytes, 0) / 1024);
    return `${name} ${outputs.length} files, ${kilobytes} KB`;
  });
  return `Built ${version}${dev ? ' for development' : ''} into ${relative(process.cwd(), join(root, 'dist')) || '.'}: ${lines.join('; ')}.`;
}
