import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../shared/errors.ts';
import { isProcessAlive, platform } from '../../../shared/node/platform.ts';
import { storageError, writeFileAtomic } from '../../store/atomicFile.ts';
import {
  madeEnvironmentPath,
  readMadeEnvironment,
  type MadeEnvironment,
} from '../../../shared/node/madeEnvironment.ts';
import { failureOf, loadFailureOf, progressOf } from './pipMessages.ts';
import { importNameOf } from '../../../shared/node/probeProgram.ts';
import type { PythonFacts, PythonProbe } from '../../../shared/node/probePython.ts';
import type { PythonFinder } from './pythonEnvironment.ts';
import { minorOf, type PythonRequirements, type RequirementsFor } from './pythonRequirements.ts';
import type { RunProgram } from '../../../shared/node/programRun.ts';

/** What setup-python and setup-jupyter work with. */
export interface PythonSetupParts {
  /** Holds the environment, its record and nothing else. */
  readonly directory: string;
  /** What a person calls it by, e.g. `setup-python`. */
  readonly verb: string;
  /** What must be there to be loaded, besides the libraries that a job is asked for. */
  readonly modules: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Finds the Python to build on; must not find the environment made here. */
  readonly bases: PythonFinder;
  readonly probe: PythonProbe;
  readonly run: RunProgram;
  readonly requirementsFor: RequirementsFor;
  /** The Pythons that they are known for, e.g. `3.9 to 3.14`. */
  readonly supportedPythons: string;
  /** Tells a person who waits what is being done. */
  readonly report: (line: string) => void;
}

/** A made environment, and whether it was there already. */
export interface PythonSetupOutcome {
  readonly facts: PythonFacts;
  readonly wasThere: boolean;
}

/**
 * Makes a virtual environment of a state directory. It counts only once its record is written, in one step, after everything is
 * installed and was loaded once; the folder's name holds the maker's process id, so that a later run can tell a half one from one that
 * is being made.
 */
export class PythonSetup {
  constructor(private readonly parts: PythonSetupParts) {}

  /**
   * @param base - The interpreter to build on; otherwise the first on PATH.
   * @throws UserError when it cannot be made, and the signal's reason when it was aborted; nothing half stays.
   */
  async make(base: string | undefined, signal: AbortSignal): Promise<PythonSetupOutcome> {
    const python = await this.parts.bases.find(base);
    if (typeof python === 'string') throw new UserError(python);
    const requirements = this.parts.requirementsFor(python.version);
    if (requirements === undefined)
      throw new UserError(
        `${python.interpreter} is Python ${python.version}, and the libraries are pinned for ${this.parts.supportedPythons}; set up with another one, sagemaker-local ${this.parts.verb} --python PATH.`,
      );
    await this.removeLeftovers();
    const facts = await this.stillGood(python, requirements);
    if (facts !== undefined) return { facts, wasThere: true };
    return { facts: await this.makeAnew(python, requirements, signal), wasThere: false };
  }

  /** Removes what killed or failed runs left, and what was replaced earlier; not what another process makes now. */
  private async removeLeftovers(): Promise<void> {
    await mkdir(this.parts.directory, { recursive: true });
    for (const name of await readdir(this.parts.directory)) {
      const maker = folderName.exec(name)?.groups?.['pid'];
      if (maker === undefined || isProcessAlive(Number(maker))) continue;
      // Read after its maker's end, so that one that was whole a moment ago is known.
      const known = await readMadeEnvironment(this.parts.directory);
      if (known?.folder !== name) await rm(join(this.parts.directory, name), { recursive: true, force: true });
    }
  }

