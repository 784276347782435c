import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { platform } from '../../shared/node/platform.ts';
import { jupyterDirectory, readMadeEnvironment } from '../../shared/node/madeEnvironment.ts';
import type { RunProgram } from '../../shared/node/programRun.ts';

/** A Python that has Jupyter. */
export interface JupyterEnvironment {
  readonly interpreter: string;
  /** False for a server that shows no notebooks and only runs them. */
  readonly hasLab: boolean;
}

const probe = `
import importlib.util, json
print(json.dumps({name: importlib.util.find_spec(name) is not None for name in ('jupyter_server', 'ipykernel', 'jupyterlab')}))
`;

const patience = 20_000;

/** Finds the interpreter that serves notebook instances: the one named by `--jupyter`, else the one that setup-jupyter made. */
export class JupyterLoader {
  constructor(
    private readonly places: { readonly stateDirectory: string; readonly interpreter: string | undefined },
    private readonly run: RunProgram,
  ) {}

  /** @returns The environment, or one sentence why there is none and what to do. */
  async find(): Promise<JupyterEnvironment | string> {
    const { stateDirectory, interpreter } = this.places;
    const setUp = `sagemaker-local setup-jupyter --state ${platform.quoted(stateDirectory)}`;
    if (interpreter !== undefined)
      return this.ask(interpreter, `install jupyterlab and ipykernel there, or leave out --jupyter and run ${setUp}`);
    const directory = jupyterDirectory(stateDirectory);
    const made = await readMadeEnvironment(directory);
    if (made === undefined)
      return `Notebook instances need Jupyter, which is not set up here; run ${setUp} (1 GB from PyPI), then start the instance again.`;
    return this.ask(platform.venvPython(join(directory, made.folder)), `run ${setUp} again`);
  }

  private async ask(interpreter: string, remedy: string): Promise<JupyterEnvironment | string> {
    try {
      const { stdout } = await this.run(interpreter, ['-c', probe], { signal: AbortSignal.timeout(patience) });
      const found = JSON.parse(stdout) as Record<'jupyter_server' | 'ipykernel' | 'jupyterlab', boolean>;
      if (found.jupyter_server && found.ipykernel) return { interpreter, hasLab: found.jupyterlab };
      return `${interpreter} has no ${found.jupyter_server ? 'ipykernel' : 'Jupyter server'}; ${remedy}, then start the instance again.`;
    } catch (error) {
      return `${interpreter} does not work as the Python of Jupyter (${messageOf(error)}); ${remedy}, then start the instance again.`;
    }
  }
}
