import type { Connection } from '../sagemaker/connection.ts';
import type { Platform } from '../shared/node/platform.ts';
import type { ResolvedJob } from './resolve.ts';

/**
 * The command that creates a resolved job from a terminal, ready to be pasted into the platform's shell.
 * Comment lines ahead of it name the objects that *Run* would upload first.
 */
export function cliCommand(
  { kind: { cliCommand: operation }, request, uploads }: Pick<ResolvedJob, 'kind' | 'request' | 'uploads'>,
  { kind, region, endpoint, profile }: Pick<Connection, 'kind' | 'region' | 'endpoint' | 'profile'>,
  { quoted, variable, keepsInnerQuotes }: Pick<Platform, 'quoted' | 'variable' | 'keepsInnerQuotes'>,
): string {
  const comments = uploads.map(({ bucket, key, localPath, archive }) => {
    const from = localPath.replace(/[\r\n]/g, ' ');
    const source =
      archive === undefined ? from : `what is packed of ${from} ("SageMaker: Show Resolved Request" lists it)`;
    return `# First: s3://${bucket}/${key} from ${source}`;
  });
  // Without an endpoint the command would go to AWS; empty, the AWS CLI refuses it.
  const isResting = kind === 'local' && endpoint === undefined;
  if (isResting) comments.unshift('# First: paste what "SageMaker: Copy Environment of the Local Engine" copies');
  const json = JSON.stringify(request, undefined, 2);
  const options = [
    `--region ${quoted(region)}`,
    ...(profile === undefined ? [] : [`--profile ${quoted(profile)}`]),
    ...(endpoint === undefined ? [] : [`--endpoint-url ${quoted(endpoint)}`]),
    ...(isResting ? [`--endpoint-url ${variable('AWS_ENDPOINT_URL')}`] : []),
  ].join(' ');
  const command = `aws sagemaker ${operation} ${options} --cli-input-json`;
  if (keepsInnerQuotes) return [...comments, `${command} ${quoted(json)}`, ''].join('\n');
  const file = '$request = New-TemporaryFile';
  const write = `[IO.File]::WriteAllText($request, ${quoted(json)})`;
  return [...comments, file, write, `${command} "file://$request"`, ''].join('\n');
}
