import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytesText } from '../../shared/bytesText.ts';
import { codeOf } from '../../shared/errors.ts';
import { askHealth, readLock } from '../../shared/node/engineFiles.ts';
import { good, result, type CheckResult, type SetupCheck } from './setupCheck.ts';
import type { SetupParts } from './setupParts.ts';

const gigabyte = 1024 ** 3;
/** An environment of Python takes 1 GB, and a job's data come on top. */
const littleSpace = 2 * gigabyte;
const noSpace = gigabyte / 4;

/** The local engine, the folder that it keeps its state in, and the room there. */
export function engineCheck({ stateDirectory, isTrusted }: SetupParts): SetupCheck {
  return { label: 'Local engine', patience: 10_000, run: () => look(stateDirectory, isTrusted) };
}

async function look(stateDirectory: string, isTrusted: boolean): Promise<CheckResult> {
  const folder = await nearestFolder(stateDirectory);
  try {
    await access(folder, constants.W_OK);
  } catch {
    return result('bad', `The state folder ${stateDirectory} cannot be written; choose another in the settings.`);
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const space = `${bytesText(free)} free`;
  if (free < noSpace) return result('bad', `The disk of ${stateDirectory} is full: ${space}; make room.`);
  const state = free < littleSpace ? 'warning' : 'good';
  const lock = await readLock(stateDirectory);
  const health = lock === undefined || lock.port === 0 ? 'refused' : await askHealth(lock.port);
  if (typeof health === 'object' && health.instance === lock?.instance)
    return result(
      state,
      `Version ${health.version} answers on port ${lock.port}, ${jobsText(health.activeJobs)}; ${space}.`,
    );
  if (health === 'silent')
    return result('bad', `The engine on port ${lock?.port} does not answer; end process ${lock?.pid}.`, showLog);
  if (!isTrusted) return result('absent', 'Not running; it is not started for a workspace that is not trusted.', trust);
  const rest = `Not running; starts by itself with the first local job; ${space}.`;
  return state === 'good' ? { ...good(rest), fix: start } : result(state, rest, start);
}

const showLog = { kind: 'action', action: 'showLog', title: 'Show Log' } as const;
const trust = { kind: 'action', action: 'trust', title: 'Manage Workspace Trust' } as const;
const start = { kind: 'action', action: 'startEngine', title: 'Start Now' } as const;

const jobsText = (jobs: number): string => (jobs === 1 ? '1 job runs' : `${jobs} jobs run`);

/** The folder, or the one above it that is there already. */
async function nearestFolder(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path) return path;
    return nearestFolder(above);
  }
}
