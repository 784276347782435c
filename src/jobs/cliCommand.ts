import type { Connection } from '../sagemaker/connection.ts';
import type { Platform } from '../shared/node/platform.ts';
import type { ResolvedJob } from './resolve.ts';

/** What is created, and what of it must be in S3 before. */
interface CreatedByCommand extends Pick<ResolvedJob, 'uploads'> {
  readonly kind: { readonly cliCommand: string };
  readonly request: object;
  /** Comment lines that stand before all else. */
  readonly warnings?: readonly string[];
}

/** What a command must say about the place that it is for. */
export type CommandPlace = Pick<Connection, 'kind' | 'region' | 'endpoint' | 'profile'>;

/** The local engine is not up: without an endpoint the command would go to AWS; empty, the AWS CLI refuses it. */
const isResting = ({ kind, endpoint }: CommandPlace): boolean => kind === 'local' && endpoint === undefined;

/** `aws sagemaker …` up to the request, for this account and region or engine and no other. @param operation - As in `create-model`. */
export function cliStart(
  operation: string,
  place: CommandPlace,
  { quoted, variable }: Pick<Platform, 'quoted' | 'variable'>,
): string {
  const { region, endpoint, profile } = place;
  return [
    `aws sagemaker ${operation} --region ${quoted(region)}`,
    ...(profile === undefined ? [] : [`--profile ${quoted(profile)}`]),
    ...(endpoint === undefined ? [] : [`--endpoint-url ${quoted(endpoint)}`]),
    ...(isResting(place) ? [`--endpoint-url ${variable('AWS_ENDPOINT_URL')}`] : []),
  ].join(' ');
}

/**
 * The command that creates something from a terminal, ready to be pasted into the platform's shell.
 * Comment lines ahead of it name the objects that *Run* would upload first.
 */
export function cliCommand(
  { kind: { cliCommand: operation }, request, uploads, warnings = [] }: CreatedByCommand,
  place: CommandPlace,
  platform: Pick<Platform, 'quoted' | 'variable' | 'keepsInnerQuotes'>,
): string {
  const comments = uploads.map(({ bucket, key, localPath, archive }) => {
    const from = localPath.replace(/[\r\n]/g, ' ');
    const source =
      archive === undefined ? from : `what is packed of ${from} ("SageMaker: Show Resolved Request" lists it)`;
    return `# First: s3://${bucket}/${key} from ${source}`;
  });
  if (place.kind === 'local')
    comments.unshift(
      '# The keys of the local engine: paste what "SageMaker: Copy Environment of the Local Engine" copies before.',
    );
  comments.unshift(...warnings);
  const json = JSON.stringify(request, undefined, 2);
  const command = `${cliStart(operation, place, platform)} --cli-input-json`;
  const { quoted, keepsInnerQuotes } = platform;
  if (keepsInnerQuotes) return [...comments, `${command} ${quoted(json)}`, ''].join('\n');
  const file = '$request = New-TemporaryFile';
  const write = `[IO.File]::WriteAllText($request, ${quoted(json)})`;
  return [...comments, file, write, `${command} "file://$request"`, ''].join('\n');
}
