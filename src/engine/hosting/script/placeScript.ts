import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JobFailure } from '../../execution/jobFailure.ts';
import { fetchSource } from '../../execution/scriptMode/sourceDirectory.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import type { UnpackedContainer } from '../preparedModel.ts';
import { readsSubmitDirectory, type ScriptFamily } from './scriptFamily.ts';

/** Where a script is. */
export interface PlacedScript {
  readonly codeFolder: string;
  /** Its file name; undefined where the image's own functions answer. */
  readonly program: string | undefined;
}

/**
 * Finds a container's script as its toolkit does, and fetches it from S3 where that says so.
 * @throws JobFailure when there is none.
 */
export async function placeScript(
  family: ScriptFamily,
  { environment, modelFolder }: UnpackedContainer,
  objects: ObjectStore,
): Promise<PlacedScript> {
  const { SAGEMAKER_PROGRAM: named, SAGEMAKER_SUBMIT_DIRECTORY: source } = environment;
  const mlRoot = dirname(modelFolder);
  const fetched = { codeFolder: join(mlRoot, 'code'), program: named ?? 'inference.py' };
  if (readsSubmitDirectory(family)) {
    if (named === undefined || source === undefined)
      throw refusal(
        `The model names no script: set ${named === undefined ? 'SAGEMAKER_PROGRAM to its file name' : 'SAGEMAKER_SUBMIT_DIRECTORY to the S3 URI of the archive that holds it, or to /opt/ml/model/code'}`,
      );
    if (source.startsWith('/opt/ml/model') && !existsSync(join(mlRoot, source.slice('/opt/ml/'.length))))
      throw refusal(
        `There is no ${source} (SAGEMAKER_SUBMIT_DIRECTORY) in the model's data; pack the script into it, or name its own archive`,
      );
    await fetchSource(source, mlRoot, objects, 'SAGEMAKER_SUBMIT_DIRECTORY');
    return existing(fetched, source);
  }
  const inModel = { ...fetched, codeFolder: join(modelFolder, 'code') };
  if (isThere(inModel)) return inModel;
  if (family === 'pytorch') {
    if (source?.startsWith('s3://'))
      throw refusal(
        `The image reads its script from code/ of the model's data, where there is no ${fetched.program}, and not from ${source} (SAGEMAKER_SUBMIT_DIRECTORY); pack it into the model's data, as PyTorchModel of the SageMaker Python SDK does`,
      );
    return { ...inModel, program: undefined };
  }
  if (source === undefined || source.startsWith('/opt/ml/model')) return existing(inModel, "code/ of the model's data");
  await fetchSource(source, mlRoot, objects, 'SAGEMAKER_SUBMIT_DIRECTORY');
  return existing(fetched, source);
}

function existing(script: PlacedScript, place: string): PlacedScript {
  if (isThere(script)) return script;
  throw refusal(
    `There is no script ${script.program} (SAGEMAKER_PROGRAM) in ${place}; correct its name or pack it again`,
  );
}

/** A module or a package, as Python finds it by the file's name without `.py`. */
function isThere({ codeFolder, program = '' }: PlacedScript): boolean {
  const path = join(codeFolder, program.replace(/\.py$/, '').replaceAll('.', '/'));
  return existsSync(`${path}.py`) || existsSync(join(path, '__init__.py'));
}

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem}.`);
