import { stat } from 'node:fs/promises';
import type { ObjectStore } from '../store/objectStore.ts';
import { joinKey } from '../store/s3Uri.ts';
import type { FolderEntry } from './modelArtifact.ts';

/**
 * Uploads a folder's files, each as an object. A link becomes the file that it names, since S3 has none; a folder's own link says nothing that its files
 * do not.
 */
export async function uploadEntries(
  entries: readonly FolderEntry[],
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  objects: ObjectStore,
): Promise<void> {
  for (const entry of entries) {
    if (entry.type === 'directory' || !(await stat(entry.path)).isFile()) continue;
    await objects.putFile(bucket, joinKey(prefix, entry.name), entry.path, 'application/octet-stream');
  }
}
