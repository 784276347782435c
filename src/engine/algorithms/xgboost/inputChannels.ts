import { dataFormatOf, type ChannelConfig } from './channelConfig.ts';
import { channelFiles } from './channelFiles.ts';
import { ClientError } from './clientError.ts';
import { readCsvChannel } from './csvChannel.ts';
import type { DataMatrix } from './dataMatrix.ts';
import type { LabelRules } from './labels.ts';
import { readLibsvmChannel, type LibsvmChannel } from './libsvmChannel.ts';

export interface InputChannels {
  readonly train: DataMatrix;
  readonly validation?: DataMatrix;
}

/**
 * Reads the files of the channels train and, when it is there, validation below `dataDirectory`; `checkChannels` found them right.
 *
 * @throws ClientError that names the file and what is wrong in it.
 */
export function readChannels(
  dataDirectory: string,
  channels: Readonly<Record<string, ChannelConfig>>,
  rules: LabelRules,
): InputChannels {
  const hasValidation = channels['validation'] !== undefined;
  if (dataFormatOf(channels['train']) === 'csv') {
    const train = readCsvChannel('train', channelFiles(dataDirectory, 'train'), rules);
    if (!hasValidation) return { train };
    const files = channelFiles(dataDirectory, 'validation');
    return { train, validation: readCsvChannel('validation', files, rules, train.columns) };
  }
  const read = (name: string): LibsvmChannel =>
    readLibsvmChannel(name, channelFiles(dataDirectory, name), rules, channels['train']?.ContentType !== undefined);
  const train = read('train');
  const matrix = train.matrix(train.columns);
  if (!hasValidation) return { train: matrix };
  const validation = read('validation');
  // As in libxgboost: narrower data lack the last features, wider data do not fit.
  if (validation.columns > train.columns) {
    throw new ClientError(
      `Channel validation has a feature with the index ${validation.columns - 1}, but the largest in train is ${train.columns - 1}: leave it out, or give a row of train that feature.`,
    );
  }
  return { train: matrix, validation: validation.matrix(train.columns) };
}
