import { shareOf, partOf } from '../execution/input/channelShare.ts';
import { copyObjects } from '../execution/input/copyObjects.ts';
import { sourceObjects } from '../execution/input/sourceObjects.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { folderOf, type ProcessingSpace } from './processingSpace.ts';

/**
 * Copies the inputs of a processing job to one host, each to its LocalPath; those that the application manages are its own affair.
 * @param cancelled - Asked between objects.
 * @returns Of inputs that have nothing for the host, a line for the job's log each.
 * @throws JobFailure for an input whose data cannot be had.
 */
export async function deliverInputs(
  space: ProcessingSpace,
  objects: ObjectStore,
  cancelled: () => boolean,
): Promise<string[]> {
  const notes: string[] = [];
  for (const { InputName, AppManaged = false, S3Input: s3 } of space.request.ProcessingInputs ?? []) {
    if (cancelled()) break;
    if (AppManaged || s3?.LocalPath === undefined) continue;
    const { S3Uri, S3DataType, S3DataDistributionType: distribution = 'FullyReplicated' } = s3;
    const source = { S3Uri, S3DataType, S3DataDistributionType: distribution };
    const channel = { ChannelName: InputName, DataSource: { S3DataSource: source } };
    const share = shareOf(space, channel);
    if (share === undefined) throw new Error(`The input ${InputName} is shared out to no host.`);
    const own = partOf(await sourceObjects(channel, 'File', objects), share, undefined, 0);
    await copyObjects(own, folderOf(space.host, s3.LocalPath), objects, cancelled);
    if (own.length === 0)
      notes.push(
        `Input '${InputName}' has fewer objects than hosts (ShardedByS3Key, ${space.hosts.length} hosts): ${space.host.name} gets none, and its folder is empty.`,
      );
  }
  return notes;
}
