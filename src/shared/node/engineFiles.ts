import { join } from 'node:path';
import { readJson } from './readJson.ts';

/** What a running engine writes beside its state, so that every window and terminal finds the same one. */
export interface EngineLock {
  readonly pid: number;
  /** 0 until the engine listens. */
  readonly port: number;
  readonly version: string;
  /** Tells this run of the engine from a later process that happens to have the same pid. */
  readonly instance: string;
}

/** What belongs to a state directory for as long as it lives. */
export interface EngineCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The account and region that an engine takes itself to be. */
export interface EngineIdentity {
  readonly accountId: string;
  readonly region: string;
}

/** The answer of `GET /_engine/health`. */
export interface EngineHealth extends EngineIdentity {
  readonly pid: number;
  readonly version: string;
  readonly instance: string;
  readonly activeJobs: number;
  readonly draining: boolean;
}

export const localAccountId = '000000000000';
export const localRegion = 'us-east-1';

export const lockPath = (stateDirectory: string): string => join(stateDirectory, 'engine.lock');
/** Defaults of the SageMaker Python SDK for an engine; written by the engine that owns the directory. */
export const sdkConfigPath = (stateDirectory: string): string => join(stateDirectory, 'sagemaker-sdk.yaml');
export const credentialsPath = (stateDirectory: string): string => join(stateDirectory, 'credentials.json');

/** Reads the lock, or undefined when there is none or it is not (yet) whole. */
export async function readLock(stateDirectory: string): Promise<EngineLock | undefined> {
  return readJson<EngineLock>(lockPath(stateDirectory));
}

/** Reads the credentials made with the state directory. */
export async function readCredentials(stateDirectory: string): Promise<EngineCredentials | undefined> {
  return readJson<EngineCredentials>(credentialsPath(stateDirectory));
}

/** `refused`: nobody listens there, or somebody else does. `silent`: it accepts and does not answer, as a stopped process does. */
export type HealthAnswer = EngineHealth | 'refused' | 'silent';

/** Asks whoever listens on a port of this machine whether it is an engine. */
export async function askHealth(port: number, timeoutMilliseconds = 3000): Promise<HealthAnswer> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_engine/health`, {
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const health = (await answer.json()) as Partial<EngineHealth>;
    if (typeof health.instance !== 'string') return 'refused';
    // An engine that does not say who it is comes from before it could be anybody else.
    const usual: EngineIdentity = { accountId: localAccountId, region: localRegion };
    return { ...usual, ...health } as EngineHealth;
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError' ? 'silent' : 'refused';
  }
}
