import type { Connection } from '../../sagemaker/connection.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { formatDuration } from '../../shared/duration.ts';
import type { ResolvedJob, ResolvedTraining } from '../resolve.ts';

/** What a person agrees to before anything is sent. */
export interface RunSummary {
  readonly question: string;
  /** One fact per line. */
  readonly facts: readonly string[];
}

type Request = ResolvedTraining['request'];

/**
 * @param newBucket - The bucket that is made first, if one is.
 * @param price - What an hour costs, as a fact.
 */
export function runSummary(
  { accountId, region, redirectedTo, label }: Connection,
  job: Pick<ResolvedJob, 'name' | 'request' | 'uploads' | 'bucket' | 'trainings'>,
  newBucket: string | undefined,
  price?: string,
): RunSummary {
  const { name, uploads, bucket, trainings } = job;
  const requests = trainings.map(({ request }) => request);
  const bytes = uploads.reduce((sum, { size }) => sum + size, 0);
  const scripts = trainings.flatMap(({ source }) =>
    source === undefined
      ? []
      : [`, among them the script ${source.entryPoint} (${counted(source.files.length, 'file')})`],
  );
  return {
    question: `Run ${name} on AWS?`,
    facts: [
      `Account: ${accountId} (${label})`,
      `Region: ${region}`,
      ...(redirectedTo === undefined ? [] : [`Endpoint: ${redirectedTo} (not AWS's own)`]),
      ...each('Role', requests, ({ RoleArn }) => RoleArn),
      ...tuningFacts(job),
      ...each('Instances', requests, instancesOf),
      ...(price === undefined ? [] : [price]),
      ...each('Runs at most', requests, longestOf),
      ...(uploads.length === 0
        ? ['Uploads: nothing']
        : [`Uploads: ${counted(uploads.length, 'object')}, ${bytesText(bytes)}${scripts.join('')}, to s3://${bucket}`]),
      ...(newBucket === undefined ? [] : [`Creates the bucket: ${newBucket}`]),
      ...each('Output', requests, ({ OutputDataConfig }) => OutputDataConfig?.S3OutputPath),
    ],
  };
}

/** A tuning job costs as much as all its training jobs. */
function tuningFacts({ request }: Pick<ResolvedJob, 'request'>): string[] {
  if (!('HyperParameterTuningJobConfig' in request)) return [];
  const { ResourceLimits: limits, Strategy: strategy } = request.HyperParameterTuningJobConfig ?? {};
  const most = limits?.MaxNumberOfTrainingJobs;
  const number = most === undefined ? 'as many as its ranges and criteria ask for' : `up to ${most}`;
  const whole = limits?.MaxRuntimeInSeconds;
  return [
    `Training jobs: ${number}, ${limits?.MaxParallelTrainingJobs ?? 1} at once (${strategy})`,
    ...(whole === undefined ? [] : [`Tuning ends after: ${formatDuration(whole * 1000)}`]),
  ];
}

/** One line where all job definitions agree. */
function each(name: string, requests: readonly Request[], fact: (request: Request) => string | undefined): string[] {
  return [...new Set(requests.map(fact))].map((one) => `${name}: ${one}`);
}

function instancesOf(request: Request): string {
  const tuned = (request as { HyperParameterTuningResourceConfig?: Request['ResourceConfig'] & Listed })
    .HyperParameterTuningResourceConfig;
  const resources = request.ResourceConfig ?? tuned;
  const groups = resources?.InstanceGroups ?? tuned?.InstanceConfigs ?? [resources ?? {}];
  const separator = resources?.InstanceGroups === undefined ? ' or ' : ', ';
  const instances = groups.map((group) => `${group.InstanceType} × ${group.InstanceCount}`).join(separator);
  return `${instances}${request.EnableManagedSpotTraining === true ? ', spot' : ''}`;
}

interface Listed {
  readonly InstanceConfigs?: readonly { readonly InstanceType?: string; readonly InstanceCount?: number }[];
}

function longestOf({ StoppingCondition: stopping }: Request): string {
  const runtime = stopping?.MaxRuntimeInSeconds;
  return runtime === undefined ? '24h, the service’s default' : formatDuration(runtime * 1000);
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
