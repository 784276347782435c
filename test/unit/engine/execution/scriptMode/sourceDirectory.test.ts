import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchSource } from '../../../../../src/engine/execution/scriptMode/sourceDirectory.ts';
import { systemClock } from '../../../../../src/shared/node/systemClock.ts';
import { ObjectStore } from '../../../../../src/engine/store/objectStore.ts';

describe('a source directory below /opt/ml', () => {
  let folder: string;
  let objects: ObjectStore;
  const mlRoot = () => join(folder, 'host/ml');
  const fetch = (uri: string) => fetchSource(uri, mlRoot(), objects);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'source-directory-'));
    objects = await ObjectStore.open(join(folder, 'state'), { clock: systemClock, caseInsensitive: false });
    for (const place of [join(mlRoot(), 'code'), join(mlRoot(), 'input/data/code'), join(folder, 'elsewhere')]) {
      await mkdir(place, { recursive: true });
      await writeFile(join(place, 'train.py'), '');
    }
    await rm(join(mlRoot(), 'code/train.py'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is copied from a channel', async () => {
    await fetch('/opt/ml/input/data/code');
    assert.deepEqual(await readdir(join(mlRoot(), 'code')), ['train.py']);
  });

  it('is not looked for elsewhere on this machine', async () => {
    await assert.rejects(fetch('/opt/ml/../../elsewhere'), {
      name: 'JobFailure',
      message:
        "ClientError: sagemaker_submit_directory is '/opt/ml/../../elsewhere', which leads out of /opt/ml; name a folder below it without '..'.",
    });
    assert.deepEqual(await readdir(join(mlRoot(), 'code')), []);
  });
});
