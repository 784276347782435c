import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { LifecycleFileSystem } from './lifecycleFileSystem.ts';

/** The commands for notebook instances and lifecycle configurations, each loaded at its first use. */
export function registerNotebookCommands(parts: UiParts, defaults: RunDefaults): void {
  const { register, registerForRows, own, connections } = parts;
  own(new LifecycleFileSystem(connections));
  register(
    commands.createNotebook,
    lazily(async () => (await import('./createNotebookCommand.ts')).createNotebookCommand(parts, defaults)),
  );
  registerForRows(
    commands.openNotebook,
    lazily(async () => (await import('./openNotebookCommand.ts')).openNotebookCommand(connections)),
  );
  registerForRows(
    commands.connectNotebookKernel,
    lazily(async () => {
      const [{ connectKernelCommand }, { JupyterServers }] = await Promise.all([
        import('./connectKernelCommand.ts'),
        import('./jupyterServers.ts'),
      ]);
      return connectKernelCommand(connections, own(new JupyterServers(connections, parts.log)));
    }),
  );
  registerForRows(
    commands.explainNotebook,
    lazily(async () => (await import('./explainNotebookCommand.ts')).explainNotebookCommand(parts)),
  );
  register(
    commands.createLifecycleConfig,
    lazily(async () => (await import('./createLifecycleConfigCommand.ts')).createLifecycleConfigCommand(parts)),
  );
  registerForRows(
    commands.editLifecycleConfig,
    lazily(async () => (await import('./editLifecycleConfigCommand.ts')).editLifecycleConfigCommand(parts)),
  );
}
