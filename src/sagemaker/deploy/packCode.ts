import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack, type Pack } from 'tar-stream';
import { UserError, messageOf } from '../../shared/errors.ts';

/** The archives on disk. */
export interface CodeArchives {
  /** `model.tar.gz` */
  readonly model: string;
  /** `sourcedir.tar.gz` */
  readonly source: string;
  /** Where to write the model with its code in `code/`. */
  readonly target: string;
}

/**
 * Packs a script into a model's archive: PyTorch's serving image reads it from `code/` there, as the SageMaker Python SDK's
 * `repack_model` has it. A `code/` that the model has already is replaced.
 * @throws UserError for what is no `tar.gz`.
 */
export async function packCode({ model, source, target }: CodeArchives, signal?: AbortSignal): Promise<void> {
  const archive = pack();
  const options = signal === undefined ? {} : { signal };
  const written = pipeline(archive, createGzip(), createWriteStream(target), options);
  written.catch(() => undefined); // heard below
  try {
    await copyEntries(model, archive, (name) => (isCode(name) ? undefined : name));
    await copyEntries(source, archive, (name) => `code/${name}`);
    archive.finalize();
  } catch (error) {
    archive.destroy();
    signal?.throwIfAborted();
    throw new UserError(`The script could not be packed into the model: ${messageOf(error)}`, { cause: error });
  }
  await written;
}

async function copyEntries(from: string, to: Pack, nameOf: (name: string) => string | undefined): Promise<void> {
  const entries = extract();
  const reading = pipeline(createReadStream(from), createGunzip(), entries);
  reading.catch(() => undefined); // heard where the entries are read
  for await (const entry of entries) {
    const { header } = entry;
    const name = nameOf(header.name.replace(/^(\.\/)+/, ''));
    if (name === undefined || name === '' || name === 'code/') {
      entry.resume();
      continue;
    }
    const { pax: _pax, ...plain } = header;
    if (header.type === 'file') await pipeline(entry, to.entry({ ...plain, name }));
    else {
      entry.resume();
      to.entry({ ...plain, name });
    }
  }
  await reading;
}

const isCode = (name: string): boolean => name === 'code' || name.startsWith('code/');
