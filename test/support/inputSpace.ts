import { join } from 'node:path';
import { Readable } from 'node:stream';
import { mkdir } from 'node:fs/promises';
import { deliverInput, type DeliveredInput } from '../../src/engine/execution/input/deliverInput.ts';
import { hostsOf } from '../../src/engine/execution/jobHosts.ts';
import type { JobSpace } from '../../src/engine/execution/runner.ts';
import type { Channel, TrainingJobRequest } from '../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { ObjectStore } from '../../src/engine/store/objectStore.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';

type S3DataSource = NonNullable<Channel['DataSource']['S3DataSource']>;

/** A channel of the bucket `b`; `source` and `members` change what is asked for. */
export function channelOf(
  key: string,
  source: Partial<S3DataSource> = {},
  members: Partial<Channel> = {},
  name = 'train',
): Channel {
  const S3DataSource: S3DataSource = { S3DataType: 'S3Prefix', S3Uri: `s3://b/${key}`, ...source };
  return { ChannelName: name, DataSource: { S3DataSource }, ...members };
}

/** What a job of these channels asks for. */
export function inputRequest(
  channels: readonly Channel[],
  instances: object = { InstanceCount: 1 },
): TrainingJobRequest {
  return {
    TrainingJobName: 'job',
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    RoleArn: 'arn:aws:iam::000000000000:role/test',
    InputDataConfig: [...channels],
    OutputDataConfig: { S3OutputPath: 's3://b/out' },
    ResourceConfig: { InstanceType: 'ml.m5.large', ...instances },
    StoppingCondition: {},
  };
}

/** A real object store with the bucket `b`, and the hosts of jobs whose input comes from it. */
export class InputSpace {
  readonly failures: unknown[] = [];
  private readonly delivered: DeliveredInput[] = [];

  private constructor(
    readonly folder: string,
    readonly objects: ObjectStore,
  ) {}

  static async make(folder: string): Promise<InputSpace> {
    const objects = await ObjectStore.open(join(folder, 'state'), { clock: systemClock, caseInsensitive: false });
    await objects.createBucket('b', 'us-east-1');
    return new InputSpace(folder, objects);
  }

  async put(key: string, content: string | Uint8Array): Promise<void> {
    await this.objects.put('b', key, Readable.from([Buffer.from(content)]));
  }

  /** Delivers to every host; `input/data` of each, in order, and the notes. */
  async deliver(
    channels: readonly Channel[],
    instances?: object,
    cancelled = () => false,
  ): Promise<{ folders: string[]; notes: string[] }> {
    const request = inputRequest(channels, instances);
    const hosts = hostsOf(request, join(this.folder, 'work'));
    const notes: string[] = [];
    const folders: string[] = [];
    for (const host of hosts) {
      const space: JobSpace = { request, arn: 'arn', host, hosts };
      const data = join(host.mlRoot, 'input/data');
      await mkdir(data, { recursive: true });
      const fail = (error: unknown): void => void this.failures.push(error);
      const input = await deliverInput(space, { objects: this.objects, clock: systemClock, cancelled, fail });
      this.delivered.push(input);
      notes.push(...input.notes);
      folders.push(data);
    }
    return { folders, notes };
  }

  async close(): Promise<void> {
    for (const input of this.delivered.splice(0)) await input.close();
  }
}
