// npm run bench [-- --only TEXT]: builds, then measures the table of test/bench/benchmarks.mjs; exit code 1 when a gate fails.
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchmarks } from '../test/bench/benchmarks.mjs';
import { atEnd } from './lib/cleanup.mjs';
import { runLive } from './lib/processes.mjs';
import { StepFailure, runScript } from './lib/steps.mjs';
import { prepareTools } from './lib/tools.mjs';

const root = resolve(import.meta.dirname, '..');
const samples = 5;
const inCi = Boolean(process.env.CI);
const marks = { passed: '✔', failed: '✘', skipped: '-' };

await runScript(async () => {
  const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;
  const chosen = benchmarks.filter(({ name }) => name.includes(only));
  if (chosen.length === 0) throw new StepFailure(`No benchmark's name holds '${only}'.`);
  const built = await runLive([process.execPath, 'esbuild.config.mjs'], {
    cwd: root,
    env: process.env,
    limit: 120_000,
  });
  if (!built) return 1;
  const missing = await prepareTools(
    root,
    chosen.flatMap(({ tools = [] }) => tools),
  );
  console.log(`\n${machine()}; medians of ${samples} after one that does not count\n`);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const benchmark of chosen) {
    const { outcome, text } = await outcomeOf(benchmark, missing);
    console.log(`${marks[outcome]} ${benchmark.name}\n  ${text}`);
    counts[outcome]++;
  }
  console.log(`\n${counts.passed} gates hold, ${counts.failed} do not, ${counts.skipped} skipped`);
  return counts.failed === 0 ? 0 : 1;
});

/** A benchmark that cannot run is named as skipped on a user's machine, and is a failure in CI. */
async function outcomeOf({ gate, tools = [], measures, prepare }, missing) {
  const lacking = tools.find((tool) => tool in missing);
  if (lacking !== undefined) {
    const outcome = inCi ? 'failed' : 'skipped';
    return { outcome, text: `${outcome}: ${missing[lacking]}` };
  }
  const prepared = await prepare();
  let open = true;
  const close = async () => {
    if (!open) return;
    open = false;
    await prepared.close();
  };
  atEnd(close);
  try {
    const pairs = measures === undefined ? await measure(prepared) : [await measureOnce(prepared)];
    return judge(gate, pairs, measures === undefined ? figure : (number) => `${number.toFixed(3)} (${measures})`);
  } finally {
    await close();
  }
}

/** Subject and peer in turns, each first every other time, so that what slows the machine for a while slows both. */
async function measure({ subject, peer = async () => NaN }) {
  const pairs = [];
  for (let run = 0; run <= samples; run++) {
    const pair = {};
    const turns = [async () => (pair.subject = await subject()), async () => (pair.peer = await peer())];
    for (const turn of run % 2 === 0 ? turns : turns.reverse()) await turn();
    pairs.push(pair);
  }
  return pairs.slice(1);
}

async function measureOnce({ subject, peer = async () => NaN }) {
  return { subject: await subject(), peer: await peer() };
}

function judge(gate, pairs, figure) {
  const own = median(pairs.map(({ subject }) => subject));
  if (gate.goal !== undefined) {
    const limit = 3 * gate.goal;
    const missed = own > gate.goal ? `, missed (fails beyond ${limit} ms)` : '';
    return { outcome: own <= limit ? 'passed' : 'failed', text: `${figure(own)}, goal ${gate.goal} ms${missed}` };
  }
  const theirs = median(pairs.map(({ peer }) => peer));
  const ratio = median(pairs.map(({ subject, peer }) => subject / peer));
  return {
    outcome: ratio <= gate.ratio ? 'passed' : 'failed',
    text: `${figure(own)} beside ${figure(theirs)} (${gate.peer}): ${ratio.toFixed(2)}x, at most ${gate.ratio}x: ${gate.why}`,
  };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

function figure(milliseconds) {
  return `${milliseconds < 100 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

function machine() {
  const [{ model }, { length }] = [cpus()[0], cpus()];
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${model.trim()}, ${length} cores, ${gigabytes} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}
