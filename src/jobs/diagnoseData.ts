import { hasNoFolder } from '../shared/channelName.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import { diagnoseTables } from './diagnoseTables.ts';
import type { Finding } from './finding.ts';
import { findLocalData } from './localData.ts';
import { builtInAlgorithm, channelsOf, runsScript, valueAt, type ChannelInput } from './trainingJobValue.ts';
import type { Settled, TrainingPart } from './trainingPart.ts';

interface DataContext {
  readonly files: DefinitionFiles;
  readonly workspaceRoot: string;
}

/** What is wrong with the channels and the files of the workspace that they name. */
export async function diagnoseData(part: TrainingPart, context: DataContext, settled: Settled): Promise<Finding[]> {
  if (settled.cover(['InputDataConfig'])) return [];
  const isSettled = (index: number, ...members: string[]): boolean =>
    settled.cover(['InputDataConfig', index, ...members]);
  const channels = channelsOf(part.value);
  const findings = wrongNames(part, channels, (index) => isSettled(index, 'ChannelName'));
  const algorithm = runsScript(part.value) ? undefined : builtInAlgorithm(part.value)?.algorithm;
  for (const [index, { localPath, uriPath, contentType, s3DataType, name }] of channels.entries()) {
    if (localPath === undefined) continue;
    const range = part.rangeOf(uriPath);
    const data = await findLocalData(localPath, { ...context, definitionPath: part.path });
    if ('code' in data) {
      findings.push({ ...range, severity: 'error', ...data });
      continue;
    }
    if (isSettled(index, 'DataSource', 'S3DataSource', 'S3DataType')) continue;
    if (data.kind === 'folder' && s3DataType !== 'S3Prefix') {
      const message = `'${localPath}' is a folder; with S3DataType ${String(s3DataType)} one file is expected. Use S3Prefix.`;
      findings.push({ ...range, severity: 'error', code: 'folder-as-manifest', message });
    } else if (algorithm !== undefined && name !== 'code' && !isSettled(index, 'ContentType')) {
      const tables = {
        files: context.files,
        algorithm,
        contentType,
        hyperparameter: (one: string) =>
          settled.cover(['HyperParameters', one]) ? undefined : valueAt(part.value, ['HyperParameters', one]),
        dataRange: range,
        typeRange: part.rangeOf(['InputDataConfig', index, contentType === undefined ? 'ChannelName' : 'ContentType']),
      };
      findings.push(...(await diagnoseTables(data.files, tables)));
    }
  }
  return findings;
}

function wrongNames(
  part: TrainingPart,
  channels: readonly ChannelInput[],
  isSettled: (index: number) => boolean,
): Finding[] {
  return channels.flatMap(({ name }, index): Finding[] => {
    if (name === undefined || isSettled(index)) return [];
    const range = part.rangeOf(['InputDataConfig', index, 'ChannelName']);
    const wrong = (code: string, message: string): Finding => ({ ...range, severity: 'error', code, message });
    if (hasNoFolder(name))
      return [
        wrong(
          'channel-without-folder',
          `A channel cannot be called '${name}', since it gets a folder of its name in /opt/ml/input/data; call it 'train', for example.`,
        ),
      ];
    if (channels.findIndex((other) => other.name === name) === index) return [];
    return [wrong('double-channel', `A second channel is called '${name}'; each name stands once.`)];
  });
}
