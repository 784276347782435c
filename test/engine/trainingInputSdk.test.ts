import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess, exportsOf } from '../support/engineProcess.ts';
import { pythonOrSkip } from '../support/python.ts';
import { servedJudge } from '../support/servedJudge.ts';

/** By channel, the texts that were read in each epoch. */
interface Answer {
  readonly status: readonly string[];
  readonly read: Readonly<Record<string, readonly (readonly string[])[]>>;
}

const script = `
import json, os
from pathlib import Path
from sagemaker.amazon.common import read_recordio
read = {}
for name, config in json.loads(os.environ['SM_INPUT_DATA_CONFIG']).items():
    channel = Path(os.environ['SM_CHANNEL_' + name.upper()])
    if config['TrainingInputMode'] == 'File':
        read[name] = [[path.read_text() for path in sorted(channel.iterdir())]]
        continue
    read[name] = []
    for epoch in range(2):
        with open(f'{channel}_{epoch}', 'rb') as pipe:
            read[name].append([bytes(record).decode() for record in read_recordio(pipe)])
print('READ ' + json.dumps(read))
`;

describe('the input of training jobs as the SageMaker Python SDK asks for it', function () {
  this.timeout(120_000);

  it('is what the script reads', async function () {
    const python = pythonOrSkip(this);
    const engine = await EngineProcess.start(undefined, ['--python', python]);
    try {
      const exported = await exportsOf(engine);
      const file = join(engine.stateDirectory, 'train.py');
      await writeFile(file, script);
      const input = { script: file, role: 'arn:aws:iam::000000000000:role/any' };
      const { status, read } = await servedJudge<Answer>(python, 'trainingInputJudge.py', input, exported);
      assert.deepEqual(status, ['Completed', 'Completed']);
      const objects = [0, 1, 2, 3, 4, 5].map((number) => `object ${number}`);
      const { shuffled: [first = [], second = []] = [], ...others } = read;
      assert.deepEqual(others, {
        file: [objects],
        fast: [objects],
        manifest: [['object 1', 'object 5']],
        pipe: [objects, objects],
        augmented: [0, 1].map(() => ['object 0', '0', 'object 1', '1', 'object 2', '2']),
      });
      for (const epoch of [first, second]) assert.deepEqual([...epoch].sort(), objects);
      assert.notDeepEqual(first, second);
    } finally {
      await engine.remove();
    }
  });
});
