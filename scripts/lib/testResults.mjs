import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/**
 * Counts what CountingReporter wrote. No file, or a file without tests, is a failure: a suite that runs nothing proves nothing.
 * @param {string} file
 * @returns {Promise<{counts: Counts, tests: {title: string, outcome: string, error?: string}[], problem?: string}>}
 */
export async function readResults(file) {
  const failure = { passed: 0, failed: 1, skipped: 0 };
  let tests;
  try {
    tests = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return { counts: failure, tests: [], problem: `The suite left no result (${error.code ?? error.message}).` };
  }
  if (tests.length === 0) return { counts: failure, tests, problem: 'The suite holds no test.' };
  const count = (outcome) => tests.filter((test) => test.outcome === outcome).length;
  return { counts: { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }, tests };
}

/** Makes room for a result: one of an earlier run must not be taken for this one's. */
export async function prepareResults(file) {
  await mkdir(dirname(file), { recursive: true });
  await rm(file, { force: true });
}

/** Shows each test and the counts, for suites whose own report goes nowhere. */
export function printResults({ tests, counts, problem }) {
  const marks = { passed: '✔', failed: '✘', skipped: '-' };
  for (const { title, outcome, error } of tests) {
    console.log(`  ${marks[outcome]} ${title}${error ? `\n${error.replaceAll(/^/gm, '      ')}` : ''}`);
  }
  console.log(problem ?? `\n  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
}
