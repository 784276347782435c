import { hasNoFolder } from '../../../shared/channelName.ts';
import type { Channel, TrainingJobRequest } from '../../services/sagemaker/trainingJobRecord.ts';
import { inputModeOf } from './channelMode.ts';

/**
 * What `CreateTrainingJob` refuses of a request's channels, beyond the shapes of the service model. The rules are those of the API
 * reference (Channel, S3DataSource) and of the developer guide; the wording of the first is AWS's (sagemaker-python-sdk issue 716), the
 * others follow it.
 * @returns The message of a ValidationException, or undefined.
 */
export function channelProblem(request: TrainingJobRequest): string | undefined {
  const channels = request.InputDataConfig ?? [];
  const names = channels.map(({ ChannelName }) => ChannelName);
  if (new Set(names).size < names.length) return `Channel names must be unique, but are ${names.join(', ')}.`;
  const loose = names.find(hasNoFolder);
  if (loose !== undefined)
    return `Invalid channel name '${loose}': a channel gets a folder of its name in /opt/ml/input/data; call it 'train', for example.`;
  const groups = (request.ResourceConfig['InstanceGroups'] as { InstanceGroupName: string }[] | undefined) ?? [];
  for (const channel of channels) {
    const problem =
      modeProblem(channel, inputModeOf(request, channel)) ??
      groupProblem(
        channel,
        groups.map(({ InstanceGroupName }) => InstanceGroupName),
      );
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function modeProblem(channel: Channel, mode: string): string | undefined {
  const { ChannelName: name, CompressionType: compression = 'None', RecordWrapperType: wrapper = 'None' } = channel;
  const { S3DataSource: s3, ...others } = channel.DataSource;
  const sources = [s3, ...Object.values(others)].filter((source) => source !== undefined).length;
  if (sources !== 1) return `Invalid data source for channel ${name}: expected one data source, got ${sources}`;
  if (mode !== 'Pipe') {
    if (compression !== 'None')
      return `Invalid compression type for channel ${name}: ${mode} mode only supports NONE, got ${compression} instead`;
    if (wrapper !== 'None')
      return `Invalid record wrapper type for channel ${name}: ${mode} mode only supports NONE, got ${wrapper} instead`;
  }
  if (s3 === undefined)
    return mode === 'File'
      ? undefined
      : `Invalid input mode for channel ${name}: a file system only supports File, got ${mode} instead`;
  if (mode === 'FastFile' && s3.S3DataType !== 'S3Prefix')
    return `Invalid S3 data type for channel ${name}: FastFile mode only supports S3Prefix, got ${s3.S3DataType} instead`;
  if (s3.S3DataType !== 'AugmentedManifestFile') return undefined;
  if (mode !== 'Pipe')
    return `Invalid S3 data type for channel ${name}: AugmentedManifestFile only supports Pipe mode, got ${mode} instead`;
  return (s3.AttributeNames ?? []).length > 0
    ? undefined
    : `Invalid S3 data source for channel ${name}: AugmentedManifestFile needs AttributeNames`;
}

function groupProblem(channel: Channel, groups: readonly string[]): string | undefined {
  const unknown = channel.DataSource.S3DataSource?.InstanceGroupNames?.find((name) => !groups.includes(name));
  return unknown === undefined
    ? undefined
    : `Invalid instance group for channel ${channel.ChannelName}: ${unknown} is not one of InstanceGroups [${groups.join(', ')}]`;
}
