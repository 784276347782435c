// npm test [-- --only unit,engine] [--long]: runs the suites of scripts/lib/suites.mjs; the last line is the total.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages } from './lib/npm.mjs';
import { runLive } from './lib/processes.mjs';
import { StepFailure, runScript } from './lib/steps.mjs';
import { suites, withPrerequisites } from './lib/suites.mjs';
import { prepareResults, readResults } from './lib/testResults.mjs';
import { prepareTools } from './lib/tools.mjs';

const root = resolve(import.meta.dirname, '..');
const inCi = Boolean(process.env.CI);

await runScript(async () => {
  const { only, long } = parseArgs({ options: { only: { type: 'string' }, long: { type: 'boolean' } } }).values;
  const chosen = choose(only);
  const missing = await prepare(new Set(chosen.flatMap(({ tools = [], judges = [] }) => [...tools, ...judges])));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const notable = [];
  for (const suite of chosen) {
    console.log(`\n=== ${suite.name} ===\n`);
    const began = Date.now();
    const { counts, tests = [] } = await runSuite(suite, missing, long);
    notable.push(...tests.filter(({ outcome }) => outcome !== 'passed').map((test) => nameTest(suite, test)));
    for (const outcome of Object.keys(total)) total[outcome] += counts[outcome];
    lines.push(`${suite.name.padEnd(14)} ${describe(counts)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  console.log(`\n=== summary ===\n\n${[...lines, ...notable].join('\n')}\n\n${describe(total)}`);
  return total.failed === 0 ? 0 : 1;
});

function choose(only) {
  if (only === undefined) return suites;
  const names = only.split(',');
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown === undefined) return withPrerequisites(names);
  throw new StepFailure(`There is no suite '${unknown}'; there are ${suites.map(({ name }) => name).join(', ')}.`);
}

/** Fetches what the suites need; gives back why a tool is missing, by its name. */
async function prepare(needed) {
  console.log(`Getting ${['the packages', ...needed].join(', ')} (once)`);
  await installPackages(root);
  return prepareTools(root, needed);
}

/** A suite that cannot run is named as skipped on a user's machine, and is a failure in CI. */
async function runSuite(suite, missing, long) {
  const lacking = suite.tools?.find((tool) => tool in missing);
  if (lacking !== undefined) {
    console.log(`${inCi ? 'Failed' : 'Skipped'}: ${missing[lacking]}`);
    return { counts: { passed: 0, failed: inCi ? 1 : 0, skipped: inCi ? 0 : 1 } };
  }
  const resultFile = join(root, 'out', 'results', `${suite.name}.json`);
  await prepareResults(resultFile);
  const env = { ...process.env, TEST_RESULT_FILE: resultFile, ...(long && { TEST_LONG: '1' }) };
  const minutes = long ? 120 : 25;
  const ok = await runLive(suite.command, { cwd: root, env, limit: minutes * 60_000 });
  if (!suite.counts) return { counts: { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 } };
  const { counts, tests, problem } = await readResults(resultFile);
  if (problem !== undefined) console.log(problem);
  return { tests, counts: ok || counts.failed > 0 ? counts : { ...counts, failed: 1 } };
}

/** Named once more at the end: of a long log often only that is kept. */
function nameTest({ name }, { title, outcome, error }) {
  const lines = (error ?? '').split('\n').slice(0, 12); // an assertion quotes the whole test
  return [`\n${outcome} in ${name}: ${title}`, ...lines.filter(Boolean).map((line) => `    ${line}`)].join('\n');
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
