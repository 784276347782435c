import type { HyperParameterTuningResourceConfig, ResourceConfig } from '@aws-sdk/client-sagemaker';
import { unfollowedInProcess } from '../catalog/algorithms/xgboostInProcess.ts';
import { algorithmOf, isFramework } from '../catalog/images.ts';
import { localAlgorithms } from '../catalog/localAlgorithms.ts';
import type { PythonNeed } from '../local/pythonChoice.ts';
import type { RunnerWish } from '../shared/node/runnerWish.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import type { ResolvedJob, ResolvedTraining } from './resolve.ts';

/** Import names of the libraries that images bring. */
const libraries: Readonly<Record<string, string>> = {
  pytorch: 'torch',
  sklearn: 'sklearn',
  tensorflow: 'tensorflow',
  xgboost: 'xgboost',
};

/** What is looked at of a script, to see what it imports. */
const headBytes = 256 * 1024;

/** What a job needs of Python on the local engine; undefined when it runs without, or not here. */
export async function pythonNeedOf(
  { trainings, uploads }: Pick<ResolvedJob, 'trainings' | 'uploads'>,
  runner: RunnerWish['runner'],
  files: Pick<DefinitionFiles, 'readHead'>,
): Promise<PythonNeed | undefined> {
  if (runner === 'in-process') return undefined;
  const needs = await Promise.all(trainings.map((training) => needOf(training, uploads, runner, files)));
  // One interpreter runs all training jobs of a tuning job: what cannot do without goes first.
  const asked = needs.filter((need) => need !== undefined).sort((a, b) => weight(b) - weight(a));
  return asked[0];
}

const weight = ({ isRequired, library }: PythonNeed): number => (isRequired ? 2 : 0) + (library === undefined ? 0 : 1);

async function needOf(
  training: ResolvedTraining,
  uploads: ResolvedJob['uploads'],
  runner: RunnerWish['runner'],
  files: Pick<DefinitionFiles, 'readHead'>,
): Promise<PythonNeed | undefined> {
  const { request, source } = training;
  const image = request.AlgorithmSpecification?.TrainingImage ?? request.AlgorithmSpecification?.AlgorithmName ?? '';
  const found = algorithmOf(image);
  if (hasScript(request) || (found !== undefined && isFramework(found.algorithm))) {
    const library = libraries[found?.algorithm ?? ''];
    // What the script's requirements.txt names is installed for the job, and may well be that library.
    const bringsItsOwn = source?.files.some(({ relativePath }) => relativePath === 'requirements.txt') ?? false;
    if (library === undefined || bringsItsOwn || !(await mayImport(library, uploads, files)))
      return { isRequired: true };
    return { isRequired: true, library };
  }
  if (found?.algorithm !== 'xgboost') {
    // Of several the last is the one that brings the others along.
    const library = localAlgorithms[found?.algorithm ?? '']?.libraries.at(-1);
    return library === undefined ? undefined : { isRequired: true, library };
  }
  // Image versions before 1 are trained by version 1 of the library too.
  const major = Math.max(1, Number.parseInt(found.tag, 10));
  return { isRequired: runner === 'python' || !isTrainedInProcess(training), library: 'xgboost', major };
}

/** False where the in-process trainer is known to refuse, so that the question comes before anything is sent. */
function isTrainedInProcess({ request, ranges }: ResolvedTraining): boolean {
  const { InputDataConfig = [], HyperParameters = {} } = request;
  if (hostsOf(request) > 1) return false;
  const mode = request.AlgorithmSpecification?.TrainingInputMode;
  if (InputDataConfig.some(({ InputMode = mode }) => InputMode === 'Pipe')) return false;
  const types = InputDataConfig.map(({ ContentType = '' }) => ContentType.toLowerCase().split(';')[0]?.trim());
  if (types.some((type) => type === 'application/x-parquet' || type === 'parquet')) return false;
  const chosen = ranges.flatMap(({ name = '', values, min = '', max = '', type }) =>
    (type === 'categorical' ? values : [min, max]).map((value) => ({ [name]: value })),
  );
  return [HyperParameters, ...chosen].every((values) => unfollowedInProcess(values) === undefined);
}

/** A tuning job may list its instances elsewhere, of which the local engine takes the first. */
function hostsOf(request: ResolvedTraining['request']): number {
  const { HyperParameterTuningResourceConfig: tuned } = request as {
    HyperParameterTuningResourceConfig?: HyperParameterTuningResourceConfig;
  };
  const resources: Partial<ResourceConfig> = request.ResourceConfig ?? tuned?.InstanceConfigs?.[0] ?? tuned ?? {};
  const { InstanceCount = 1, InstanceGroups: groups = [] } = resources;
  return Math.max(
    InstanceCount,
    groups.reduce((sum, group) => sum + (group.InstanceCount ?? 1), 0),
  );
}

/** False where the scripts can be read and none names the library: plain Python, whatever image it runs in on AWS. */
async function mayImport(
  library: string,
  uploads: ResolvedJob['uploads'],
  files: Pick<DefinitionFiles, 'readHead'>,
): Promise<boolean> {
  const entries = uploads.flatMap(({ archive = [] }) => archive);
  const scripts = entries.filter(({ kind, relativePath }) => kind === 'file' && /\.(py|sh)$/.test(relativePath));
  if (scripts.length === 0) return true;
  for (const { path } of scripts) {
    const text = new TextDecoder().decode(await files.readHead(path, headBytes));
    if (text.includes(library)) return true;
  }
  return false;
}

function hasScript({ HyperParameters, Environment }: ResolvedTraining['request']): boolean {
  const asked = { ...Environment, ...HyperParameters };
  return ['sagemaker_program', 'sagemaker_submit_directory', 'SAGEMAKER_PROGRAM'].some((name) => name in asked);
}
