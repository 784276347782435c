import { join } from 'node:path';
import { UserError } from '../../shared/errors.ts';
import { readJson } from '../../shared/node/readJson.ts';
import type { EngineServer } from '../server/engineServer.ts';
import { writeFileAtomic } from '../store/atomicFile.ts';

interface LastPort {
  readonly port: number;
}

/**
 * Listens where the state directory's last engine did, so that clients that were set up for that one reach this one.
 * @param asked - The port to listen on; 0 for any free one; undefined for the last one, or any free one where that is taken.
 * @returns The port, which the directory's next engine tries.
 * @throws UserError when the port that was asked for is taken.
 */
export async function listenAsBefore(
  server: Pick<EngineServer, 'listen'>,
  asked: number | undefined,
  stateDirectory: string,
): Promise<number> {
  const path = join(stateDirectory, 'port.json');
  const last = await lastPort(path);
  const port = await server.listen(asked ?? last).catch((error: unknown) => {
    if (asked === undefined && last !== 0 && error instanceof UserError) return server.listen(0);
    throw error;
  });
  if (port !== last) await writeFileAtomic(path, JSON.stringify({ port } satisfies LastPort));
  return port;
}

/** 0 where there was none. */
async function lastPort(path: string): Promise<number> {
  const port = (await readJson<Partial<LastPort> | null>(path))?.port;
  return Number.isInteger(port) && Number(port) > 0 && Number(port) <= 65535 ? Number(port) : 0;
}
