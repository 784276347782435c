import assert from 'node:assert/strict';
import { useProcessingJobs } from '../support/engineFixture.ts';
import { outputTo, type ProcessingJobs } from '../support/processingJobs.ts';

describe('outputs of processing jobs', function () {
  this.timeout(90_000);
  let jobs: ProcessingJobs;
  useProcessingJobs((given) => (jobs = given.jobs));

  it('are all uploaded but for a name that is not UTF-8, which the log tells', async function () {
    if (process.platform !== 'linux') this.skip(); // other systems have no such names
    const script = `
import os
for output in (b"end", b"early"):
    folder = b"/opt/ml/processing/" + output
    os.mkdir(folder + b"/deep\\xfe")
    for name in (b"/good", b"/\\xff", b"/deep\\xfe/lost"):
        open(folder + name, "w").write("content")
`;
    const outputs = [outputTo('strange', 'end'), outputTo('strange', 'early', 'Continuous')];
    const job = await jobs.run('strange', script, { outputs });
    assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
    assert.deepEqual(await jobs.keys('out/strange/'), ['early/good', 'end/good']);
    const why = 'Left out because its name is not UTF-8, as a key in S3 must be; rename it:';
    const notes = (await jobs.lines('strange')).filter((line) => line.includes('Left out'));
    for (const output of ['early', 'end'])
      assert.ok(
        notes.some(
          (line) => line.includes(`/opt/ml/processing/${output}: ${why}`) && line.includes("'deep\ufffd', '\ufffd'"),
        ),
        notes.join('\n'),
      );
    assert.equal(notes.length, 2);
  });

  it('have no key that S3 could not take', async () => {
    const script = `
import os
for output in ("early", "end"):
    folder = f"/opt/ml/processing/{output}/" + "/".join(["d" * 200] * 5)
    os.makedirs(folder)
    for name in ("/opt/ml/processing/" + output + "/fits", folder + "/" + "k" * 20):
        open(name, "w").write("content")
`;
    const early = [outputTo('long', 'early', 'Continuous')];
    const told = await jobs.run('long', `import os; os.makedirs("/opt/ml/processing/end")\n${script}`, {
      outputs: early,
    });
    assert.equal(told.ProcessingJobStatus, 'Completed', told.FailureReason);
    assert.deepEqual(await jobs.keys('out/long/'), ['early/fits']);
    assert.match(
      (await jobs.lines('long')).join('\n'),
      /early: Left out because its key would have more than the 1024 bytes that S3 takes: 'd{200}\//,
    );
    const failed = await jobs.run('longer', `import os; os.makedirs("/opt/ml/processing/early")\n${script}`, {
      outputs: [outputTo('longer', 'end')],
    });
    assert.equal(failed.ProcessingJobStatus, 'Failed');
    assert.match(
      failed.FailureReason ?? '',
      /^ClientError: The key s3:\/\/.*… has 10\d\d bytes and S3 takes at most 1024: shorten the prefix/,
    );
  });

  it('come of a job that has a PATH of its own too', async () => {
    const script = `
import os
open("/opt/ml/processing/result/path", "w").write(os.environ["PATH"])
`;
    const Environment = { PATH: '/nowhere' };
    const job = await jobs.run('path', script, { Environment, outputs: [outputTo('path', 'result')] });
    assert.equal(job.ProcessingJobStatus, 'Completed', job.FailureReason);
    assert.equal(await jobs.text('out/path/result/path'), '/nowhere');
  });
});
