import type { EndpointEntry } from '../resources/kinds/endpointKind.ts';
import type { NotebookEntry } from '../resources/kinds/notebookKind.ts';
import type { ResourceEntry } from '../resources/resourceEntry.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { InstanceUse, Price } from './price.ts';
import type { PriceModel } from './priceModel.ts';

/** The kinds whose instances are billed by the time that they run. */
export const billableKinds = [
  'notebook',
  'endpoint',
  'trainingJob',
  'tuningJob',
  'transformJob',
  'processingJob',
  'autoMlJob',
] as const;
export type BillableKind = (typeof billableKinds)[number];

/** Whether it goes on until somebody ends it; a job ends by itself. */
export const isStanding = (kind: BillableKind): boolean => kind === 'notebook' || kind === 'endpoint';

/** Instances of one type that are billed. */
interface BilledInstances {
  readonly type: string;
  readonly count: number;
  readonly use: InstanceUse;
  /** A Spot price changes all the time, and no list tells it. */
  readonly isSpot?: boolean;
}

/** Something that is billed by the time that it runs. Times in epoch milliseconds. */
export interface Billable {
  readonly kind: BillableKind;
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly created: number;
  readonly modified: number;
  /** None where nothing tells which they are, as with AutoML jobs. */
  readonly instances: readonly BilledInstances[];
  /** Since when they are billed, as far as AWS tells: a notebook's last start, a job's first instance; of what waits, since when it does. */
  readonly since: number;
  /** Of a job without an instance yet: it costs nothing so far. */
  readonly isWaiting?: true;
  /** Until when, where it has ended. */
  readonly until?: number;
  /** Of an endpoint. */
  readonly config?: string;
  /** Of a training job that a tuning job runs: it ends with that. */
  readonly tuningJobArn?: string;
}

/** What a listed entry may hold beyond what all have; details of a list's kind fill it. */
type Entry = ResourceEntry &
  Partial<Pick<NotebookEntry, 'instanceType'>> &
  Partial<Pick<EndpointEntry, 'variants' | 'config'>> & {
    readonly instanceCount?: number;
    readonly started?: number;
    readonly spot?: boolean;
    readonly tuningJobArn?: string;
  };

const uses: Readonly<Record<Exclude<BillableKind, 'endpoint' | 'tuningJob' | 'autoMlJob'>, InstanceUse>> = {
  notebook: 'Notebook',
  trainingJob: 'Training',
  transformJob: 'Transform',
  processingJob: 'Processing',
};

/** What is billed of a listed entry; undefined where nothing is, as of a stopped notebook or a failed endpoint. */
export function billableOf(kind: BillableKind, entry: Entry): Billable | undefined {
  const { name, arn, status, created, modified = created, ended, started } = entry;
  const state = kindOf(kind).stateOf(status);
  const isJob = !isStanding(kind);
  const runs = state === 'running' || state === 'inService';
  if (!runs && !(isJob && ended !== undefined && started !== undefined)) return undefined;
  // A notebook instance that is being deleted or stopped has its instance taken away at once.
  if (kind === 'notebook' && (status === 'Deleting' || status === 'Stopping')) return undefined;
  if (kind === 'endpoint' && status === 'Deleting') return undefined;
  const instances = instancesOf(kind, entry);
  if (kind === 'endpoint' && entry.variants !== undefined && instances.length === 0) return undefined; // serverless
  return {
    kind,
    name,
    arn,
    status,
    created,
    modified,
    instances,
    since: kind === 'notebook' ? modified : kind === 'endpoint' ? created : (started ?? created),
    // Of tuning and AutoML jobs no start is told.
    ...(runs && isJob && instances.length > 0 && started === undefined && { isWaiting: true as const }),
    ...(!runs && ended !== undefined && { until: ended }),
    ...(entry.config !== undefined && { config: entry.config }),
    ...(entry.tuningJobArn !== undefined && { tuningJobArn: entry.tuningJobArn }),
  };
}

function instancesOf(kind: BillableKind, entry: Entry): BilledInstances[] {
  if (kind === 'endpoint')
    return (entry.variants ?? []).flatMap(({ instanceType: type, instanceCount: count = 1 }) =>
      type === undefined || count === 0 ? [] : [{ type, count, use: 'Hosting' as const }],
    );
  const { instanceType: type, instanceCount: count = 1, spot } = entry;
  if (type === undefined || kind === 'autoMlJob' || kind === 'tuningJob') return [];
  return [{ type, count, use: uses[kind], ...(spot === true && { isSpot: true }) }];
}

/** What an hour of it costs: unknown as soon as one of its instances is. */
export function priceOf({ instances }: Pick<Billable, 'instances'>, prices: Pick<PriceModel, 'hourly'>): Price {
  let usd = 0;
  const found = instances.map(({ type, use, count, isSpot }) =>
    isSpot === true ? ({ kind: 'unknown' } as const) : prices.hourly(type, use, count),
  );
  for (const kind of ['unknown', 'asking', 'free'] as const)
    if (found.some((one) => one.kind === kind)) return { kind };
  for (const price of found) if (price.kind === 'known') usd += price.usd;
  return found.length === 0 ? { kind: 'unknown' } : { kind: 'known', usd };
}

/** `ml.m5.large × 2`, several with a plus between them. */
export function instancesText({ instances }: Pick<Billable, 'instances'>): string {
  return instances
    .map(({ type, count, isSpot }) => `${type}${count === 1 ? '' : ` × ${count}`}${isSpot === true ? ' (Spot)' : ''}`)
    .join(' + ');
}

/** Tuning jobs with the instances of the training jobs that they run, which are theirs to end and are left out. */
export function byTuningJob(items: readonly Billable[]): Billable[] {
  const parents = new Set(items.filter(({ kind }) => kind === 'tuningJob').map(({ arn }) => arn));
  return items
    .filter(({ tuningJobArn }) => tuningJobArn === undefined || !parents.has(tuningJobArn))
    .map((item) => (item.kind === 'tuningJob' ? withJobs(item, items) : item));
}

function withJobs(tuning: Billable, items: readonly Billable[]): Billable {
  const jobs = items.filter(({ tuningJobArn }) => tuningJobArn === tuning.arn);
  const running = jobs.filter(({ isWaiting }) => isWaiting !== true);
  const isWaiting = jobs.length > 0 && running.length === 0;
  return {
    ...tuning,
    instances: (isWaiting ? jobs : running).flatMap(({ instances }) => instances),
    ...(isWaiting && { isWaiting }),
  };
}
