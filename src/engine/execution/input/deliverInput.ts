import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { Channel } from '../../services/sagemaker/trainingJobRecord.ts';
import type { ObjectStore } from '../../store/objectStore.ts';
import type { JobSpace } from '../runner.ts';
import { AugmentedManifest } from './augmentedManifest.ts';
import { inputModeOf } from './channelMode.ts';
import { partOf, shareOf, type Share } from './channelShare.ts';
import { copyObjects, makeReadOnly } from './copyObjects.ts';
import { contentOf, type ContentForm } from './objectContent.ts';
import { PipeFeeder, type PipeSource } from './pipeFeeder.ts';
import { sourceObjects } from './sourceObjects.ts';

/** What the delivery of a host's input works with. */
export interface InputParts {
  readonly objects: ObjectStore;
  readonly clock: Clock;
  /** Asked between objects. */
  readonly cancelled: () => boolean;
  /** Told when a pipe cannot be fed any more while the program runs: the job fails with it. */
  readonly fail: (error: unknown) => void;
}

/** The input of one host while its program runs. */
export interface DeliveredInput {
  /** For the job's log: what the host did not get. */
  readonly notes: readonly string[];
  /** Ends what still streams; resolves when nothing of it is left. */
  close(): Promise<void>;
}

/**
 * Brings every channel of a job to one host: as files in `input/data/<channel>` (File, FastFile), or through the named pipes
 * `input/data/<channel>_<epoch>` (contract, section 1).
 * @throws JobFailure for a channel whose data cannot be had.
 */
export async function deliverInput(space: JobSpace, parts: InputParts): Promise<DeliveredInput> {
  const notes: string[] = [];
  const feeders: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(feeders.map((feeder) => feeder.close()));
  };
  try {
    for (const channel of space.request.InputDataConfig ?? []) {
      if (parts.cancelled()) break;
      const share = shareOf(space, channel);
      if (share === undefined) notes.push(noneFor(space, channel));
      else if (inputModeOf(space.request, channel) === 'Pipe') {
        const path = join(space.host.mlRoot, 'input/data', channel.ChannelName);
        feeders.push(await PipeFeeder.start(path, await pipeSource(channel, share, parts.objects), parts));
      } else if ((await deliverFiles(space, channel, share, parts)) === 0) notes.push(noneOf(space, channel));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { notes, close };
}

/** @returns How many files. */
async function deliverFiles(space: JobSpace, channel: Channel, share: Share, parts: InputParts): Promise<number> {
  const mode = inputModeOf(space.request, channel);
  const all = await sourceObjects(channel, mode, parts.objects);
  const own = partOf(all, share, channel.ShuffleConfig?.Seed, 0);
  const folder = join(space.host.mlRoot, 'input/data', channel.ChannelName);
  await mkdir(folder, { recursive: true });
  await copyObjects(own, folder, parts.objects, parts.cancelled);
  if (mode === 'FastFile') await makeReadOnly(folder);
  return own.length;
}

async function pipeSource(channel: Channel, share: Share, objects: ObjectStore): Promise<PipeSource> {
  const seed = channel.ShuffleConfig?.Seed;
  const form: ContentForm = {
    gunzip: channel.CompressionType === 'Gzip',
    wrap: channel.RecordWrapperType === 'RecordIO',
  };
  if (channel.DataSource.S3DataSource?.S3DataType === 'AugmentedManifestFile') {
    const manifest = await AugmentedManifest.open(channel, objects);
    return {
      epoch: (number) => manifest.records(partOf(manifest.lines, share, seed, number), form, objects),
      close: () => manifest.close(),
    };
  }
  const all = await sourceObjects(channel, 'Pipe', objects);
  return {
    async *epoch(number) {
      for (const object of partOf(all, share, seed, number)) yield* contentOf(object, form, objects);
    },
    close: () => Promise.resolve(),
  };
}

const noneOf = ({ host, hosts }: JobSpace, { ChannelName }: Channel): string =>
  `Channel '${ChannelName}' has fewer objects than hosts (ShardedByS3Key, ${hosts.length} hosts): ${host.name} gets none, and its folder is empty.`;

const noneFor = ({ host }: JobSpace, { ChannelName }: Channel): string =>
  `Channel '${ChannelName}' is not for instance group ${host.group.name}: ${host.name} gets none of it.`;
