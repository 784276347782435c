import { join } from 'node:path';
import { machineVariables } from '../execution/python/machineVariables.ts';
import type { PythonEnvironment } from '../execution/python/pythonEnvironment.ts';
import { defaultLoadTimeout, type PreparedModel, type UnpackedContainer } from './preparedModel.ts';
import { workerCount } from './serverVariables.ts';
import type { ServingTools } from './servingTools.ts';
import { WorkerPool } from './workerPool.ts';

/** A shipped program that answers for a container (src/engine/python, `…_serve.py`). */
interface ServingProgram {
  /** Its file name. */
  readonly program: string;
  readonly args: readonly string[];
  /** The first line of its log. */
  readonly introduction: string;
}

/** A model that a shipped program serves in an interpreter of this machine. */
export function servedByPython(
  { interpreter }: PythonEnvironment,
  { program, args, introduction }: ServingProgram,
  { environment, modelFolder }: UnpackedContainer,
  { programs, env: engineEnv, clock }: ServingTools,
): PreparedModel {
  const env = {
    ...machineVariables(interpreter, engineEnv),
    PYTHONDONTWRITEBYTECODE: '1', // modules beside the program must leave none among the shipped files
    OMP_WAIT_POLICY: 'passive', // threads that spin between small requests make each some twenty times as slow on a busy machine
    ...environment,
  };
  const command = { program: interpreter, args: [join(programs, program), ...args], env, cwd: modelFolder };
  return {
    open: ({ loadTimeout = defaultLoadTimeout, ...start }) =>
      WorkerPool.open(command, { ...start, clock, loadTimeout, workers: workerCount(environment) }, [introduction]),
  };
}
