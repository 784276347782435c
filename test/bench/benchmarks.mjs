import { prepareActivation } from './activation.mjs';
import { prepareBatchTransform } from './batchTransform.ts';
import { prepareDefinitionLanguage } from './definitionLanguage.ts';
import { prepareEngineStart, prepareJobMemory, prepareJobPages } from './engineScale.ts';
import { prepareFirstPaint } from './firstPaint.mjs';
import { prepareIdleEndpoint } from './idleEndpoint.ts';
import { prepareInvocationCost, prepareInvocationThroughput } from './invocations.ts';
import { prepareLogAppend } from './logAppend.ts';
import { prepareLogMemory, prepareLogPages } from './logPages.ts';
import { prepareObjects } from './objects.ts';
import { prepareListMemory, prepareListPaint, prepareListRefresh, prepareListSearch } from './resourceLists.ts';
import { prepareScriptOutput, prepareScriptStart } from './scriptOutput.ts';
import { prepareTuningQuality } from './tuningQuality.ts';
import { prepareTuningSpeed } from './tuningSpeed.ts';
import { prepareXgboostTraining } from './xgboostTraining.ts';

/** Two gates: Bayesian search beside Optuna's TPE and beside chance. */
const tuningQuality = (of, name, measures) => [
  {
    name: `tuning ${of}: Bayesian’s best of 30 beside TPE’s`,
    gate: { ratio: 1, peer: 'Optuna 5.0.0, TPE', why: 'no worse than what one would tune with instead' },
    tools: ['python'],
    measures,
    prepare: () => prepareTuningQuality(name, 'TPE'),
  },
  {
    name: `tuning ${of}: Bayesian’s best of 30 beside chance`,
    gate: { ratio: 0.95, peer: 'random search', why: 'it must be worth its name' },
    tools: ['python'],
    measures,
    prepare: () => prepareTuningQuality(name, 'Random'),
  },
];

const bareServer = 'a bare node:http server that keeps flushed files';

