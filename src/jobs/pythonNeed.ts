import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { algorithmOf, isFramework } from '../catalog/images.ts';
import type { PythonNeed } from '../local/pythonChoice.ts';
import type { RunnerWish } from '../shared/node/runnerWish.ts';
import type { ResolvedTrainingJob } from './resolve.ts';

/** Import names of the libraries that images bring. */
const libraries: Readonly<Record<string, string>> = {
  pytorch: 'torch',
  sklearn: 'sklearn',
  tensorflow: 'tensorflow',
  xgboost: 'xgboost',
};

/** What a job needs of Python on the local engine; undefined when it runs without, or not here. */
export function pythonNeedOf(
  { request, source }: Pick<ResolvedTrainingJob, 'request' | 'source'>,
  runner: RunnerWish['runner'],
): PythonNeed | undefined {
  if (runner === 'in-process') return undefined;
  const image = request.AlgorithmSpecification?.TrainingImage ?? request.AlgorithmSpecification?.AlgorithmName ?? '';
  const found = algorithmOf(image);
  if (hasScript(request) || (found !== undefined && isFramework(found.algorithm))) {
    const library = libraries[found?.algorithm ?? ''];
    // What the script's requirements.txt names is installed for the job, and may well be that library.
    const bringsItsOwn = source?.files.some(({ relativePath }) => relativePath === 'requirements.txt') ?? false;
    return { isRequired: true, ...(library === undefined || bringsItsOwn ? {} : { library }) };
  }
  if (found?.algorithm !== 'xgboost') return undefined;
  // Image versions before 1 are trained by version 1 of the library too.
  return { isRequired: runner === 'python', library: 'xgboost', major: Math.max(1, Number.parseInt(found.tag, 10)) };
}

function hasScript({ HyperParameters, Environment }: CreateTrainingJobRequest): boolean {
  const asked = { ...Environment, ...HyperParameters };
  return ['sagemaker_program', 'sagemaker_submit_directory', 'SAGEMAKER_PROGRAM'].some((name) => name in asked);
}
