import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeScripts, withoutOptMl } from '../../../../src/engine/processing/withoutOptMl.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const hostAt = (folder: string) => ({
  name: 'algo-1',
  folder,
  mlRoot: `${folder}/ml`,
  group: { name: 'homogeneousCluster', instanceType: 'ml.m5.xlarge', hosts: ['algo-1'] },
});

describe('a folder in the place of /opt/ml', () => {
  const folders = useTemporaryFolders();

  for (const [text, expected] of [
    ['/opt/ml/processing/input', '/work/ml/processing/input'],
    ['--data=/opt/ml/processing/x --to "/opt/ml"', '--data=/work/ml/processing/x --to "/work/ml"'],
    ['s3://bucket/opt/ml/x', 's3://bucket/opt/ml/x'],
    ['/srv/opt/ml/x /opt/ml-data /opt/mlx', '/srv/opt/ml/x /opt/ml-data /opt/mlx'],
  ] as const)
    it(`of ${text}`, () => assert.equal(withoutOptMl(text, hostAt('/work')), expected));

  it('has forward slashes, which no language takes for an escape', () => {
    const host = { ...hostAt('x'), mlRoot: 'C:\\new\\ml' };
    assert.equal(withoutOptMl('"/opt/ml/processing"', host), '"C:/new/ml/processing"');
  });

  it('is what scripts name, whose other bytes stay, and data does not', async () => {
    const host = hostAt(await folders());
    const folder = join(host.mlRoot, 'processing/input/code');
    await mkdir(folder, { recursive: true });
    const odd = Buffer.concat([Buffer.from('open("/opt/ml/x") # '), Buffer.from([0xff, 0xc3, 0xa9])]);
    await writeFile(join(folder, 'job.py'), odd);
    await writeFile(join(folder, 'job.csv'), '/opt/ml/x');
    await changeScripts(host);
    const changed = await readFile(join(folder, 'job.py'));
    assert.deepEqual(changed, Buffer.concat([Buffer.from(`open("${host.mlRoot}/x") # `), odd.subarray(-3)]));
    assert.equal(await readFile(join(folder, 'job.csv'), 'utf8'), '/opt/ml/x');
  });
});
