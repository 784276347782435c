import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { codeOf } from '../../shared/errors.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import type { JobHost } from '../execution/jobHosts.ts';

/** Bytes; the service keeps the first KB (developer guide, "Save and Access Metadata Information About Your Processing Job"). */
const longest = 1024;

/**
 * What the programs of all hosts left in `/opt/ml/output/message`, one after the other.
 * @returns Undefined when no host left anything.
 * @throws JobFailure for what is not UTF-8.
 */
export async function exitMessageOf(hosts: readonly JobHost[]): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  for (const host of hosts) {
    const part = await beginningOf(join(host.mlRoot, 'output/message'));
    textOf(part, host); // each by itself: a character does not go on in another host's file
    parts.push(part);
  }
  const text = textOf(Buffer.concat(parts).subarray(0, longest));
  return text === '' ? undefined : text;
}

/** Leaves out a character that the end cuts. */
function textOf(bytes: Uint8Array, host?: JobHost): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: bytes.length >= longest });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new JobFailure(
      `ClientError: The file /opt/ml/output/message${host === undefined ? '' : ` of ${host.name}`} is not UTF-8 text; write it as UTF-8.`,
      { cause: error },
    );
  }
}

async function beginningOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longest), 0, longest, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return new Uint8Array();
    throw error;
  }
}
