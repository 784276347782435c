import { constants } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import type { JobHost } from '../../execution/jobHosts.ts';
import { workFolderVariable } from '../../execution/process/leftovers.ts';
import { engineVariables } from '../../execution/python/childEnvironment.ts';
import { machineVariables } from '../../execution/python/machineVariables.ts';
import { namesOptMl } from '../../execution/scriptMode/namesOptMl.ts';
import { KeyedLock } from '../../store/keyedLock.ts';
import type { Predictor } from '../predictor.ts';
import { defaultLoadTimeout, type InstanceStart, type PreparedModel } from '../preparedModel.ts';
import { callLimitOf, workerCount } from '../serverVariables.ts';
import { WorkerPool } from '../workerPool.ts';
import { installRequirements, requirementsOf } from './installRequirements.ts';
import type { ContainerStart, ScriptModelParts } from './scriptContainer.ts';

/**
 * A model that a script answers for. Its requirements are installed when the first instance starts; each start has an `/opt/ml` of its own, as each
 * instance on AWS has a disk.
 */
export class ScriptModel implements PreparedModel {
  private readonly lock = new KeyedLock();
  /** The one that has the script's requirements; undefined until they are installed. */
  private interpreter: string | undefined;

  constructor(private readonly parts: ScriptModelParts) {}

  async open({ loadTimeout = defaultLoadTimeout, ...given }: InstanceStart): Promise<Predictor> {
    const { family, script, unpacked, tools } = this.parts;
    const begun = tools.clock.now();
    const interpreter = await this.lock.run('requirements', () => this.installed({ ...given, loadTimeout }));
    const left = Math.max(1, loadTimeout - (tools.clock.now() - begun));
    const folder = await mkdtemp(join(given.folder, 'container-')); // what is laid out in it must not be there yet
    const mlRoot = join(folder, 'ml');
    await this.copyTo(mlRoot);
    const { env, wrap, hasOptMl } = await this.place(folder, mlRoot);
    const codeFolder = this.inCopy(script.codeFolder, mlRoot);
    const command = wrap({
      program: interpreter,
      args: [join(tools.programs, 'script_serve.py'), mlRoot, codeFolder, script.program ?? '-', family],
      env: { ...env, ...pathOf(interpreter, env) },
      cwd: this.inCopy(unpacked.modelFolder, mlRoot),
    });
    const introduction = [...this.parts.introduction, ...(hasOptMl ? [] : await this.noteOptMl(mlRoot))];
    const options = { ...given, clock: tools.clock, loadTimeout: left, disk: folder };
    const { environment } = unpacked;
    const server = { workers: workerCount(environment), callLimit: callLimitOf(environment) };
    return WorkerPool.open(command, { ...options, ...server }, introduction);
  }

  /** A script may write into its files in place, so hard links would not do; where a disk can share blocks until then, nothing is copied. */
  private async copyTo(mlRoot: string): Promise<void> {
    try {
      await cp(this.original, mlRoot, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
    } catch (error) {
      await rm(mlRoot, { recursive: true, force: true }); // the disk may be full
      throw error;
    }
  }

  /** What stood for `/opt/ml` when the model was unpacked; no script runs there. */
  private get original(): string {
    return dirname(this.parts.unpacked.modelFolder);
  }

  private inCopy(path: string, mlRoot: string): string {
    return join(mlRoot, relative(this.original, path));
  }

  /** How programs see a folder as their `/opt/ml`. @param folder - A new one. */
  private async place(
    folder: string,
    mlRoot: string,
  ): Promise<Pick<ContainerStart, 'host' | 'env' | 'wrap'> & { hasOptMl: boolean }> {
    const group = { name: 'homogeneousCluster', instanceType: '', hosts: ['algo-1'] };
    const host = { name: 'algo-1', folder, mlRoot, group };
    const { hasOptMl, wrap } = await this.parts.tools.mounts.prepare({ host, hosts: [host] }, { asOptMl: true });
    return { host, env: this.environment(host), wrap, hasOptMl };
  }

  private environment(host: JobHost): Record<string, string> {
    const { python, script, unpacked, tools } = this.parts;
    const { environment } = unpacked;
    const codeFolder = this.inCopy(script.codeFolder, host.mlRoot);
    return {
      ...machineVariables(python.interpreter, tools.env),
      ...engineVariables({ hosts: [host] }, tools.access(), tools.env),
      PYTHONDONTWRITEBYTECODE: '1', // modules beside the program must leave none among the shipped files
      OMP_WAIT_POLICY: 'passive', // threads that spin between small requests make each some twenty times as slow on a busy machine
      SAGEMAKER_BASE_DIR: host.mlRoot,
      ...environment,
      PYTHONPATH: [codeFolder, environment['PYTHONPATH'] ?? ''].filter((part) => part !== '').join(delimiter),
      [workFolderVariable]: host.folder,
    };
  }

  private async installed(start: Omit<ContainerStart, 'host' | 'env' | 'wrap'>): Promise<string> {
    const { family, python, script } = this.parts;
    if (this.interpreter !== undefined) return this.interpreter;
    const asked = requirementsOf(family, script.codeFolder);
    if (asked.length === 0) return (this.interpreter = python.interpreter);
    const place = await this.place(await mkdtemp(join(start.folder, 'installation-')), this.original);
    return (this.interpreter = await installRequirements(asked, { ...start, ...place }, this.parts));
  }

  private async noteOptMl(mlRoot: string): Promise<string[]> {
    const { codeFolder, program } = this.parts.script;
    const file = program === undefined ? undefined : await namesOptMl(codeFolder, program);
    if (file === undefined) return [];
    return [
      `${file} names /opt/ml/, which is ${mlRoot} on this machine: take the model's folder from the argument of model_fn, which is right here and on AWS.`,
    ];
  }
}

/** `python` in a script of the script's is the interpreter that has its requirements. */
function pathOf(interpreter: string, { PATH = '' }: Readonly<Record<string, string>>): { PATH: string } {
  return { PATH: [dirname(interpreter), PATH].join(delimiter) };
}
