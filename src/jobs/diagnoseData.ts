import type { ParsedDefinition } from './definition.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import { diagnoseTables } from './diagnoseTables.ts';
import type { Finding } from './finding.ts';
import { findLocalData } from './localData.ts';
import type { SettledFields } from './settledFields.ts';
import { builtInAlgorithm, channelsOf, runsScript, valueAt, type ChannelInput } from './trainingJobValue.ts';

interface DataContext {
  readonly files: DefinitionFiles;
  readonly workspaceRoot: string;
}

/** What is wrong with the channels and the files of the workspace that they name. */
export async function diagnoseData(
  definition: ParsedDefinition,
  context: DataContext,
  settled: SettledFields,
): Promise<Finding[]> {
  if (settled.cover(['InputDataConfig'])) return [];
  const isSettled = (index: number, ...members: string[]): boolean =>
    settled.cover(['InputDataConfig', index, ...members]);
  const channels = channelsOf(definition.value);
  const findings = doubleNames(definition, channels, (index) => isSettled(index, 'ChannelName'));
  const algorithm = runsScript(definition.value) ? undefined : builtInAlgorithm(definition.value)?.algorithm;
  for (const [index, { localPath, uriPath, contentType, s3DataType, name }] of channels.entries()) {
    if (localPath === undefined) continue;
    const range = definition.rangeOf(uriPath);
    const data = await findLocalData(localPath, { ...context, definitionPath: definition.path });
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
          settled.cover(['HyperParameters', one]) ? undefined : valueAt(definition.value, ['HyperParameters', one]),
        dataRange: range,
        typeRange: definition.rangeOf([
          'InputDataConfig',
          index,
          contentType === undefined ? 'ChannelName' : 'ContentType',
        ]),
      };
      findings.push(...(await diagnoseTables(data.files, tables)));
    }
  }
  return findings;
}

function doubleNames(
  definition: ParsedDefinition,
  channels: readonly ChannelInput[],
  isSettled: (index: number) => boolean,
): Finding[] {
  return channels.flatMap(({ name }, index): Finding[] => {
    if (name === undefined || isSettled(index) || channels.findIndex((other) => other.name === name) === index)
      return [];
    const range = definition.rangeOf(['InputDataConfig', index, 'ChannelName']);
    return [
      {
        ...range,
        severity: 'error',
        code: 'double-channel',
        message: `A second channel is called '${name}'; each name stands once.`,
      },
    ];
  });
}
