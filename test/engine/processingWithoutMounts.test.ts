import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { EngineProcess } from '../support/engineProcess.ts';
import { inputFrom, outputTo, ProcessingJobs } from '../support/processingJobs.ts';
import { pythonOrSkip } from '../support/python.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';
import { putTables } from '../support/trainingRequests.ts';

const script = `
import os, shutil, sys
shutil.copy("/opt/ml/processing/input/rows/a.csv", sys.argv[1])
shutil.copy(os.environ["FIRST"], "/opt/ml/processing/result/again.csv")
`;

describe('processing jobs on a machine that cannot show a folder as /opt/ml', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();

  it('find their folders all the same, and are told how', async function () {
    const python = pythonOrSkip(this);
    const folder = await folders();
    await writeFile(join(folder, 'unshare'), '#!/bin/sh\necho Operation not permitted >&2\nexit 1\n');
    await chmod(join(folder, 'unshare'), 0o755);
    const PATH = [folder, process.env['PATH']].join(delimiter);
    const engine = await EngineProcess.start(undefined, [], { PATH });
    const jobs = new ProcessingJobs(engine, { runner: 'auto', interpreter: python });
    try {
      await putTables(engine);
      await jobs.put('rows/a.csv', 'a\n');
      const job = await jobs.run('elsewhere', script, {
        arguments: ['/opt/ml/processing/result/copy.csv'],
        inputs: [inputFrom('rows/', '/opt/ml/processing/input/rows')],
        outputs: [outputTo('elsewhere', 'result')],
        Environment: { FIRST: '/opt/ml/processing/input/rows/a.csv' },
      });
      assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
      assert.deepEqual(await jobs.keys('out/elsewhere/result/'), ['again.csv', 'copy.csv']);
      assert.match((await jobs.lines('elsewhere')).join('\n'), /cannot show a folder as \/opt\/ml .* stands for it/);
    } finally {
      jobs.close();
      await engine.remove();
    }
  });
});
