import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep, type Clock } from '../../shared/clock.ts';
import { UserError } from '../../shared/errors.ts';
import { askHealth, readLock, type EngineLock } from '../../shared/node/engineFiles.ts';
import type { EngineCommand } from './commandLine.ts';

const patience = 20_000;

/**
 * Starts this program once more, detached from terminal and editor, and waits until it answers.
 * @throws UserError with the engine's own words when it ended instead.
 */
export async function startInBackground(entry: string, command: EngineCommand, clock: Clock): Promise<EngineLock> {
  const logPath = join(command.stateDirectory, 'engine.log');
  const logFile = openSync(logPath, 'w', 0o600);
  const args = [
    entry,
    '--port',
    `${command.port}`,
    '--state',
    command.stateDirectory,
    '--idle-minutes',
    `${command.idleMinutes}`,
  ];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'ignore', logFile],
    windowsHide: true,
  });
  closeSync(logFile);
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  child.unref();

  for (const deadline = clock.now() + patience; clock.now() < deadline; await sleep(clock, 50)) {
    const lock = await readLock(command.stateDirectory);
    if (lock !== undefined && lock.port > 0) {
      const health = await askHealth(lock.port);
      if (typeof health === 'object' && health.instance === lock.instance) return lock;
    }
    if (ended)
      throw new UserError((await readFile(logPath, 'utf8')).trim() || 'The local engine ended before it was ready.');
  }
  throw new UserError(`The local engine was not ready after ${patience / 1000} seconds; see ${logPath}.`);
}
