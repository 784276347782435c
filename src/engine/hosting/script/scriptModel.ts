import { mkdtemp } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { JobHost } from '../../execution/jobHosts.ts';
import { workFolderVariable } from '../../execution/process/leftovers.ts';
import { engineVariables } from '../../execution/python/childEnvironment.ts';
import { machineVariables } from '../../execution/python/machineVariables.ts';
import { namesOptMl } from '../../execution/scriptMode/namesOptMl.ts';
import { KeyedLock } from '../../store/keyedLock.ts';
import { HttpPredictor } from '../httpPredictor.ts';
import type { Predictor } from '../predictor.ts';
import { defaultLoadTimeout, type InstanceStart, type PreparedModel } from '../preparedModel.ts';
import { installRequirements, requirementsOf } from './installRequirements.ts';
import type { ContainerStart, ScriptModelParts } from './scriptContainer.ts';

/** A model that a script answers for. Its requirements are installed when the first instance starts. */
export class ScriptModel implements PreparedModel {
  private readonly lock = new KeyedLock();
  /** The one that has the script's requirements; undefined until they are installed. */
  private interpreter: string | undefined;

  constructor(private readonly parts: ScriptModelParts) {}

  async open({ loadTimeout = defaultLoadTimeout, ...given }: InstanceStart): Promise<Predictor> {
    const { family, script, unpacked, tools } = this.parts;
    const mlRoot = dirname(unpacked.modelFolder);
    // A folder for each start: what the mounts lay out in it must not be there yet.
    const group = { name: 'homogeneousCluster', instanceType: '', hosts: ['algo-1'] };
    const host = { name: 'algo-1', folder: await mkdtemp(join(given.folder, 'container-')), mlRoot, group };
    const { hasOptMl, wrap } = await tools.mounts.prepare({ host, hosts: [host] }, { asOptMl: true });
    const start = { ...given, loadTimeout, host, env: this.environment(host), wrap };
    const begun = tools.clock.now();
    const interpreter = await this.lock.run('requirements', () => this.installed(start));
    const command = wrap({
      program: interpreter,
      args: [join(tools.programs, 'script_serve.py'), mlRoot, script.codeFolder, script.program ?? '-', family],
      env: { ...start.env, ...pathOf(interpreter, start.env) },
      cwd: unpacked.modelFolder,
    });
    const introduction = [...this.parts.introduction, ...(hasOptMl ? [] : await this.noteOptMl(mlRoot))];
    const left = Math.max(1, loadTimeout - (tools.clock.now() - begun));
    return HttpPredictor.open(command, { ...given, clock: tools.clock, loadTimeout: left }, introduction);
  }

  private environment(host: JobHost): Record<string, string> {
    const { python, script, unpacked, tools } = this.parts;
    const { environment } = unpacked;
    return {
      ...machineVariables(python.interpreter, tools.env),
      ...engineVariables({ hosts: [host] }, tools.access(), tools.env),
      PYTHONDONTWRITEBYTECODE: '1', // modules beside the program must leave none among the shipped files
      OMP_WAIT_POLICY: 'passive', // threads that spin between small requests make each some twenty times as slow on a busy machine
      SAGEMAKER_BASE_DIR: host.mlRoot,
      ...environment,
      PYTHONPATH: [script.codeFolder, environment['PYTHONPATH'] ?? ''].filter((part) => part !== '').join(delimiter),
      [workFolderVariable]: host.folder,
    };
  }

  private async installed(start: ContainerStart): Promise<string> {
    const { family, python, script } = this.parts;
    const asked = requirementsOf(family, script.codeFolder);
    this.interpreter ??= asked.length === 0 ? python.interpreter : await installRequirements(asked, start, this.parts);
    return this.interpreter;
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
