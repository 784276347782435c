import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EngineProcess, temporaryFolder } from '../support/engineProcess.ts';
import { outputTo, ProcessingJobs } from '../support/processingJobs.ts';
import { pythonOrSkip } from '../support/python.ts';
import { mountSmallDiskOrSkip, unmount } from '../support/smallDisk.ts';
import { putTables } from '../support/trainingRequests.ts';

const fills = `
with open("/opt/ml/processing/result/endless", "wb") as file:
    while True: file.write(bytes(65536))
`;
const floods = `
while True: print("x" * 10000)
`;

describe('a processing job that fills the disk', function () {
  this.timeout(90_000);
  let mount: string;
  let engine: EngineProcess;
  let jobs: ProcessingJobs;
  beforeEach(async function () {
    const python = pythonOrSkip(this);
    mount = await temporaryFolder();
    await mountSmallDiskOrSkip(this, mount, '8m');
    engine = await EngineProcess.start(join(mount, 'state'));
    await putTables(engine);
    jobs = new ProcessingJobs(engine, { runner: 'auto', interpreter: python });
  });
  afterEach(async () => {
    jobs?.close();
    await engine?.end('SIGKILL');
    await unmount(mount);
  });

  for (const [what, script, reason] of [
    [
      'with its output',
      fills,
      /^AlgorithmError: Traceback.*OSError: \[Errno 28\] No space left on device, exit code: 1$/s,
    ],
    ['with its log', floods, /^AlgorithmError: x+.*, exit code: 1$/s], // its own complaint found no room
  ] as const)
    it(`${what} fails, and the next one has room`, async () => {
      const job = await jobs.run('fills', script, { outputs: [outputTo('fills', 'result')] });
      assert.equal(job.ProcessingJobStatus, 'Failed');
      assert.match(job.FailureReason ?? '', reason);
      const log = [...(await jobs.streams('fills')).values()].flat();
      if (script === fills) {
        assert.ok(log.includes('OSError: [Errno 28] No space left on device'), log.join('\n'));
        assert.match(log.at(-1) ?? '', /disk is full/);
      }
      const { ProcessingJobStatus, FailureReason } = await jobs.run('next', 'print("room")');
      assert.equal(ProcessingJobStatus, 'Completed', FailureReason);
    });
});
