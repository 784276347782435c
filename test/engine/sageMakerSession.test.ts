import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess, exportsOf } from '../support/engineProcess.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';

interface Answer {
  readonly bucket: string;
  readonly asked: readonly string[];
  readonly status: string;
  readonly model: string;
}

/** Trains, and asks for its default bucket as a script on AWS may. */
const script = `
import sagemaker
print('bucket', sagemaker.Session().default_bucket())
`;

describe('the SageMaker Python SDK with the variables that are printed', function () {
  this.timeout(90_000);

  it('uploads, trains and waits without a word to AWS', async function () {
    const python = pythonOrSkip(this);
    const engine = await EngineProcess.start(undefined, ['--region', 'eu-west-1', '--python', python]);
    try {
      const exported = await exportsOf(engine);
      const file = join(engine.stateDirectory, 'train.py');
      await writeFile(file, script);
      const input = { script: file, role: 'arn:aws:iam::000000000000:role/any' };
      const answer = await servedJudge<Answer>(python, 'sageMakerSessionJudge.py', input, exported);
      assert.equal(answer.bucket, 'sagemaker-eu-west-1-000000000000');
      assert.deepEqual(answer.asked, [engine.announcement.endpoint]);
      assert.equal(answer.status, 'Completed');
      assert.match(answer.model, /^s3:\/\/sagemaker-eu-west-1-000000000000\/.*model\.tar\.gz$/);
    } finally {
      await engine.remove();
    }
  });
});
