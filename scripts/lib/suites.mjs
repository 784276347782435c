import { join } from 'node:path';

const node = process.execPath;
const bin = (path) => join('node_modules', path);
const mocha = (pattern, ...options) => [
  ...[node, bin('mocha/bin/mocha.js'), '--reporter', join('scripts', 'lib', 'countingReporter.mjs')],
  ...options,
  pattern,
];
/** Two files at a time: each starts what it talks to itself, on ports and in folders of its own. */
const sideBySide = (pattern, jobs = 2) => mocha(pattern, '--parallel', '--jobs', `${jobs}`);
const host = (mode) => [node, 'scripts/test-host.mjs', '--mode', mode];

/** @typedef {'python' | 'editor' | 'browser' | 'registry'} Tool */

/**
 * What `npm test` runs, in this order.
 * - `command`: run in the project's folder.
 * - `counts`: whether it writes its tests' outcomes to TEST_RESULT_FILE; otherwise the whole suite counts as one test.
 * - `after`: suites whose results this one stands on, run even when only this one is asked for.
 * - `tools`: what it cannot run without.
 * - `judges`: what only some of its tests need; without it they skip themselves, or fail in CI.
 * @type {{name: string, command: string[], counts?: true, after?: string[], tools?: Tool[], judges?: Tool[]}[]}
 */
export const suites = [
  { name: 'typecheck', command: [node, bin('typescript/bin/tsc'), '--build'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'build', command: [node, 'esbuild.config.mjs'] },
  { name: 'unit', command: sideBySide('test/unit/**/*.test.ts'), counts: true, judges: ['python'] },
  {
    name: 'engine',
    command: sideBySide('test/engine/*.test.ts'),
    counts: true,
    after: ['build'],
    judges: ['python'],
  },
  {
    name: 'hosting',
    command: sideBySide('test/engine/hosting/*.test.ts'),
    counts: true,
    after: ['build'],
    judges: ['python', 'registry'],
  },
  {
    name: 'clients',
    // The SageMaker Python SDK mostly waits, thirty seconds between two looks.
    command: sideBySide('test/engine/clients/*.test.ts', 3),
    counts: true,
    after: ['build'],
    judges: ['python'],
  },
  // Alone: how long an answer takes is what it is about.
  { name: 'load', command: mocha('test/engine/load/*.test.ts'), counts: true, after: ['build'], judges: ['python'] },
  { name: 'webview', command: mocha('test/webview/**/*.test.ts'), counts: true, judges: ['browser'] },
  { name: 'package', command: [node, 'scripts/package.mjs', '--no-build'], after: ['build'] },
  { name: 'host-source', command: host('source'), counts: true, after: ['build'], tools: ['editor', 'browser'] },
  { name: 'host-packaged', command: host('packaged'), counts: true, after: ['package'], tools: ['editor', 'browser'] },
  { name: 'host-trust', command: host('trust'), counts: true, after: ['build'], tools: ['editor', 'browser'] },
  {
    name: 'window',
    command: mocha('test/editor/**/*.test.mjs'),
    counts: true,
    after: ['build'],
    tools: ['editor', 'browser'],
  },
  { name: 'start', command: mocha('test/start/**/*.test.ts'), counts: true, tools: ['editor', 'browser'] },
];

/** The named suites and those they stand on, in the order of the table. */
export function withPrerequisites(names) {
  const wanted = new Set(names);
  for (const suite of [...suites].reverse())
    if (wanted.has(suite.name)) suite.after?.forEach((name) => wanted.add(name));
  return suites.filter((suite) => wanted.has(suite.name));
}
