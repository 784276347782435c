import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InProcessRunner } from '../../src/engine/execution/inProcessRunner.ts';
import { JobFailure } from '../../src/engine/execution/jobFailure.ts';
import type { TrainingJobRequest } from '../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const request = {
  AlgorithmSpecification: { TrainingImage: 'xgboost:1.7-1', TrainingInputMode: 'File' },
  ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 5 },
} as unknown as TrainingJobRequest;

const runsOutOfMemory = (error: unknown): boolean => {
  assert.ok(error instanceof JobFailure);
  assert.match(error.message, /^AlgorithmError: The job ran out of memory: .* 64 MiB .*num_round/);
  assert.ok(error.message.length <= 1024);
  return true;
};

describe('a job in a worker of the engine that runs out of memory', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();

  it('ends while it trains, before its heap is full: its log has every round until then', async () => {
    const mlRoot = await folders();
    const rows = Array.from({ length: 200 }, (_, at) => `${Math.sin(at)},${at % 7},${at % 13}`);
    const files = {
      'input/config/hyperparameters.json': '{"num_round":"1000000","objective":"reg:squarederror"}',
      'input/config/inputdataconfig.json': '{"train":{"ContentType":"text/csv","TrainingInputMode":"File"}}',
      'input/config/resourceconfig.json': '{"current_host":"algo-1","hosts":["algo-1"]}',
      'input/data/train/train.csv': rows.join('\n'),
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(mlRoot, name, '..'), { recursive: true });
      await writeFile(join(mlRoot, name), content);
    }
    const program = pathToFileURL(join(import.meta.dirname, '../../dist/engine/xgboostWorker.js'));
    const lines: string[] = [];
    const { exit } = new InProcessRunner(program, 64).start(request, mlRoot, async (told) => {
      for (const { message } of told) lines.push(message);
    });
    await assert.rejects(exit, runsOutOfMemory);
    const rounds = lines.flatMap((line) => /^\[(\d+)\]/.exec(line)?.[1] ?? []).map(Number);
    assert.ok(rounds.length > 100, `${rounds.length} rounds`);
    assert.equal(rounds.at(-1), rounds.length - 1);
  });

  it('ends alone where its heap is full all at once', async () => {
    const folder = await folders();
    const program = join(folder, 'greedy.mjs');
    await writeFile(program, 'const kept = []; for (;;) kept.push({ round: kept.length, tree: [kept.length] });\n');
    const { exit } = new InProcessRunner(pathToFileURL(program), 64).start(request, folder, async () => undefined);
    await assert.rejects(exit, runsOutOfMemory);
  });
});
