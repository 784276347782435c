import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ObjectStore } from '../../store/objectStore.ts';
import type { ContainerExit } from '../container.ts';
import { JobFailure } from '../jobFailure.ts';
import { inputDataConfig, resourceConfig } from '../mlDirectory.ts';
import type { JobSpace } from '../runner.ts';
import { entryPointCommand, findEntryPoint, type EntryPointKind } from '../scriptMode/entryPoint.ts';
import { namesOptMl } from '../scriptMode/namesOptMl.ts';
import { pythonStr, type PythonObject } from '../scriptMode/pythonValue.ts';
import { readScriptHyperparameters, scriptArguments } from '../scriptMode/scriptHyperparameters.ts';
import { fetchSource } from '../scriptMode/sourceDirectory.ts';
import { toolkitVariables } from '../scriptMode/toolkitVariables.ts';
import { cutMiddle } from './errorExcerpt.ts';
import { writeFailureFile, type StepFailure } from './failureFile.ts';
import { missingModule } from './failureHints.ts';
import type { JobProcesses, StepResult } from './jobProcesses.ts';
import { explainPip } from './pipFailure.ts';
import type { PythonEnvironment } from './pythonEnvironment.ts';
import type { RequirementsInstaller } from './requirements.ts';
import { writeStandIn } from './standIn.ts';

/** What a script finds in the image that its job names. */
export interface ScriptImage {
  /** SAGEMAKER_TRAINING_MODULE. */
  readonly module: string | null;
  /** Whether it has sagemaker_containers. */
  readonly hasContainers: boolean;
}

/** What script mode works with. */
export interface ScriptParts {
  readonly objects: ObjectStore;
  readonly installer: RequirementsInstaller;
  /** The shipped Python programs. */
  readonly programs: string;
  readonly environment: PythonEnvironment;
  readonly image: ScriptImage;
  readonly variables: Readonly<Record<string, string>>;
}

/** Plays the training toolkit of a framework image: fetches the script, installs what it needs, runs it (contract, section 5). */
export async function runScript(job: JobSpace, parts: ScriptParts, processes: JobProcesses): Promise<ContainerExit> {
  const hyperparameters = readScriptHyperparameters(job.request.HyperParameters ?? {});
  for (const note of hyperparameters.notes) await processes.note(note);
  const { toolkit } = hyperparameters;
  const program = job.request.Environment?.['SAGEMAKER_PROGRAM'] ?? pythonStr(toolkit['sagemaker_program'] ?? '');
  const source = pythonStr(toolkit['sagemaker_submit_directory'] ?? '');
  if (program === '' || source === '') throw new JobFailure(`ClientError: ${missingScript(program === '')}.`);
  const codeFolder = join(job.host.mlRoot, 'code');
  await fetchSource(source, job.host.mlRoot, parts.objects);
  const kind = await findEntryPoint(codeFolder, program, source);
  await noteOptMl(job, codeFolder, program, processes);

  const variables = {
    ...imageVariables(parts.image.module, job.host.mlRoot),
    ...parts.variables,
    SAGEMAKER_JOB_NAME: pythonStr(toolkit['sagemaker_job_name'] ?? ''),
    SAGEMAKER_REGION: pythonStr(toolkit['sagemaker_region'] ?? parts.variables['AWS_REGION'] ?? ''),
    CURRENT_HOST: job.host.name,
  };
  const run = ({ program: path, args }: { program: string; args: readonly string[] }, more = {}): Promise<StepResult> =>
    processes.run({ program: path, args, cwd: codeFolder, env: { ...variables, ...more } });
  const interpreter = await install(kind, job, parts, processes, run);
  if (typeof interpreter !== 'string') return interpreter;

  const [path, ...args] = await entryPointCommand(
    kind,
    codeFolder,
    program,
    scriptArguments(hyperparameters.user),
    interpreter,
  );
  const command = [path, ...args].join(' ');
  await processes.note(`Invoking script with the following command: ${command}`);
  const standIns = parts.image.hasContainers ? [await writeStandIn(job.host.folder, parts.programs)] : [];
  const pythonPath = [parts.variables['PYTHONPATH'] ?? '', ...standIns].filter((part) => part !== '').join(delimiter);
  const step = await run(
    { program: path, args },
    {
      PYTHONPATH: pythonPath,
      ...toolkitVariables({
        mlRoot: job.host.mlRoot,
        jobName: job.request.TrainingJobName,
        hyperparameters,
        program,
        inputDataConfig: inputDataConfig(job.request) as PythonObject,
        resourceConfig: resourceConfig(job.host, job.hosts),
        frameworkModule: parts.image.module,
        cpus: availableParallelism(),
      }),
    },
  );
  // A script's requirements may have brought other versions than the interpreter has.
  const libraries = interpreter === parts.environment.interpreter ? parts.environment.libraries : {};
  return conclude(job, { kind: 'ExecuteUserScriptError', ...step, command }, processes, libraries);
}

