import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { sleep, type Clock } from '../../shared/clock.ts';
import { UserError, codeOf } from '../../shared/errors.ts';
import { askHealth, lockPath, readLock, type EngineLock } from '../../shared/node/engineFiles.ts';
import { isProcessAlive } from '../../shared/node/platform.ts';
import { storageError, writeFileAtomic } from '../store/atomicFile.ts';

/** Either this process now owns the state directory, or another engine does. */
export type LockOutcome = { readonly owned: HeldLock } | { readonly runningElsewhere: EngineLock };

const startupPatience = 15_000;
/** How long a lock may be less than whole. */
const tornPatience = 2_000;

/**
 * Takes the state directory for this process. A dead owner's lock is taken over; a living one's is respected.
 * @throws UserError when the owner lives but does not answer.
 */
export async function acquireLock(stateDirectory: string, version: string, clock: Clock): Promise<LockOutcome> {
  const mine: EngineLock = {
    pid: process.pid,
    port: 0,
    version,
    instance: randomBytes(8).toString('hex'),
  };
  const deadline = clock.now() + startupPatience;
  for (;;) {
    if (await createWhole(stateDirectory, mine)) return { owned: new HeldLock(stateDirectory, mine) };
    const other = await readLock(stateDirectory);
    if (other !== undefined) {
      const verdict = await judge(other);
      if (verdict === 'running') return { runningElsewhere: other };
      if (verdict === 'dead') await removeDead(stateDirectory, other);
      if (verdict === 'silent' || clock.now() > deadline) throw notAnswering(stateDirectory, other);
    } else if (clock.now() > deadline - startupPatience + tornPatience) {
      await rm(lockPath(stateDirectory), { force: true }); // not JSON for this long: a torn write of a dead process
    }
    await sleep(clock, 50);
  }
}

/** The lock while this process owns it. */
export class HeldLock {
  constructor(
    private readonly stateDirectory: string,
    private content: EngineLock,
  ) {}

  get instance(): string {
    return this.content.instance;
  }

  /** Publishes the port once the engine listens. */
  async publishPort(port: number): Promise<void> {
    this.content = { ...this.content, port };
    await writeFileAtomic(lockPath(this.stateDirectory), JSON.stringify(this.content), { mode: 0o600 });
  }

  /** Removes the lock, unless somebody took it over meanwhile. */
  async release(): Promise<void> {
    const current = await readLock(this.stateDirectory);
    if (current?.instance === this.content.instance) await rm(lockPath(this.stateDirectory), { force: true });
  }
}

async function judge(other: EngineLock): Promise<'running' | 'starting' | 'silent' | 'dead'> {
  if (!isProcessAlive(other.pid)) return 'dead';
  if (other.port === 0) return 'starting';
  const health = await askHealth(other.port);
  if (health === 'silent') return 'silent';
  // Its pid lives but its port does not answer as this engine: the pid was given to another program since.
  return health !== 'refused' && health.instance === other.instance ? 'running' : 'dead';
}

/** Creates the lock with its whole content in one step; false when there is one already. */
async function createWhole(stateDirectory: string, content: EngineLock): Promise<boolean> {
  const temporary = `${lockPath(stateDirectory)}.${content.instance}`;
  try {
    await writeFile(temporary, JSON.stringify(content), { mode: 0o600 });
    await link(temporary, lockPath(stateDirectory));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (linkless.has(codeOf(error) ?? '')) return await createWithoutLinks(stateDirectory, content);
    throw storageError(stateDirectory, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What file systems without hard links (exFAT, network shares) answer; there the lock is whole a moment after it exists. */
const linkless = new Set(['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EPERM']);

async function createWithoutLinks(stateDirectory: string, content: EngineLock): Promise<boolean> {
  try {
    await writeFile(lockPath(stateDirectory), JSON.stringify(content), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead owner's lock away; when two processes try, one moves it and the other finds it gone or finds the winner's. */
async function removeDead(stateDirectory: string, dead: EngineLock): Promise<void> {
  const current = await readLock(stateDirectory);
  if (current?.instance !== dead.instance) return;
  const grave = `${lockPath(stateDirectory)}.dead-${dead.instance}-${process.pid}`;
  try {
    await rename(lockPath(stateDirectory), grave);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = JSON.parse(await readFile(grave, 'utf8')) as EngineLock;
  if (moved.instance !== dead.instance) await link(grave, lockPath(stateDirectory)); // a winner's lock came between: put it back
  await rm(grave, { force: true });
}

function notAnswering(stateDirectory: string, other: EngineLock): UserError {
  return new UserError(
    `The local engine that holds ${stateDirectory} (process ${other.pid}) does not answer; end that process and try again.`,
  );
}
