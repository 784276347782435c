import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { ClientError } from './clientError.ts';

/** A data file of a channel. */
export interface ChannelFile {
  readonly file: string;
  /** For messages: with the channel, because both channels often have files of one name. */
  readonly shown: string;
}

const chunkSize = 1024 * 1024;

/**
 * The data files of a channel, in a fixed order.
 *
 * @throws ClientError when there are none.
 */
export function channelFiles(dataDirectory: string, channel: string): ChannelFile[] {
  const directory = path.join(dataDirectory, channel);
  const files = existsSync(directory) ? dataFiles(directory) : [];
  if (files.length === 0) throw new ClientError(`Channel ${channel} has no data files.`);
  return files.map((file) => ({ file, shown: `${channel}/${path.relative(directory, file)}` }));
}

/** A file's content piece by piece, so that no file is too large to be read. */
export function* fileChunks(file: string): Generator<Uint8Array> {
  const handle = openSync(file, 'r');
  try {
    for (;;) {
      const chunk = new Uint8Array(chunkSize);
      const length = readSync(handle, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(handle);
  }
}

/** Every file below the channel, hidden ones and markers such as `_SUCCESS` left out, in a fixed order. */
function dataFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !/^[._]/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) return dataFiles(file);
      return [file];
    });
}
