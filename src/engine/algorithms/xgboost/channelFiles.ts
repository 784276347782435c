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
  for (const file of files) refuseOtherBytes(file, `${channel}/${path.relative(directory, file)}`);
  return files.map((file) => ({ file, shown: `${channel}/${path.relative(directory, file)}` }));
}

/** Gzip, and the UTF-16 that Excel and PowerShell write; a byte of 0 stands in no other text. */
function refuseOtherBytes(file: string, shown: string): void {
  const start = Buffer.alloc(2);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, start) < 2) return;
  } finally {
    closeSync(handle);
  }
  const mark = start.readUInt16BE();
  if (mark === 0x1f8b) throw new ClientError(`${shown} is compressed with gzip: unpack it.`);
  if (mark !== 0xfffe && mark !== 0xfeff && !start.includes(0)) return;
  throw new ClientError(`${shown} is text in UTF-16, and XGBoost reads UTF-8: save it as UTF-8.`);
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