  /** Undefined when there is none, it is of another Python or other libraries, or it is broken. */
  private async stillGood(
    base: PythonFacts,
    { digest, requirements }: PythonRequirements,
  ): Promise<PythonFacts | undefined> {
    const known = await readMadeEnvironment(this.parts.directory);
    if (known?.requirements !== digest) return undefined;
    const facts = await this.parts.probe.probe([platform.venvPython(join(this.parts.directory, known.folder))]);
    if (typeof facts === 'string' || minorOf(facts.version) !== minorOf(base.version)) return undefined;
    const isWhole = requirements.every((requirement) => {
      const [distribution = '', version] = requirement.split('==');
      const name = importNameOf(distribution);
      return name === undefined || facts.libraries[name] === version;
    });
    return isWhole && (await this.loadProblem(facts)) === undefined ? facts : undefined;
  }

  private async makeAnew(
    base: PythonFacts,
    { requirements, digest }: PythonRequirements,
    signal: AbortSignal,
  ): Promise<PythonFacts> {
    const { report, directory, probe } = this.parts;
    const name = `${base.version}-${process.pid}-${randomBytes(3).toString('hex')}`;
    const folder = join(this.parts.directory, name);
    const interpreter = platform.venvPython(folder);
    try {
      await mkdir(join(folder, 'tmp'), { recursive: true });
      report(`Making a Python ${base.version} environment from ${base.interpreter}…`);
      await this.step(base, folder, signal, base.interpreter, ['-m', 'venv', folder]);
      await this.step(base, folder, signal, interpreter, [...pipInstall, ...requirements]);
      await rm(join(folder, 'tmp'), { recursive: true });
      const facts = await probe.probe([interpreter]);
      if (typeof facts === 'string') throw new UserError(facts);
      report('Loading the libraries once…');
      const problem = await this.loadProblem(facts, signal);
      if (problem !== undefined) throw new UserError(problem);
      const record: MadeEnvironment = { folder: name, requirements: digest };
      await writeFileAtomic(madeEnvironmentPath(directory), JSON.stringify(record));
      return facts;
    } catch (error) {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      throw storageError(this.parts.directory, error);
    }
  }

  private async step(
    { interpreter }: PythonFacts,
    folder: string,
    signal: AbortSignal,
    program: string,
    args: readonly string[],
  ): Promise<void> {
    const { run, env, report } = this.parts;
    const onLine = (line: string): void => {
      const progress = progressOf(line);
      if (progress !== undefined) report(progress);
    };
    const { exitCode, stdout, stderr } = await run(program, args, {
      env: { ...ownEnvironment(env), ...temporaryIn(folder) },
      signal,
      onLine,
    });
    if (exitCode !== 0)
      throw new UserError(failureOf(`${stdout}\n${stderr}`, { interpreter, folder: this.parts.directory }));
  }

  /** One sentence when a library cannot be loaded, since being installed is not yet to work. */
  private async loadProblem(
    { interpreter, libraries }: PythonFacts,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const names = [...Object.keys(libraries), ...this.parts.modules];
    if (names.length === 0) return undefined;
    const { exitCode, stderr } = await this.parts.run(interpreter, ['-c', `import ${names.join(', ')}`], {
      env: ownEnvironment(this.parts.env),
      ...(signal === undefined ? {} : { signal }),
    });
    return exitCode === 0 ? undefined : loadFailureOf(stderr);
  }
}

const folderName = /^[\d.]+-(?<pid>\d+)-[0-9a-f]+$/;

/** Ready-made wheels only: nothing of a package is run to install it. */
const pipInstall = [
  ...['-m', 'pip', 'install', '--only-binary', ':all:', '--no-deps', '--no-input', '--progress-bar', 'off'],
  ...['--disable-pip-version-check', '--no-warn-script-location', '--retries', '2'],
];

/** The user's own, for proxies and certificates, without what would send packages elsewhere. */
function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !redirecting.test(name));
  return { ...Object.fromEntries(kept), PIP_USER: '0' };
}

const redirecting = /^(PYTHON.*|PIP_(TARGET|PREFIX|ROOT|CONSTRAINT|REQUIREMENT)|__PYVENV_LAUNCHER__)$/;

/** The system's own folder for temporary files is often small. */
function temporaryIn(folder: string): NodeJS.ProcessEnv {
  const temporary = join(folder, 'tmp');
  return { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
}
