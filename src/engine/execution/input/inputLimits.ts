import { platform } from '../../../shared/node/platform.ts';
import type { Channel, TrainingJobRequest } from '../../services/sagemaker/trainingJobRecord.ts';
import { inputModeOf } from './channelMode.ts';

/**
 * Input that this engine cannot deliver.
 * @param hasNamedPipes - Of this machine; passed in by tests.
 * @returns One sentence without its full stop, or undefined when every channel can be delivered.
 */
export function unsupportedInput(
  request: Pick<TrainingJobRequest, 'InputDataConfig' | 'AlgorithmSpecification'>,
  hasNamedPipes = platform.hasNamedPipes,
): string | undefined {
  for (const channel of request.InputDataConfig ?? []) {
    const obstacle = unsupportedSource(channel) ?? unsupportedMode(inputModeOf(request, channel), hasNamedPipes);
    if (obstacle !== undefined) return `Channel '${channel.ChannelName}' ${obstacle}`;
  }
  return undefined;
}

/** What channels ask for that makes no difference here: the member, and one line of the job's log. */
export function inputNotHonoured({
  InputDataConfig: channels = [],
}: Pick<TrainingJobRequest, 'InputDataConfig'>): { member: string; note: string }[] {
  return channels.flatMap(({ ChannelName, DataSource: { S3DataSource: source = {} } }) =>
    ['HubAccessConfig', 'ModelAccessConfig']
      .filter((member) => (source as Record<string, unknown>)[member] !== undefined)
      .map((member) => ({
        member,
        note: `${member} of channel '${ChannelName}' is not honoured: the local engine has no hub and no licences; it reads the objects of S3Uri.`,
      })),
  );
}

function unsupportedSource({ DataSource: source }: Channel): string | undefined {
  if (source.FileSystemDataSource !== undefined)
    return 'is a file system (EFS or FSx), which the local engine cannot mount: copy the data to a bucket and use S3DataSource, or run this job on AWS';
  if (source.DatasetSource !== undefined)
    return 'is a dataset of a hub, which the local engine does not have: use S3DataSource, or run this job on AWS';
  if (source.S3DataSource?.S3DataType === 'Converse')
    return 'uses S3DataType Converse, which is for the foundation models of AWS: use S3Prefix, or run this job on AWS';
  return undefined;
}

function unsupportedMode(mode: string, hasNamedPipes: boolean): string | undefined {
  return mode === 'Pipe' && !hasNamedPipes
    ? 'uses Pipe input, which needs named pipes that Windows does not have: set InputMode to File or FastFile'
    : undefined;
}
