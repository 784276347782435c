import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { EngineProcess, exportsOf } from '../support/engineProcess.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';

interface Answer {
  readonly status: string;
  readonly model: { readonly S3DataSource: { readonly S3Uri: string; readonly CompressionType: string } };
  readonly printed: string;
  readonly again: string;
}

const script = `
import json, os, pathlib
host = os.environ['SM_CURRENT_HOST']
config = json.load(open(os.path.join(os.environ['SM_INPUT_CONFIG_DIR'], 'checkpointconfig.json')))
folder = pathlib.Path(config['LocalPath'])
print(host, 'found', sorted(path.name for path in folder.iterdir()))
(folder / host).write_text('1')
pathlib.Path(os.environ['SM_MODEL_DIR'], f'weights-{host}').write_text(host)
`;

const bucket = 'sagemaker-us-east-1-000000000000';

describe('a cluster of managed spot instances with the SageMaker Python SDK', function () {
  this.timeout(120_000);

  it('is followed on all its hosts, keeps checkpoints, and leaves a model that is not packed', async function () {
    const python = pythonOrSkip(this);
    const engine = await EngineProcess.start(undefined, ['--python', python]);
    const s3 = new S3Client(engine.clientConfiguration);
    try {
      const exported = await exportsOf(engine);
      const file = join(engine.stateDirectory, 'train.py');
      await writeFile(file, script);
      const checkpoints = `s3://${bucket}/checkpoints/cluster`;
      const input = { script: file, role: 'arn:aws:iam::000000000000:role/any', checkpoints };
      const answer = await servedJudge<Answer>(python, 'clusterJudge.py', input, exported);
      assert.equal(answer.status, 'Completed');
      for (const host of ['algo-1', 'algo-2']) {
        assert.match(answer.printed, new RegExp(`${host} found \\[\\]`));
        assert.match(answer.again, new RegExp(`${host} found \\['algo-1', 'algo-2'\\]`));
      }
      assert.match(answer.printed, /EnableManagedSpotTraining is not honoured/);
      assert.match(
        answer.printed,
        /Training seconds: \d+\s+Billable seconds: \d+\s+Managed Spot Training savings: 0\.0%/,
      );
      const { S3Uri, CompressionType } = answer.model.S3DataSource;
      assert.equal(CompressionType, 'None');
      const Prefix = S3Uri.replace(`s3://${bucket}/`, '');
      assert.match(Prefix, /\/output\/model\/$/);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
      assert.deepEqual(
        Contents.map(({ Key }) => Key?.slice(Prefix.length)),
        ['weights-algo-1', 'weights-algo-2'],
      );
    } finally {
      s3.destroy();
      await engine.remove();
    }
  });
});
