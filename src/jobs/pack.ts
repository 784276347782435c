import { createHash } from 'node:crypto';
import type { ArchiveEntry, DefinitionFiles } from './definitionFiles.ts';
import type { LocalData, LocalFile } from './localData.ts';

/** One file on its way to S3, or several in an archive. */
export interface Upload {
  /** Of an archive: the folder it is made of. */
  readonly localPath: string;
  readonly bucket: string;
  readonly key: string;
  /** In bytes; of an archive before compression. */
  readonly size: number;
  /** Of the content, in hex; of an archive a digest of all that is in it. */
  readonly sha256: string;
  /** When the content was last modified, in milliseconds since the epoch. */
  readonly modified: number;
  /** What is to be packed into one `.tar.gz`, once it turns out that it is not there yet. */
  readonly archive?: readonly ArchiveEntry[];
}

/**
 * Names data by their content, so that what is in the bucket already is not sent twice and a job's input never changes under it.
 * @param beside - What goes along with a file, into the same folder, and is not part of what the URI stands for.
 * @returns The uploads, and the `s3://` URI that stands for the data.
 */
export async function packLocalData(
  data: LocalData,
  bucket: string,
  { files, signal }: { readonly files: DefinitionFiles; readonly signal?: AbortSignal },
  beside?: LocalFile,
): Promise<{ uploads: Upload[]; uri: string }> {
  const digests: { file: LocalFile; sha256: string }[] = [];
  for (const file of beside === undefined ? data.files : [...data.files, beside]) {
    signal?.throwIfAborted();
    digests.push({ file, sha256: await files.digest(file.path, signal) });
  }
  const [only] = digests;
  const prefix = `workbench/${digests.length === 1 && data.kind === 'file' && only ? only.sha256 : manifestDigest(digests)}/`;
  const uploads = digests.map(({ file, sha256 }): Upload => {
    const { path: localPath, relativePath, size, modified } = file;
    return { localPath, bucket, key: prefix + relativePath, size, sha256, modified };
  });
  return { uploads, uri: `s3://${bucket}/${data.kind === 'file' ? uploads[0]?.key : prefix}` };
}

function manifestDigest(digests: readonly { file: LocalFile; sha256: string }[]): string {
  const lines = digests.map(({ file, sha256 }) => `${sha256}  ${JSON.stringify(file.relativePath)}\n`);
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}
