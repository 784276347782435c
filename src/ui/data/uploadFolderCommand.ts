import type { DataParts } from './dataParts.ts';
import { uploadPicked } from './uploadPicked.ts';

/** **SageMaker: Upload Folder…** with its name into a bucket or folder. */
export function uploadFolderCommand(parts: DataParts) {
  return (...args: unknown[]): Promise<void> =>
    uploadPicked(parts, args, { openLabel: 'Upload Folder', canSelectFiles: false, canSelectFolders: true });
}
