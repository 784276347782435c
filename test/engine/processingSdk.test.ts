import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineProcess, exportsOf } from '../support/engineProcess.ts';
import { awsCommand, pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

interface Outcome {
  readonly status: string;
  readonly message: string | null;
  readonly reason: string | null;
  readonly raised: string | null;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly printed: string;
  readonly entrypoint: readonly string[];
  readonly name: string;
  readonly attached: string;
}
interface Answer extends Readonly<Record<'sklearn' | 'script' | 'framework' | 'failing', Outcome>> {
  readonly low: {
    readonly status: string;
    readonly limit: unknown;
    readonly missing: string;
    readonly listed: readonly string[];
    readonly tags: readonly unknown[];
  };
}

/** As the developer guide's "Data Processing with scikit-learn" has it: the folders are named in the script. */
const preprocess = `
import argparse, os
import pandas as pd
from sklearn.model_selection import train_test_split

parser = argparse.ArgumentParser()
parser.add_argument("--train-test-split-ratio", type=float)
args, _ = parser.parse_known_args()
print("Received arguments", args, "and", os.environ["GREETING"])
df = pd.read_csv(os.path.join("/opt/ml/processing/input", "data.csv"))
train, test = train_test_split(df, test_size=args.train_test_split_ratio, random_state=0)
train.to_csv("/opt/ml/processing/train/train.csv", index=False)
test.to_csv(os.path.join("/opt/ml/processing/test", "test.csv"), index=False)
`;
const main = `
import json, sys
from helpers.shape import shape_of
json.dump({"rows": shape_of("/opt/ml/processing/input/data/data.csv"), "argv": sys.argv[1:]}, open("/opt/ml/processing/result/shape.json", "w"))
open("/opt/ml/output/message", "w").write("done")
`;

describe('processing jobs with the SageMaker Python SDK, boto3 and the CLI', function () {
  this.timeout(240_000);
  const folders = useTemporaryFolders();

  it('run, log, wait and stop as on AWS', async function () {
    const python = pythonOrSkip(this);
    const folder = await folders();
    const files = {
      'data.csv': `a,b\n${Array.from({ length: 20 }, (_, row) => `${row},${row * 2}\n`).join('')}`,
      'preprocess.py': preprocess,
      'source/main.py': main,
      'source/helpers/__init__.py': '',
      'source/helpers/shape.py': 'def shape_of(path):\n    return len(open(path).readlines()) - 1\n',
      'source/requirements.txt': 'numpy\n', // which is there: nothing is fetched
      'failing/main.py': 'raise SystemExit("the data is of another year")\n',
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const engine = await EngineProcess.start(undefined, ['--python', python]);
    try {
      const input = { folder, role: 'arn:aws:iam::000000000000:role/any', aws: awsCommand };
      const answer = await servedJudge<Answer>(python, 'processingSdkJudge.py', input, await exportsOf(engine));

      const { sklearn, script, framework, failing, low } = answer;
      assert.equal(sklearn.status, 'Completed', sklearn.reason ?? '');
      assert.deepEqual(
        Object.entries(sklearn.outputs).map(([name, found]) => [name, ...Object.keys(found)]),
        [
          ['train', 'train.csv'],
          ['test', 'test.csv'],
        ],
      );
      assert.equal(sklearn.outputs['train']?.['train.csv']?.trim().split('\n').length, 16);
      assert.equal(sklearn.outputs['test']?.['test.csv']?.trim().split('\n').length, 6);
      assert.match(sklearn.printed, /Received arguments Namespace\(train_test_split_ratio=0\.25\) and good morning/);
      assert.deepEqual(sklearn.entrypoint, ['python3', '/opt/ml/processing/input/code/preprocess.py']);

      assert.deepEqual([script.status, script.attached, script.reason], ['Stopped', 'Stopped', null]);

      assert.deepEqual([framework.status, framework.message, framework.raised], ['Completed', 'done', null]);
      assert.deepEqual(JSON.parse(framework.outputs['result']?.['shape.json'] ?? ''), {
        rows: 20,
        argv: ['--name', 'a b'],
      });
      assert.deepEqual(framework.entrypoint, ['/bin/bash', '/opt/ml/processing/input/entrypoint/runproc.sh']);

      assert.match(
        failing.raised ?? '',
        /Failed\. Reason: AlgorithmError: .*the data is of another year, exit code: 1/s,
      );
      assert.equal(low.status, 'Completed');
      assert.deepEqual(low.limit, { MaxRuntimeInSeconds: 86_400 });
      assert.deepEqual(low.tags, [{ Key: 'team', Value: 'a' }]);
      assert.deepEqual(low.listed, ['from-the-cli', framework.name, sklearn.name].sort());
      assert.match(low.missing, /\(ValidationException\).*Could not find requested job/);
    } finally {
      await engine.remove();
    }
  });
});
