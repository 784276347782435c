import { join } from 'node:path';
import { fileNameFor } from '../store/resourceStore.ts';

/** Where a notebook instance stands on this machine. */
export interface NotebookSpace {
  /** What a real instance has as `/home/ec2-user`; the home of its programs. */
  readonly home: string;
  /** What a real instance has as `/home/ec2-user/SageMaker`; Jupyter shows this. */
  readonly folder: string;
  /** A Python environment of its own, with what was installed in the instance; outlives a stop. */
  readonly environment: string;
  /** Of one run; whatever the instance started is known by it. */
  readonly work: string;
}

export function notebookSpace(name: string, stateDirectory: string, workDirectory: string): NotebookSpace {
  const home = join(stateDirectory, 'notebooks', fileNameFor(name));
  // No job has such a name, so no job's own folder is meant by it.
  const work = join(workDirectory, '.notebooks', fileNameFor(name));
  return { home, folder: join(home, 'SageMaker'), environment: join(home, '.environment'), work };
}
