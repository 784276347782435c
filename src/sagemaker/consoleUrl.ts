import type { Connection } from './connection.ts';
import type { KindId } from './resources/resourceKind.ts';

/** Where the console of each partition stands. */
const hosts: readonly (readonly [region: RegExp, host: string])[] = [
  [/^cn-/, 'console.amazonaws.cn'],
  [/^us-gov-/, 'console.amazonaws-us-gov.com'],
  [/^[a-z]{2}-[a-z]+-\d+$/, 'console.aws.amazon.com'],
];

/**
 * The page of one resource, as links that people share have it. An AutoML job has none: its pages are in Studio Classic and, since
 * November 30, 2023, in Canvas, whose addresses a domain and a user make (developer guide, "SageMaker Autopilot").
 */
const pages: Readonly<Partial<Record<KindId, string>>> = {
  trainingJob: 'home?region=REGION#/jobs/NAME',
  tuningJob: 'home?region=REGION#/hyper-tuning-jobs/NAME',
  transformJob: 'home?region=REGION#/transform-jobs/NAME',
  processingJob: 'home?region=REGION#/processing-jobs/NAME',
  labelingJob: 'groundtruth?region=REGION#/labeling-jobs/details/NAME',
  model: 'home?region=REGION#/models/NAME',
  endpoint: 'home?region=REGION#/endpoints/NAME',
  endpointConfig: 'home?region=REGION#/endpointConfig/NAME',
  notebook: 'home?region=REGION#/notebook-instances/NAME',
  lifecycleConfig: 'home?region=REGION#/notebook-instance-lifecycles/NAME',
};

export const consoleKinds = Object.keys(pages) as KindId[];

/** Why there is no page for anything of a place, in a sentence; undefined where there is. */
export function noConsoleReason({ kind, region }: Pick<Connection, 'kind' | 'region'>): string | undefined {
  if (kind === 'local')
    return 'The local engine has no console: panels, logs and tags of what is on it are here in the editor.';
  if (hosts.some(([regions]) => regions.test(region))) return undefined;
  return `The address of the console in ${region} is not known; open what you look for from the console's own list.`;
}

/** The page of a resource in the AWS console; undefined for the local engine, which has none, and for partitions whose console is not known. */
export function consoleUrl(
  kind: KindId,
  name: string,
  { kind: place, region }: Pick<Connection, 'kind' | 'region'>,
): string | undefined {
  const host = hosts.find(([regions]) => regions.test(region))?.[1];
  const page = pages[kind];
  if (place === 'local' || host === undefined || page === undefined) return undefined;
  return `https://${region}.${host}/sagemaker/${page.replace('REGION', region).replace('NAME', encodeURIComponent(name))}`;
}
