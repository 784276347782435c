import { stringify } from 'yaml';
import type { ResolvedJob } from './resolve.ts';
import { manifestLines } from './source/sourceManifest.ts';

/** A resolved request as YAML that the AWS command line takes as well, what scripts' archives hold as comments. */
export function resolvedText({
  kind,
  request,
  trainings,
}: Pick<ResolvedJob, 'kind' | 'request' | 'trainings'>): string {
  const heading = `# What is sent. The same by hand: aws sagemaker ${kind.cliCommand} --cli-input-yaml file://THIS-FILE\n`;
  const manifests = trainings.flatMap(({ source }) => (source === undefined ? [] : manifestLines(source)));
  const comments = manifests.map((line) => `# ${line}\n`).join('');
  // Quoted, so that readers of YAML 1.1 do not take a text such as `on` or `1:30` for something else.
  const options = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const;
  return heading + comments + stringify(request, options);
}
