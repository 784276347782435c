import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Mounts a disk of the given size (`600k`) that lives in memory; needs root on Linux, as CI has. */
export async function mountSmallDisk(folder: string, size: string): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
}

export async function remountReadOnly(folder: string): Promise<void> {
  await run('mount', ['-o', 'remount,ro', folder]);
}

export async function unmount(folder: string): Promise<void> {
  await run('umount', ['-l', folder]);
}
