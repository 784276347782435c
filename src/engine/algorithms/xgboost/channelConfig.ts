import { ClientError } from './clientError.ts';

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

function checkChannel(name: string, channel: ChannelConfig): void {
  const [type = '', ...settings] = (channel.ContentType ?? 'text/libsvm').toLowerCase().split(';');
  if (!['text/csv', 'csv'].includes(type.trim())) {
    const given =
      channel.ContentType === undefined
        ? 'no ContentType, which means text/libsvm'
        : `ContentType ${channel.ContentType}`;
    throw new ClientError(
      `Channel ${name} has ${given}, but the in-process trainer reads text/csv only: set ContentType to text/csv for CSV files, or run this job on AWS.`,
    );
  }
  const labelSize = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith('label_size='));
  if (labelSize !== undefined && labelSize !== 'label_size=1') {
    throw new ClientError(
      `Channel ${name} has ${labelSize} in its ContentType, but XGBoost takes one label: label_size=1.`,
    );
  }
  if (channel.TrainingInputMode === 'Pipe') {
    throw new ClientError(`Channel ${name} asks for Pipe mode, which the in-process trainer does not have: use File.`);
  }
}
