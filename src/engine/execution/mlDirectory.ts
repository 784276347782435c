import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../shared/errors.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import { checkpointConfigOf, checkpointFolder } from './checkpoints.ts';
import { inputModeOf } from './input/channelMode.ts';
import type { HostGroup, JobHost } from './jobHosts.ts';
import type { JobSpace } from './runner.ts';

/** Creates `/opt/ml` for a job with its configuration files (contract, sections 1 and 2). */
export async function createMlDirectory({ request, host, hosts }: JobSpace): Promise<void> {
  const { mlRoot } = host;
  for (const folder of ['input/config', 'input/data', 'model', 'output/data', 'code', 'checkpoints']) {
    await mkdir(join(mlRoot, folder), { recursive: true });
  }
  const writeConfig = (name: string, content: unknown): Promise<void> =>
    writeFile(join(mlRoot, 'input/config', name), JSON.stringify(content));
  await writeConfig('hyperparameters.json', request.HyperParameters ?? {});
  await writeConfig('inputdataconfig.json', inputDataConfig(request));
  await writeConfig('resourceconfig.json', resourceConfig(host, hosts));
  const checkpoints = checkpointConfigOf(request);
  if (checkpoints !== undefined)
    await writeConfig('checkpointconfig.json', {
      S3Uri: checkpoints.S3Uri,
      LocalPath: checkpointFolder(checkpoints, mlRoot),
    });
}

/** The text a failed container left for the user, if any. */
export async function readFailureFile(mlRoot: string): Promise<string | undefined> {
  try {
    const text = (await readFile(join(mlRoot, 'output/failure'), 'utf8')).trim();
    return text === '' ? undefined : text;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** `inputdataconfig.json` (developer guide, "How Amazon SageMaker Provides Training Information"). */
export function inputDataConfig(request: TrainingJobRequest): Record<string, unknown> {
  const channels = (request.InputDataConfig ?? []).map((channel) => [
    channel.ChannelName,
    {
      ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
      TrainingInputMode: inputModeOf(request, channel) === 'Pipe' ? 'Pipe' : 'File', // FastFile is written as File
      S3DistributionType: channel.DataSource.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
      RecordWrapperType: channel.RecordWrapperType ?? 'None',
    },
  ]);
  return Object.fromEntries(channels) as Record<string, unknown>;
}

/** `resourceconfig.json` of one host. */
export function resourceConfig(host: JobHost, hosts: readonly JobHost[]) {
  const groups = new Map<string, HostGroup>(hosts.map(({ group }) => [group.name, group]));
  return {
    current_host: host.name,
    current_instance_type: host.group.instanceType,
    current_group_name: host.group.name,
    hosts: hosts.map(({ name }) => name),
    instance_groups: [...groups.values()].map((group) => ({
      instance_group_name: group.name,
      instance_type: group.instanceType,
      hosts: [...group.hosts],
    })),
    network_interface_name: 'lo',
  };
}
