import { fileURLToPath } from 'node:url';
import { UserError, describeChain, messageOf } from '../shared/errors.ts';
import {
  askHealth,
  readCredentials,
  type EngineCredentials,
  type EngineHealth,
  type EngineIdentity,
  type EngineLock,
} from '../shared/node/engineFiles.ts';
import { systemClock } from '../shared/node/systemClock.ts';
import { version } from '../shared/version.ts';
import { Engine } from './engine.ts';
import { announcement, roleHint } from './life/announce.ts';
import { startInBackground, tellStarter } from './life/background.ts';
import { help, parseCommandLine, type EngineCommand } from './life/commandLine.ts';
import { acquireLock } from './life/engineLock.ts';
import { prepareStateDirectory } from './life/stateDirectory.ts';

const log = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2), process.env);
  if (command.action === 'help') return void process.stdout.write(help);
  if (command.action === 'version') return void process.stdout.write(`${version}\n`);
  await prepareStateDirectory(command.stateDirectory);
  if (command.action === 'setup-python' || command.action === 'setup-jupyter') {
    const { setUpPython } = await import('./life/setUpPython.ts');
    return setUpPython(command.action, command, process.env, (line) => void process.stdout.write(`${line}\n`));
  }
  if (command.action === 'background') {
    const lock = await startInBackground(fileURLToPath(import.meta.url), command, systemClock);
    return announce(command, lock);
  }
  await serve(command);
}

async function serve(command: EngineCommand): Promise<void> {
  const outcome = await acquireLock(command.stateDirectory, version, systemClock);
  if ('runningElsewhere' in outcome) return pointAtRunning(command, outcome.runningElsewhere);
  const lock = outcome.owned;
  let engine: Engine | undefined;
  let ending = false;
  const end = (reason: string): void => {
    if (ending) return;
    ending = true;
    log(`The local engine ends: ${reason}.`);
    void (engine?.close() ?? Promise.resolve())
      .catch((error: unknown) => log(describeChain(error)))
      .then(() => lock.release())
      .finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(`it received ${signal}`));
  try {
    const workerUrl = new URL('./engine/xgboostWorker.js', import.meta.url);
    const servingWorkerUrl = new URL('./engine/servingWorker.js', import.meta.url);
    const dataProcessingWorkerUrl = new URL('./engine/dataProcessingWorker.js', import.meta.url);
    const pythonPrograms = fileURLToPath(new URL('./engine/python', import.meta.url));
    const clock = systemClock;
    const workers = { workerUrl, servingWorkerUrl, dataProcessingWorkerUrl };
    const parts = { version, clock, lock, ...workers, pythonPrograms, env: process.env, log, end };
    engine = await Engine.start(command, parts);
  } catch (error) {
    await lock.release();
    throw error;
  }
  await lock.publishPort(engine.port);
  tell(engine.port, engine.credentials, engine.identity, command);
}

/** The state directory has its engine already: that one is as good. */
async function pointAtRunning(command: EngineCommand, running: EngineLock): Promise<void> {
  if (![undefined, 0, running.port].includes(command.port)) {
    throw new UserError(
      `A local engine already serves ${command.stateDirectory} on port ${running.port} (process ${running.pid}); stop it first, or leave out --port.`,
    );
  }
  log(`A local engine already serves ${command.stateDirectory} (process ${running.pid}).`);
  await announce(command, running);
}

async function announce(command: EngineCommand, running: EngineLock): Promise<void> {
  const credentials = await readCredentials(command.stateDirectory);
  if (credentials === undefined)
    throw new UserError(
      `The credentials in ${command.stateDirectory} are missing; stop the engine and start it again.`,
    );
  const health = await askHealth(running.port);
  if (typeof health !== 'object')
    throw new UserError(
      `The engine on port ${running.port} (process ${running.pid}) does not answer; stop it and try again.`,
    );
  refuseOtherIdentity(command, health);
  if (command.python !== undefined && command.action === 'serve') log('It keeps the Python that it was started with.');
  tell(running.port, credentials, health, command);
}

/** What a shell takes on goes to stdout, what only a person reads to stderr. */
function tell(port: number, credentials: EngineCredentials, identity: EngineIdentity, command: EngineCommand): void {
  process.stdout.write(announcement(port, credentials, identity, command));
  if (!command.json) log(roleHint(identity));
}

/** @throws UserError when the command line asks for another account or region than the running engine's. */
function refuseOtherIdentity({ stateDirectory, region, accountId }: EngineCommand, running: EngineHealth): void {
  const isSame =
    (region ?? running.region) === running.region && (accountId ?? running.accountId) === running.accountId;
  if (isSame) return;
  throw new UserError(
    `The engine that serves ${stateDirectory} is account ${running.accountId} in ${running.region} (process ${running.pid}); stop it first, or leave out --region and --account.`,
  );
}

// The log may go to a disk that is full or a terminal that is gone: neither is a reason to end.
process.stderr.on('error', () => undefined);
process.stdout.on('error', () => undefined);

main().catch(async (error: unknown) => {
  log(error instanceof UserError ? messageOf(error) : describeChain(error));
  await tellStarter(messageOf(error));
  process.exit(1);
});
