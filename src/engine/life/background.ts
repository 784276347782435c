import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { sleep, type Clock } from '../../shared/clock.ts';
import { UserError } from '../../shared/errors.ts';
import { askHealth, readLock, type EngineLock } from '../../shared/node/engineFiles.ts';
import type { EngineCommand } from './commandLine.ts';

const patience = 20_000;

/**
 * Starts this program once more, detached from terminal and editor, and waits until it answers.
 * @throws UserError with the engine's own sentence when it ended instead.
 */
export async function startInBackground(entry: string, command: EngineCommand, clock: Clock): Promise<EngineLock> {
  const args = [
    entry,
    '--state',
    command.stateDirectory,
    '--idle-minutes',
    `${command.idleMinutes}`,
    ...(command.port === undefined ? [] : ['--port', `${command.port}`]),
    ...(command.region === undefined ? [] : ['--region', command.region]),
    ...(command.accountId === undefined ? [] : ['--account', command.accountId]),
    ...(command.python === undefined ? [] : ['--python', command.python]),
    ...(command.jupyter === undefined ? [] : ['--jupyter', command.jupyter]),
    ...(command.registry === undefined ? [] : ['--registry', command.registry]),
  ];
  const logFile = openLog(command.stateDirectory);
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'ignore', logFile ?? 'ignore', 'ipc'],
    windowsHide: true,
  });
  if (logFile !== undefined) closeSync(logFile);
  let failure: string | undefined;
  child.once('message', (sentence) => (failure = typeof sentence === 'string' ? sentence : JSON.stringify(sentence)));
  child.once('error', (error) => (failure ??= `The local engine could not be started: ${error.message}.`));
  child.once('exit', (code) => (failure ??= `The local engine ended with code ${code} before it was ready.`));
  try {
    for (const deadline = clock.now() + patience; clock.now() < deadline; await sleep(clock, 50)) {
      const lock = await readLock(command.stateDirectory);
      if (lock !== undefined && lock.port > 0) {
        const health = await askHealth(lock.port);
        if (typeof health === 'object' && health.instance === lock.instance) return lock;
      }
      if (failure !== undefined) throw new UserError(failure);
    }
    throw new UserError(
      `The local engine was not ready after ${patience / 1000} seconds; see engine.log in ${command.stateDirectory}.`,
    );
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** In the background process: tells the one who waits why the engine could not start. The log may be on the very disk that is full. */
export function tellStarter(sentence: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(sentence, undefined, undefined, () => resolve());
  });
}

function openLog(stateDirectory: string): number | undefined {
  try {
    return openSync(join(stateDirectory, 'engine.log'), 'w', 0o600);
  } catch {
    return undefined; // a disk that takes no log may still take no more than that; the engine says what it needs
  }
}
