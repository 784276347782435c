import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JobFailure } from '../../execution/jobFailure.ts';
import { JobProcesses } from '../../execution/python/jobProcesses.ts';
import { explainPip } from '../../execution/python/pipFailure.ts';
import type { OutputSink } from '../../execution/runner.ts';
import { UnhealthyContainer } from '../unhealthyContainer.ts';
import type { ContainerStart, ScriptModelParts } from './scriptContainer.ts';
import { readsSubmitDirectory, type ScriptFamily } from './scriptFamily.ts';

/** pip's arguments for what a script needs; none where it needs nothing. sagemaker_containers installs a package of the script's too. */
export function requirementsOf(family: ScriptFamily, codeFolder: string): string[] {
  const isThere = (name: string): boolean => existsSync(join(codeFolder, name));
  return [
    ...(readsSubmitDirectory(family) && isThere('setup.py') ? ['.'] : []),
    ...(isThere('requirements.txt') ? ['-r', 'requirements.txt'] : []),
  ];
}

/**
 * Installs what a script needs while its container starts.
 * @param wanted - Of `requirementsOf`.
 * @returns The interpreter that has it.
 * @throws JobFailure with what pip says; UnhealthyContainer when it takes longer than the container has.
 */
export async function installRequirements(
  wanted: readonly string[],
  { host, env, log, loadTimeout, signal, wrap }: ContainerStart,
  { python, script: { codeFolder }, tools: { clock, installer } }: ScriptModelParts,
): Promise<string> {
  const note = async (message: string): Promise<void> => log(message);
  const output: OutputSink = async (lines) => {
    for (const { message, isOverwritten } of lines) if (!isOverwritten) await log(message);
  };
  const mounted = Promise.resolve({ hasOptMl: false, wrap });
  const processes = new JobProcesses({ host, hosts: [host] }, clock, output, () => mounted);
  const stop = (): void => processes.kill();
  let isLate = false;
  const timer = clock.schedule(() => {
    isLate = true;
    stop();
  }, loadTimeout);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    await note(`Installing what ${wanted.includes('-r') ? 'requirements.txt' : 'setup.py'} asks for`);
    const installed = await installer.install({
      ...{ codeFolder, wanted, note, environment: python },
      workFolder: dirname(host.mlRoot),
      run: (command) => processes.run({ ...command, cwd: codeFolder, env }),
    });
    if (typeof installed === 'string') return installed;
    if (isLate)
      throw new UnhealthyContainer(
        `ClientError: What requirements.txt asks for was not installed within ${Math.round(loadTimeout / 1000)} seconds.`,
      );
    throw new JobFailure(`ClientError: ${explainPip(installed.tail)}.`);
  } finally {
    timer.dispose();
    signal?.removeEventListener('abort', stop);
  }
}
