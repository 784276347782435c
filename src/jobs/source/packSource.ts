import { createHash } from 'node:crypto';
import type { DefinitionFiles } from '../definitionFiles.ts';
import type { Upload } from '../pack.ts';
import type { LocalSource } from './findSource.ts';

/**
 * Names a script's archive by what is in it, so that unchanged source is neither sent nor packed twice.
 * @returns The upload, which is packed when it is sent, and the `s3://` URI it will have.
 */
export async function packSource(
  { path, entries, size }: LocalSource,
  bucket: string,
  { files, signal }: { readonly files: DefinitionFiles; readonly signal?: AbortSignal },
): Promise<{ upload: Upload; uri: string }> {
  const digest = createHash('sha256');
  for (const entry of entries) {
    signal?.throwIfAborted();
    const { kind, relativePath, executable } = entry;
    const content = kind === 'file' ? await files.digest(entry.path, signal) : '';
    digest.update(`${JSON.stringify([kind, relativePath, executable, content])}\n`);
  }
  const sha256 = digest.digest('hex');
  const key = `workbench/${sha256}/sourcedir.tar.gz`;
  const modified = Math.max(...entries.map((entry) => entry.modified));
  return {
    upload: { localPath: path, bucket, key, size, sha256, modified, archive: entries },
    uri: `s3://${bucket}/${key}`,
  };
}