/** @type {import('./benchmark.ts').Benchmark[]} */
export const benchmarks = [
  {
    name: 'train XGBoost in-process, 15,000 x 100, 10 rounds',
    gate: {
      ratio: 3,
      peer: 'xgboost 1.7.6, exact, one thread',
      why: 'slower than that, one would rather install the real one',
    },
    tools: ['python'],
    prepare: () => prepareXgboostTraining({ method: 'exact', rows: 15_000, features: 100, distinct: 1e6 }),
  },
  {
    name: 'train XGBoost in-process by histogram, 15,000 x 100, 10 rounds',
    gate: {
      ratio: 3,
      peer: 'xgboost 1.7.6, hist, one thread',
      why: 'slower than that, one would rather install the real one',
    },
    tools: ['python'],
    prepare: () => prepareXgboostTraining({ method: 'hist', rows: 15_000, features: 100, distinct: 250 }),
  },
  {
    name: 'a Python script prints 1,000,000 lines, metrics extracted',
    gate: {
      ratio: 1.2,
      peer: 'the same script printing into a file',
      why: 'a job must not slow its script down, and its end is seen when every line is in the log',
    },
    tools: ['python'],
    prepare: prepareScriptOutput,
  },
  {
    name: 'from a request to a Python script’s first line, without the interpreter’s own start',
    gate: { goal: 500 },
    tools: ['python'],
    prepare: prepareScriptStart,
  },
  {
    name: 'append 200,000 log lines, 1,000 at a time',
    gate: {
      ratio: 15,
      peer: 'appending them to a file',
      why: 'measured 4x to 8x, with room for other disks; each line becomes JSON and gets an index entry',
    },
    prepare: prepareLogAppend,
  },
  {
    name: 'read any 1,000 of 1,000,000 log lines over HTTP, by time or token',
    gate: { goal: 20 },
    prepare: () => prepareLogPages(1000, 1_000_000),
  },
  {
    name: 'read any full page, 10,000 of 1,000,000 log lines, over HTTP',
    gate: { goal: 20 },
    prepare: () => prepareLogPages(10_000, 1_000_000),
  },
  {
    name: 'the memory of an engine that has read 1,000,000 log lines',
    gate: { ratio: 1.25, peer: '10,000 lines', why: 'a log is read from its file; what differs is not yet collected' },
    measures: 'MB',
    prepare: () => prepareLogMemory(1_000_000, 10_000),
  },
  {
    name: 'list any page of 100 of 10,000 finished jobs over HTTP',
    gate: { goal: 20 },
    prepare: () => prepareJobPages(10_000),
  },
  {
    name: 'start the engine with 10,000 finished jobs',
    gate: { ratio: 3, peer: 'with none', why: 'the index is read and each record looked at, but none is read' },
    prepare: () => prepareEngineStart(10_000),
  },
  {
    name: 'the memory of an engine with 10,000 finished jobs',
    gate: {
      ratio: 1.15,
      peer: '1,000 jobs',
      why: 'a summary is some 300 bytes, so 9,000 more are below 3 MB',
    },
    measures: 'MB',
    prepare: () => prepareJobMemory(10_000, 1_000),
  },
  {
    name: 'PUT and GET 1,000 objects of 1 KB',
    gate: {
      ratio: 6,
      peer: bareServer,
      why: 'measured 2.5x, with room for other disks; a record and a folder are flushed besides the file',
    },
    prepare: () => prepareObjects(1000, 1000),
  },
  {
    name: 'PUT and GET one object of 100 MB',
    gate: {
      ratio: 4,
      peer: bareServer,
      why: 'measured 1.2x on a disk as slow as the digests of signature and ETag; others are faster',
    },
    prepare: () => prepareObjects(1, 100_000_000),
  },
  {
    name: 'first paint of 10 curves x 100,000 points',
    gate: { goal: 150 },
    tools: ['browser'],
    prepare: prepareFirstPaint,
  },
  {
    name: 'completion in a definition of 2,000 lines',
    gate: { goal: 30 },
    prepare: () => prepareDefinitionLanguage('completion'),
  },
  {
    name: 'diagnostics of a definition of 2,000 lines',
    gate: { goal: 50 },
    prepare: () => prepareDefinitionLanguage('diagnostics'),
  },
  {
    name: 'the first page of 10,000 jobs from cache, read, parsed and ordered',
    gate: { goal: 33 }, // three times as much, at which it fails, is 100 ms
    prepare: () => prepareListPaint(10_000),
  },
  {
    name: 'a search among 10,000 loaded jobs',
    gate: { goal: 66 }, // fails at 200 ms
    prepare: () => prepareListSearch(10_000),
  },
  {
    name: 'what the tree of 10,000 jobs is told while 20 of them change',
    gate: { goal: 20 / 3 }, // fails above 20
    measures: 'rows',
    prepare: () => prepareListRefresh(10_000),
  },
  {
    name: 'the memory of a list of 10,000 jobs, beside one of none',
    gate: { goal: 20 }, // fails at 60 MB
    measures: 'MB',
    prepare: () => prepareListMemory(10_000),
  },
  {
    name: 'load and activate the extension in VS Code',
    gate: { goal: 80 },
    tools: ['editor', 'browser'],
    prepare: prepareActivation,
  },
  {
    name: 'tuning: the next point after 500 finished jobs, 8 hyperparameters',
    gate: { goal: 50 },
    prepare: prepareTuningSpeed,
  },
  {
    name: 'what InvokeEndpoint adds to the Python worker called directly, at the median',
    gate: { goal: 0.66 }, // three times as much, at which it fails, is 2 ms
    tools: ['python'],
    prepare: () => prepareInvocationCost(1000),
  },
  {
    name: 'InvokeEndpoint: 4,000 requests of 8 clients',
    gate: { ratio: 1.25, peer: 'the Python worker called directly', why: 'at least 80 % of its throughput' },
    tools: ['python'],
    prepare: () => prepareInvocationThroughput(4000, 8),
  },
  {
    name: 'batch transform of 8 MB in requests of 1 MB, 4 at once, from the loaded model on',
    gate: { ratio: 1.25, peer: 'xargs -P 4 with curl', why: 'at least 80 % of its throughput' },
    tools: ['python'],
    prepare: () => prepareBatchTransform(8),
  },
  {
    name: 'CPU that an idle endpoint takes in a minute, engine and worker',
    gate: { goal: 200 },
    tools: ['python'],
    measures: 'CPU ms',
    prepare: () => prepareIdleEndpoint(60),
  },
  ...tuningQuality('Branin', 'branin', 'above the minimum, median of 25 seeds'),
  ...tuningQuality('Hartmann-6', 'hartmann', 'above the minimum, median of 25 seeds'),
  ...tuningQuality('XGBoost on Boston', 'boston', 'validation-rmse, median of 25 seeds'),
];
