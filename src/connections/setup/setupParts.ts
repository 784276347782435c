import type { Connection } from '../../sagemaker/connection.ts';
import type { Clock } from '../../shared/clock.ts';
import type { RunProgram } from '../../shared/node/programRun.ts';
import type { Place } from '../connectionsModel.ts';
import type { AwsEnvironment } from '../profileFiles.ts';

/** What the checks of the set-up look with. */
export interface SetupParts {
  /** The place in use. */
  readonly place: Place;
  readonly env: AwsEnvironment;
  readonly clock: Clock;
  readonly stateDirectory: string;
  /** Interpreters that the editor knows of, best first; none of an untrusted workspace. */
  readonly interpreters: () => Promise<readonly string[]>;
  readonly isTrusted: boolean;
  readonly hasJupyterExtension: boolean;
  /** The role that was picked for jobs of an account. */
  readonly roleOf: (connection: Connection) => string | undefined;
  readonly run: RunProgram;
}
