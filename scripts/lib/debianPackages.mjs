import { existsSync } from 'node:fs';
import { runProcess } from './processes.mjs';
import { StepFailure } from './steps.mjs';

/** Whether this process may install packages of Debian. */
export const canInstallPackages = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Installs packages of Debian.
 * @param {string[]} names
 * @throws StepFailure where they cannot be had.
 */
export async function installPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => runProcess('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env });
  const first = await install();
  if (first.code === 0) return;
  await runProcess('apt-get', ['update'], { env });
  const second = await install();
  if (second.code === 0) return;
  const reason = second.output.trim().split('\n').at(-1);
  const what = names.length === 1 ? `package ${names[0]}` : `packages ${names.join(' and ')}`;
  throw new StepFailure(
    `The ${what} could not be installed ("${reason}"); connect to the network, or install them yourself.`,
  );
}
