import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { stringify } from 'yaml';
import { manifestLines, type SourceManifest } from './source/sourceManifest.ts';

/** A resolved request as YAML that the AWS command line takes as well, what a script's archive holds as comments. */
export function resolvedText(request: CreateTrainingJobRequest, source?: SourceManifest): string {
  const heading =
    '# What is sent. The same by hand: aws sagemaker create-training-job --cli-input-yaml file://THIS-FILE\n';
  // Quoted, so that readers of YAML 1.1 do not take a text such as `on` or `1:30` for something else.
  const manifest =
    source === undefined
      ? ''
      : manifestLines(source)
          .map((line) => `# ${line}\n`)
          .join('');
  return (
    heading +
    manifest +
    stringify(request, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })
  );
}
