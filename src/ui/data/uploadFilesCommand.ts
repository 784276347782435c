import type { DataParts } from './dataParts.ts';
import { uploadPicked } from './uploadPicked.ts';

/** **SageMaker: Upload Files…** into a bucket or folder. */
export function uploadFilesCommand(parts: DataParts) {
  return (...args: unknown[]): Promise<void> => uploadPicked(parts, args, { openLabel: 'Upload' });
}
