import type { Clock } from '../../shared/clock.ts';
import type { PythonFinder } from '../execution/python/pythonEnvironment.ts';

/** What this machine has for containers of any kind. */
export interface ServingTools {
  readonly finder: PythonFinder;
  /** The bundled worker of the in-process predictor. */
  readonly workerUrl: URL;
  /** The shipped Python programs. */
  readonly programs: string;
  /** The engine's own environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
}
