import { csvHeadLength, inspectCsvHead } from '../formats/csvHead.ts';
import type { NumericCsv } from '../formats/csvNumbers.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { ParsedDefinition } from './definition.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import type { Finding, TextRange } from './finding.ts';
import { findLocalData, type LocalFile } from './localData.ts';
import { builtInAlgorithm, channelsOf, runsScript, valueAt, type ChannelInput } from './trainingJobValue.ts';

// Enough to catch a wrong export, without reading a folder of thousands at each keystroke.
const filesLookedInto = 20;

interface DataContext {
  readonly files: DefinitionFiles;
  readonly workspaceRoot: string;
}

/** What is wrong with the channels and the files of the workspace that they name. */
export async function diagnoseData(definition: ParsedDefinition, context: DataContext): Promise<Finding[]> {
  const channels = channelsOf(definition.value);
  const findings = doubleNames(definition, channels);
  const csvAlgorithm = !runsScript(definition.value) && builtInAlgorithm(definition.value)?.algorithm === 'xgboost';
  const objective = valueAt(definition.value, ['HyperParameters', 'objective']);
  for (const channel of channels) {
    const { localPath, uriPath } = channel;
    if (localPath === undefined) continue;
    const range = definition.rangeOf(uriPath);
    const data = await findLocalData(localPath, { ...context, definitionPath: definition.path });
    if ('code' in data) {
      findings.push({ ...range, severity: 'error', ...data });
      continue;
    }
    if (data.kind === 'folder' && channel.s3DataType !== 'S3Prefix') {
      const message = `'${localPath}' is a folder; with S3DataType ${String(channel.s3DataType)} one file is expected. Use S3Prefix.`;
      findings.push({ ...range, severity: 'error', code: 'folder-as-manifest', message });
    } else if (csvAlgorithm && isCsv(channel.contentType)) {
      findings.push(...(await csvFindings(data.files, range, { ...context, objective })));
    }
  }
  return findings;
}

function doubleNames(definition: ParsedDefinition, channels: readonly ChannelInput[]): Finding[] {
  return channels.flatMap(({ name }, index): Finding[] => {
    if (name === undefined || channels.findIndex((other) => other.name === name) === index) return [];
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

function isCsv(contentType: string | undefined): boolean {
  return /^(text\/)?csv\s*(;|$)/i.test(contentType ?? '');
}

function isLogistic(objective: unknown): objective is string {
  return objective === 'binary:logistic' || objective === 'reg:logistic';
}

/** The first label that is no probability. */
function probabilityProblem({ values, columns }: NumericCsv): string | undefined {
  for (let at = 0; at < values.length; at += columns) {
    const label = values[at] as number;
    // Single precision holds seven digits; the rest would be noise.
    if (label < 0 || label > 1) return `row ${at / columns + 1} has the label ${Number(label.toPrecision(7))}`;
  }
  return undefined;
}

/** SageMaker's CSV for training holds numbers only: no header, the label in the first column. */
async function csvFindings(
  files: readonly LocalFile[],
  range: TextRange,
  { files: reader, objective }: DataContext & { readonly objective: unknown },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, relativePath } of files.slice(0, filesLookedInto)) {
    const report = (code: string, message: string): void =>
      void findings.push({ ...range, severity: 'error', code, message });
    try {
      const { header, firstBadCell, columns, numbers } = inspectCsvHead(await reader.readHead(path, csvHeadLength));
      if (header) {
        report(
          'csv-header',
          `${relativePath} starts with a header ('${firstBadCell?.text ?? ''}', …). SageMaker's CSV has none, and its first column is the label: remove line 1.`,
        );
      } else if (firstBadCell) {
        report(
          firstBadCell.problem === 'ragged' ? 'csv-ragged' : 'csv-text',
          `${relativePath}: ${firstBadCell.message}.`,
        );
      } else if (columns === 1) {
        report('csv-label', `${relativePath} has one column only: the label comes first, then at least one feature.`);
      } else if (numbers && isLogistic(objective)) {
        const problem = probabilityProblem(numbers);
        if (problem !== undefined)
          report('csv-label', `${relativePath}: ${problem}, but ${objective} takes labels from 0 to 1.`);
      }
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      report('unreadable-path', `${relativePath} cannot be read: ${messageOf(error)}`);
    }
  }
  return findings;
}
