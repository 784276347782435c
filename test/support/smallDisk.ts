import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Mounts a disk of the given size (`1m`) that lives in memory. Only root on Linux can; elsewhere the test is skipped, never in CI. */
export async function mountSmallDiskOrSkip(context: Mocha.Context, folder: string, size: string): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    if (process.env['CI']) throw new Error('Mounting a small disk needs root on Linux.');
    context.skip();
  }
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
}

export async function remountReadOnly(folder: string): Promise<void> {
  await run('mount', ['-o', 'remount,ro', folder]);
}

/** Also where it was never mounted. */
export async function unmount(folder: string): Promise<void> {
  await run('umount', ['-l', folder]).catch(() => undefined);
}
