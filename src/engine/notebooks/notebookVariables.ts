import { join } from 'node:path';
import { workFolderVariable } from '../execution/process/leftovers.ts';
import { engineVariables, type EngineAccess } from '../execution/python/childEnvironment.ts';
import { machineVariables } from '../execution/python/machineVariables.ts';
import type { NotebookSpace } from './notebookSpace.ts';

/** What would lead Jupyter to the user's own settings and kernels; JPY_PARENT_PID would end it with another server. */
const ofAnotherHome = /^(JUPYTER|JPY_|IPYTHON|XDG_|BASH_ENV$|ENV$)/;

/**
 * The variables of an instance's programs: the machine's, with a home of its own, and what leads clients to the engine.
 * @param inherited - The engine's own environment.
 */
export function notebookVariables(
  { home, work }: NotebookSpace,
  access: EngineAccess,
  interpreter: string,
  inherited: NodeJS.ProcessEnv,
): Record<string, string> {
  const machine = Object.entries(machineVariables(interpreter, inherited)).filter(
    ([name]) => !ofAnotherHome.test(name),
  );
  return {
    ...Object.fromEntries(machine),
    ...engineVariables({ hosts: [] }, access, inherited),
    HOME: home,
    USERPROFILE: home, // the same on Windows
    JUPYTER_RUNTIME_DIR: join(work, 'runtime'),
    JUPYTER_PATH: join(work, 'jupyter'),
    [workFolderVariable]: work,
  };
}
