import { join } from 'node:path';
import { platform } from './platform.ts';
import { pythonDirectory, readMadeEnvironment } from './madeEnvironment.ts';
import { oldestPython, type PythonCommand, type PythonProbe } from './probePython.ts';
import type { PythonEnvironment } from './pythonAnswer.ts';
import { pythonsOnPath } from './pythonOnPath.ts';

/** Where an engine looks for Python. */
export interface PythonPlaces {
  /** Where setup-python may have made an environment; undefined looks for none. */
  readonly stateDirectory: string | undefined;
  /** Of `sagemaker-local --python`. */
  readonly interpreter: string | undefined;
  /** The variable PATH. */
  readonly searchPath: string;
}

/**
 * Finds the interpreter of a job: the one it asks for, that of `--python`, the environment that setup-python made, the first on PATH that
 * is new enough. Only the last step passes over one that does not work: nothing that was chosen is silently replaced.
 */
export class PythonEnvironmentLoader {
  constructor(
    private readonly places: PythonPlaces,
    private readonly probe: PythonProbe,
  ) {}

  async find(wanted?: string): Promise<PythonEnvironment | string> {
    const { interpreter, stateDirectory } = this.places;
    if (wanted !== undefined) return this.named([wanted], 'chosen for this job');
    if (interpreter !== undefined) return this.named([interpreter], 'named by --python');
    return (stateDirectory === undefined ? undefined : await this.made(stateDirectory)) ?? this.onPath();
  }

  private async made(stateDirectory: string): Promise<PythonEnvironment | string | undefined> {
    const directory = pythonDirectory(stateDirectory);
    const made = await readMadeEnvironment(directory);
    if (made === undefined) return undefined;
    const found = await this.named([platform.venvPython(join(directory, made.folder))], 'made by setup-python');
    if (typeof found !== 'string') return found;
    return `The Python environment in ${directory} no longer works, perhaps since its Python was removed or updated; set it up again with sagemaker-local setup-python.`;
  }

  private async onPath(): Promise<PythonEnvironment | string> {
    const problems: string[] = [];
    for (const command of pythonsOnPath(this.places.searchPath)) {
      const found = await this.named(command, 'found on PATH');
      if (typeof found !== 'string') return found;
      problems.push(found);
    }
    return (
      problems[0] ??
      `No Python ${oldestPython.join('.')} or newer is on PATH; install one, or name one with sagemaker-local --python.`
    );
  }

  private async named(command: PythonCommand, origin: string): Promise<PythonEnvironment | string> {
    const facts = await this.probe.probe(command);
    return typeof facts === 'string' ? facts : { ...facts, origin };
  }
}
