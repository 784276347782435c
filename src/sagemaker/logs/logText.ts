import type { Connection } from '../connection.ts';
import type { Platform } from '../../shared/node/platform.ts';
import type { LogStream } from './logStreams.ts';
import type { LogTail } from './logTail.ts';

/** A log as a document: what is left out is said on top, with the command that gets all of it. */
export function logText(
  { lines, isCut, limit }: Pick<LogTail, 'lines' | 'isCut' | 'limit'>,
  stream: Pick<LogStream, 'group' | 'name'>,
  connection: Connection,
  platform: Pick<Platform, 'quoted'>,
): string {
  const note = isCut
    ? [
        `# The last ${limit.toLocaleString('en-US')} lines of ${stream.group} ${stream.name}. All of them:`,
        `# ${wholeLogCommand(stream, connection, platform)}`,
        '',
      ]
    : [];
  return [...note, ...lines, ''].join('\n');
}

/** The AWS CLI asks page by page by itself. */
function wholeLogCommand(
  { group, name }: Pick<LogStream, 'group' | 'name'>,
  { region, profile, endpoint }: Connection,
  { quoted }: Pick<Platform, 'quoted'>,
): string {
  const options = [
    `--log-group-name ${quoted(group)}`,
    `--log-stream-names ${quoted(name)}`,
    `--region ${quoted(region)}`,
    ...(profile === undefined ? [] : [`--profile ${quoted(profile)}`]),
    ...(endpoint === undefined ? [] : [`--endpoint-url ${quoted(endpoint)}`]),
  ];
  return `aws logs filter-log-events ${options.join(' ')} --query ${quoted('events[].[message]')} --output text`;
}
