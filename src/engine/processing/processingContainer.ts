import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import type { ContainerExit } from '../execution/container.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { workFolderVariable } from '../execution/process/leftovers.ts';
import { engineVariables, type EngineAccess } from '../execution/python/childEnvironment.ts';
import type { MountedHost } from '../execution/python/hostMounts.ts';
import type { JobProcesses } from '../execution/python/jobProcesses.ts';
import { machineVariables } from '../execution/python/machineVariables.ts';
import type { PythonEnvironment } from '../execution/python/pythonEnvironment.ts';
import { folderOf, mlPath, type ProcessingSpace } from './processingSpace.ts';
import { changeScripts, withoutOptMl } from './withoutOptMl.ts';

/** What stands for the container of one host. */
export interface ContainerParts {
  readonly environment: PythonEnvironment;
  /** The shipped `processing_environment.py`. */
  readonly environmentProgram: string;
  readonly access: EngineAccess;
  /** The engine's own environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly mounted: MountedHost;
}

/** Characters of a program's own words that a failure reason has room for. */
const saidAtMost = 960;

/** What a script is run with; in an image it lies wherever its maker put it. */
const interpreterName = /^python(3(\.\d+)?)?(\.exe)?$/;

/** Runs ContainerEntrypoint with ContainerArguments in a Python environment of the job's own, where `/opt/ml` is the host's. */
export async function runProcessing(
  space: ProcessingSpace,
  parts: ContainerParts,
  processes: JobProcesses,
): Promise<ContainerExit> {
  const { host, request } = space;
  const { mounted, environment } = parts;
  if (!mounted.hasOptMl) {
    await changeScripts(host);
    await processes.note(
      `This machine cannot show a folder as /opt/ml to one program alone: ${host.mlRoot} stands for it in the arguments, variables and scripts of this job; a path that a script puts together itself is not found.`,
    );
  }
  const inside = (text: string): string => (mounted.hasOptMl ? text : withoutOptMl(text, host));
  const variables: Record<string, string> = {
    ...machineVariables(environment.interpreter, parts.env),
    ...engineVariables(space, parts.access, parts.env),
    [workFolderVariable]: host.folder,
  };
  const interpreter = await makeEnvironment(space, parts, processes, variables);
  if (typeof interpreter !== 'string') return interpreter;

  const path = [dirname(interpreter), variables['PATH'] ?? ''].join(delimiter);
  const asked = Object.entries(request.Environment ?? {}).map(([name, value]) => [name, inside(value)] as const);
  const env = { ...variables, PATH: path, ...Object.fromEntries(asked), [workFolderVariable]: host.folder };
  const { ContainerEntrypoint: [program = '', ...first] = [], ContainerArguments: rest = [] } =
    request.AppSpecification;
  const cwd = join(host.folder, 'container');
  await mkdir(cwd, { recursive: true });
  const args = [...first, ...rest].map(inside);
  const { exitCode, said } = await processes.run({
    program: interpreterName.test(basename(program)) ? interpreter : await programOf(program, space, inside, path),
    args,
    env,
    cwd,
  });
  return exitCode === 0 || processes.isStopped ? { exitCode } : { exitCode, said: said(saidAtMost) };
}

/** @returns The interpreter of the job's own environment, or how its making ended where the job was stopped meanwhile. */
async function makeEnvironment(
  { host }: ProcessingSpace,
  { environment, environmentProgram }: ContainerParts,
  processes: JobProcesses,
  env: Readonly<Record<string, string>>,
): Promise<string | ContainerExit> {
  const result = join(host.folder, 'interpreter');
  const args = ['-B', environmentProgram, join(host.folder, 'environment'), result]; // -B: no bytecode beside the shipped programs
  const made = await processes.run({ program: environment.interpreter, args, env, cwd: host.folder });
  if (made.exitCode === 0) return readFile(result, 'utf8');
  if (processes.isStopped) return { exitCode: made.exitCode };
  throw new JobFailure(
    `ClientError: ${environment.interpreter} cannot make the virtual environment that a processing job runs in (${made.said(300)}); choose another Python interpreter, or add its venv module.`,
  );
}

/** @throws JobFailure for a program that only the image has. */
async function programOf(
  program: string,
  { host }: ProcessingSpace,
  inside: (text: string) => string,
  path: string,
): Promise<string> {
  const places = isAbsolute(program)
    ? [program.startsWith(mlPath) ? folderOf(host, program) : program]
    : path.split(delimiter).map((folder) => join(folder, program));
  for (const place of places) if (await isFile(place)) return inside(program);
  throw new JobFailure(
    `ClientError: There is no program '${program}' (ContainerEntrypoint) on this machine, and the local engine runs no container that would have it: name python3 or a shell and a script, or run this job on AWS.`,
  );
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ENAMETOOLONG'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}
