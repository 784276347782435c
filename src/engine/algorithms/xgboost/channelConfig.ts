import { ClientError } from './clientError.ts';
import { elsewhere } from './supportedParameters.ts';

/** A channel of `inputdataconfig.json` (contract, section 2). */
export interface ChannelConfig {
  readonly ContentType?: string;
  readonly TrainingInputMode?: string;
}

/** Fails when a channel is missing or of a form that this trainer does not read; looks at no data yet. */
export function checkChannels(channels: Readonly<Record<string, ChannelConfig>>): void {
  const unknown = Object.keys(channels).find((name) => !['train', 'validation', 'code'].includes(name));
  if (unknown !== undefined) {
    throw new ClientError(`XGBoost has no channel '${unknown}': name its channels train and validation.`);
  }
  if (!channels['train']) throw new ClientError("XGBoost needs a channel named 'train' in InputDataConfig.");
  for (const name of ['train', 'validation']) {
    const channel = channels[name];
    if (channel) checkChannel(name, channel);
  }
}

/** What a job's log says where validation has another format than train: the container reads both by the ContentType of train. */
export function formatNote(channels: Readonly<Record<string, ChannelConfig>>): string | undefined {
  const format = dataFormatOf(channels['train']);
  if (!channels['validation'] || dataFormatOf(channels['validation']) === format) return undefined;
  return `Channel validation has another ContentType than train; as the image does, it is read in the format of train (${format}).`;
}

/** How a channel's files are written, from its ContentType; undefined for one that this trainer does not read. */
export function dataFormatOf(channel: ChannelConfig | undefined): 'csv' | 'libsvm' | undefined {
  const [type = ''] = (channel?.ContentType ?? 'text/libsvm').toLowerCase().split(';');
  if (['text/csv', 'csv'].includes(type.trim())) return 'csv';
  return ['text/libsvm', 'text/x-libsvm', 'libsvm'].includes(type.trim()) ? 'libsvm' : undefined;
}

function checkChannel(name: string, channel: ChannelConfig): void {
  if (!dataFormatOf(channel)) {
    throw new ClientError(
      `Channel ${name} has ContentType ${channel.ContentType}, but the in-process trainer reads text/csv and text/libsvm: convert the files, or ${elsewhere}.`,
    );
  }
  const [, ...settings] = (channel.ContentType ?? '').toLowerCase().split(';');
  const labelSize = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith('label_size='));
  if (labelSize !== undefined && labelSize !== 'label_size=1') {
    throw new ClientError(
      `Channel ${name} has ${labelSize} in its ContentType, but XGBoost takes one label: label_size=1.`,
    );
  }
  if (channel.TrainingInputMode === 'Pipe') {
    throw new ClientError(
      `Channel ${name} asks for Pipe mode, which the in-process trainer does not have: use File or FastFile, or ${elsewhere}.`,
    );
  }
}
