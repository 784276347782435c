import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineProcess } from '../support/engineProcess.ts';
import { judgesInterpreter } from '../support/python.ts';
import { ScriptJobs, scriptRequest } from '../support/scriptJobs.ts';
import { putTables } from '../support/trainingRequests.ts';
import { timed, type PreparedBenchmark } from './benchmark.ts';

const program = join(import.meta.dirname, 'printingScript.py');

/** A job that prints a million lines, from its start to its seen end with every line in the log, beside the same program printing to a file. */
export async function prepareScriptOutput(): Promise<PreparedBenchmark> {
  const { engine, jobs, folder } = await start();
  const script = await readFile(program, 'utf8');
  let run = 0;
  return {
    async subject() {
      const name = `printing-${run++}`;
      const { AlgorithmSpecification } = scriptRequest(name);
      const MetricDefinitions = [
        { Name: 'loss', Regex: 'loss=([0-9.]+)' },
        { Name: 'accuracy', Regex: 'accuracy=([0-9.]+)' },
      ];
      await jobs.submit(
        name,
        { 'train.py': script },
        {},
        {
          AlgorithmSpecification: { ...AlgorithmSpecification, TrainingInputMode: 'File', MetricDefinitions },
        },
      );
      const job = await jobs.ended(name);
      assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
      assert.equal(job.FinalMetricDataList?.length, 2);
      const step = (status: string) => job.SecondaryStatusTransitions?.find(({ Status }) => Status === status);
      // Of which the interpreter's start is part, here and there; the upload is not.
      return (step('Training')?.EndTime?.getTime() ?? NaN) - (step('Training')?.StartTime?.getTime() ?? NaN);
    },
    async peer() {
      const file = await open(join(folder, 'output'), 'w');
      const milliseconds = await timed(() => runToFile([program, folder], file.fd));
      await file.close();
      return milliseconds;
    },
    close: () => end(engine, jobs, folder),
  };
}

/** From the request to the script's first line, beside the interpreter alone. */
export async function prepareScriptStart(): Promise<PreparedBenchmark> {
  const { engine, jobs, folder } = await start();
  const script = 'import time\nprint("first", time.time())\n';
  let run = 0;
  const subject = async (): Promise<number> => {
    const name = `start-${run++}`;
    await jobs.submit(`${name}-source`, { 'train.py': script });
    await jobs.ended(`${name}-source`);
    const { HyperParameters } = scriptRequest(`${name}-source`);
    const began = Date.now();
    await jobs.create({ ...scriptRequest(name), HyperParameters });
    await jobs.ended(name);
    const first = (await jobs.log(name)).find((line) => line.startsWith('first ')) ?? '';
    return Number(first.slice('first '.length)) * 1000 - began;
  };
  const alone = async (): Promise<number> => {
    const path = join(folder, 'alone');
    const file = await open(path, 'w');
    const began = Date.now();
    await runToFile(['-c', script], file.fd);
    await file.close();
    return Number((await readFile(path, 'utf8')).slice('first '.length)) * 1000 - began;
  };
  return {
    // What is added, so that the machine's own speed at starting Python is left out.
    subject: async () => (await subject()) - (await alone()),
    close: () => end(engine, jobs, folder),
  };
}

async function start() {
  const engine = await EngineProcess.start();
  await putTables(engine);
  return {
    engine,
    jobs: new ScriptJobs(engine, judgesInterpreter),
    folder: await mkdtemp(join(tmpdir(), 'workbench-bench-')),
  };
}

async function end(engine: EngineProcess, jobs: ScriptJobs, folder: string): Promise<void> {
  jobs.close();
  await engine.remove();
  await rm(folder, { recursive: true, force: true });
}

async function runToFile(args: readonly string[], output: number): Promise<void> {
  const child = spawn(judgesInterpreter, args, {
    stdio: ['ignore', output, output],
    env: { PATH: process.env['PATH'] ?? '', PYTHONUNBUFFERED: '1' },
  });
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 0);
}