/** What the images themselves set (contract, section 4; the Dockerfile of sagemaker-xgboost-container). */
function imageVariables(frameworkModule: string | null, mlRoot: string): Record<string, string> {
  if (frameworkModule === null) return {};
  const training = { SAGEMAKER_TRAINING_MODULE: frameworkModule };
  if (!frameworkModule.startsWith('sagemaker_xgboost_container')) return training;
  const config = join(mlRoot, 'input', 'config');
  return {
    ...training,
    SAGEMAKER_SERVING_MODULE: 'sagemaker_xgboost_container.serving:main',
    SM_INPUT: join(mlRoot, 'input'),
    SM_INPUT_TRAINING_CONFIG_FILE: join(config, 'hyperparameters.json'),
    SM_INPUT_DATA_CONFIG_FILE: join(config, 'inputdataconfig.json'),
    SM_CHECKPOINT_CONFIG_FILE: join(config, 'checkpointconfig.json'),
  };
}

function missingScript(noProgram: boolean): string {
  return noProgram
    ? 'The job names no script: set sagemaker_program to its file name and sagemaker_submit_directory to its archive (EntryPoint and SourceDir in a definition)'
    : 'The job does not say where its script is: set sagemaker_submit_directory to the S3 URI of the archive that holds it (SourceDir in a definition)';
}

/** @returns The interpreter that has the script's requirements, or the job's end where they cannot be had. */
async function install(
  kind: EntryPointKind,
  job: JobSpace,
  { installer, environment }: ScriptParts,
  processes: JobProcesses,
  run: (command: { program: string; args: readonly string[] }) => Promise<StepResult>,
): Promise<string | ContainerExit> {
  const codeFolder = join(job.host.mlRoot, 'code');
  const wanted = kind === 'package' ? ['.'] : [];
  if (kind !== 'command' && existsSync(join(codeFolder, 'requirements.txt'))) wanted.push('-r', 'requirements.txt');
  if (wanted.length === 0) return environment.interpreter;
  await processes.note(kind === 'package' ? 'Installing module.' : 'Installing dependencies from requirements.txt');
  const note = (message: string): Promise<void> => processes.note(message);
  const { folder: workFolder } = job.host;
  const installed = await installer.install({ codeFolder, workFolder, environment, wanted, run, note });
  if (typeof installed === 'string') return installed;
  return conclude(
    job,
    {
      kind: kind === 'package' ? 'InstallModuleError' : 'InstallRequirementsError',
      exitCode: installed.exitCode,
      said: (limit) => cutMiddle(explainPip(installed.tail), limit),
      command: `${environment.interpreter} -m pip install ${wanted.join(' ')}`,
    },
    processes,
  );
}

async function conclude(
  job: JobSpace,
  outcome: Omit<StepFailure, 'surroundings'>,
  processes: JobProcesses,
  libraries: Readonly<Record<string, string>> = {},
): Promise<ContainerExit> {
  const { exitCode } = outcome;
  if (exitCode === 0) {
    await mkdir(join(job.host.mlRoot, 'output'), { recursive: true }); // the script may have removed it
    await writeFile(join(job.host.mlRoot, 'output', 'success'), '');
  } else if (!processes.isStopped) {
    const channels = (job.request.InputDataConfig ?? []).map(({ ChannelName }) => ChannelName);
    await writeFailureFile(job.host.mlRoot, { ...outcome, surroundings: { channels, libraries } });
    const missing = missingModule(outcome.said(1000), libraries);
    if (missing !== undefined) await processes.note(`${missing}.`);
  }
  return { exitCode };
}

async function noteOptMl(job: JobSpace, codeFolder: string, program: string, processes: JobProcesses): Promise<void> {
  const file = await namesOptMl(codeFolder, program);
  if (file === undefined) return;
  const shown = file === program ? file : `${file}, which lies beside ${program},`;
  await processes.note(
    `${shown} names /opt/ml/, which is ${job.host.mlRoot} on this machine: read SM_MODEL_DIR, SM_OUTPUT_DATA_DIR and SM_CHANNEL_<NAME> instead, which are right here and on AWS.`,
  );
}
