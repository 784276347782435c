import { reasonText } from '../sagemaker/serviceProblem.ts';
import { UserError } from '../shared/errors.ts';
import { inParallel } from '../shared/node/inParallel.ts';
import type { ArchiveEntry, DefinitionFiles } from './definitionFiles.ts';
import type { Upload } from './pack.ts';

/** The object store, as far as sending data needs it. */
export interface ObjectUploader {
  /** Creates the bucket unless it is there. */
  ensureBucket(bucket: string): Promise<void>;
  /** @returns The object's size in bytes, or undefined when it is not there. */
  head(bucket: string, key: string): Promise<number | undefined>;
  /** @param file - `sha256` in hex is for the store's own check of what arrives. */
  put(
    bucket: string,
    key: string,
    file: { path: string; size: number; sha256: string },
    signal?: AbortSignal,
  ): Promise<void>;
}

export interface UploadProgress {
  /** The file that was just sent, or was there already. */
  readonly localPath: string;
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface UploadOptions {
  readonly uploader: ObjectUploader;
  readonly files: DefinitionFiles;
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal;
}

const atOnce = 4;

/**
 * Sends what is not there yet. When one file fails the others stop; what was sent stays, and is found by its content next time.
 * Throws a UserError that names the file, or the signal's reason.
 */
export async function uploadAll(bucket: string, uploads: readonly Upload[], options: UploadOptions): Promise<void> {
  const { uploader, signal, onProgress } = options;
  signal?.throwIfAborted();
  try {
    await uploader.ensureBucket(bucket);
  } catch (error) {
    throw new UserError(`The bucket ${bucket} cannot be used: ${reasonText(error)}`, { cause: error });
  }
  const bytesTotal = uploads.reduce((sum, { size }) => sum + size, 0);
  let filesDone = 0;
  let bytesDone = 0;
  await inParallel(uploads, atOnce, signal, async (upload, either) => {
    await send(upload, { ...options, signal: either });
    filesDone++;
    bytesDone += upload.size;
    onProgress?.({ localPath: upload.localPath, filesDone, filesTotal: uploads.length, bytesDone, bytesTotal });
  });
}

async function send(upload: Upload, options: UploadOptions): Promise<void> {
  const { uploader, files, signal } = options;
  const { localPath, bucket, key, size, sha256, archive } = upload;
  try {
    const there = await uploader.head(bucket, key);
    // How small an archive became does not matter: its key names its content.
    if (archive === undefined ? there === size : there !== undefined) return;
    for (const file of archive ?? [{ ...upload, path: localPath }]) await refuseChanged(files, file);
    if (archive === undefined) await uploader.put(bucket, key, { path: localPath, size, sha256 }, signal);
    else await sendArchive(upload, archive, options);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw new UserError(`${localPath} could not be sent to s3://${bucket}/${key}: ${reasonText(error)}`, {
      cause: error,
    });
  }
}

async function sendArchive(
  { bucket, key }: Upload,
  entries: readonly ArchiveEntry[],
  { uploader, files, signal }: UploadOptions,
): Promise<void> {
  const archive = await files.archive(entries, signal);
  try {
    await uploader.put(bucket, key, archive, signal);
  } finally {
    await archive.remove();
  }
}

/** What was named by its content must still have it. */
async function refuseChanged(
  files: DefinitionFiles,
  { path, kind, size, modified }: { path: string; kind?: 'file' | 'folder'; size: number; modified: number },
): Promise<void> {
  if (kind === 'folder') return;
  const now = await files.stat(path);
  if (now?.size === size && now.modified === modified) return;
  throw new UserError(`${path} changed while it was being sent: run the job again.`);
}
