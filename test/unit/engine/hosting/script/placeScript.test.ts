import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { placeScript, type PlacedScript } from '../../../../../src/engine/hosting/script/placeScript.ts';
import { scriptFamily, type ScriptFamily } from '../../../../../src/engine/hosting/script/scriptFamily.ts';
import { ObjectStore } from '../../../../../src/engine/store/objectStore.ts';
import { systemClock } from '../../../../../src/shared/node/systemClock.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

describe('where the script of a container is', () => {
  const newFolder = useTemporaryFolders();

  /** @param files - Of the model's data. */
  const placed = async (
    family: ScriptFamily,
    files: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<PlacedScript & { text?: string }> => {
    const folder = await newFolder();
    const modelFolder = join(folder, 'ml/model');
    for (const file of files) {
      await mkdir(dirname(join(modelFolder, file)), { recursive: true });
      await writeFile(join(modelFolder, file), file);
    }
    const objects = await ObjectStore.open(join(folder, 'state'), { clock: systemClock, caseInsensitive: false });
    const unpacked = {
      container: {},
      environment,
      wish: { runner: 'auto' },
      modelFolder,
    } as const;
    const { codeFolder, program } = await placeScript(family, unpacked, objects);
    const text = program === undefined ? {} : { text: await readFile(join(codeFolder, program), 'utf8') };
    return { codeFolder: codeFolder.slice(folder.length), program, ...text };
  };
  const inModel = { SAGEMAKER_PROGRAM: 'own.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' };

  it('is copied from the model by the toolkit of scikit-learn and XGBoost', async () => {
    for (const family of ['sklearn', 'xgboost', 'pytorch-legacy'] as const)
      assert.deepEqual(await placed(family, ['code/own.py', 'weights'], inModel), {
        ...{ codeFolder: '/ml/code', program: 'own.py', text: 'code/own.py' },
      });
    await assert.rejects(
      placed('sklearn', ['code/own.py'], { SAGEMAKER_PROGRAM: 'own.py' }),
      /names no script: set SAGEMAKER_SUBMIT/,
    );
    await assert.rejects(
      placed('sklearn', ['code/other.py'], inModel),
      /There is no script own\.py \(SAGEMAKER_PROGRAM\)/,
    );
    await assert.rejects(placed('sklearn', ['weights'], inModel), /There is no \/opt\/ml\/model\/code/);
  });

  it("is in the model's code/ for the toolkit of PyTorch, whose own functions answer where there is none", async () => {
    const found = { codeFolder: '/ml/model/code', program: 'own.py', text: 'code/own.py' };
    assert.deepEqual(await placed('pytorch', ['code/own.py'], inModel), found);
    assert.deepEqual(
      await placed('pytorch', ['code/own.py'], { ...inModel, SAGEMAKER_SUBMIT_DIRECTORY: 's3://b/x' }),
      found,
    );
    assert.deepEqual(await placed('pytorch', ['code/inference.py'], {}), {
      ...{ codeFolder: '/ml/model/code', program: 'inference.py', text: 'code/inference.py' },
    });
    assert.deepEqual(await placed('pytorch', ['model.pt'], {}), { codeFolder: '/ml/model/code', program: undefined });
    await assert.rejects(
      placed('pytorch', ['model.pt'], { ...inModel, SAGEMAKER_SUBMIT_DIRECTORY: 's3://b/x' }),
      /reads its script from code\/ of the model's data, where there is no own\.py/,
    );
    await assert.rejects(
      placed('generic', ['model.pt'], inModel),
      /There is no script own\.py .* in code\/ of the model's data/,
    );
  });

  it('depends on the image', () => {
    assert.equal(scriptFamily('pytorch', '1.1.0'), 'pytorch-legacy');
    assert.equal(scriptFamily('pytorch', '0.4.0'), 'pytorch-legacy');
    assert.equal(scriptFamily('pytorch', '1.13.1'), 'pytorch');
    assert.equal(scriptFamily('pytorch', '2.3.0'), 'pytorch');
    assert.equal(scriptFamily(undefined), 'generic');
    assert.throws(() => scriptFamily('tensorflow', '2.12.0'), /run this on AWS\.$/);
  });
});
