import type { Session } from '../session.ts';
import { formatDuration } from '../../shared/duration.ts';
import type { Billable } from './billable.ts';

/** Something that costs and is not used, as far as can be told. */
export interface IdleResource {
  readonly item: Billable;
  /** What it is told by, as the end of a sentence. */
  readonly why: string;
}

type Looked = Pick<Session, 'clients' | 'lists'>;

const hour = 3_600_000;
/** Queries of one request (CloudWatch API reference, GetMetricData). */
const mostQueries = 500;

/**
 * Endpoints that nobody called and notebook instances that were not touched for so long. Of a notebook instance AWS tells no activity: it
 * counts from its last start or change.
 * @param hours - For how long.
 */
export async function findIdle(
  session: Looked,
  items: readonly Billable[],
  { hours, now }: { readonly hours: number; readonly now: number },
): Promise<IdleResource[]> {
  const time = hours * hour;
  const old = items.filter(({ modified, status }) => status === 'InService' && now - modified >= time);
  const notebooks = old
    .filter(({ kind }) => kind === 'notebook')
    .map((item) => ({
      item,
      why: `was started or changed ${formatDuration(now - item.modified)} ago; whether somebody works in it AWS does not tell`,
    }));
  const endpoints = old.filter(({ kind }) => kind === 'endpoint');
  const called = await calledEndpoints(session, endpoints, { start: now - time, end: now });
  const silent = endpoints.filter(({ name }) => !called.has(name));
  return [...silent.map((item) => ({ item, why: `had no invocation in ${formatDuration(time)}` })), ...notebooks];
}

/** By the sum of `Invocations` of each variant (SageMaker developer guide, "Endpoint invocation metrics"). */
async function calledEndpoints(
  { clients, lists }: Looked,
  endpoints: readonly Billable[],
  { start, end }: { readonly start: number; readonly end: number },
): Promise<ReadonlySet<string>> {
  const variants: { endpoint: string; variant: string }[] = [];
  for (const endpoint of endpoints) {
    const { variants: told = [] } = await lists.of('endpoint').detailsOf(endpoint);
    variants.push(...told.map((variant) => ({ endpoint: endpoint.name, variant: variant.name })));
  }
  const called = new Set<string>();
  const [{ GetMetricDataCommand }, client] = await Promise.all([
    import('../sdk/cloudWatchSdk.ts'),
    clients.cloudWatch(),
  ]);
  for (let from = 0; from < variants.length; from += mostQueries) {
    const asked = variants.slice(from, from + mostQueries);
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(start),
        EndTime: new Date(end),
        MetricDataQueries: asked.map(({ endpoint, variant }, index) => ({
          Id: `v${index}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SageMaker',
              MetricName: 'Invocations',
              Dimensions: [
                { Name: 'EndpointName', Value: endpoint },
                { Name: 'VariantName', Value: variant },
              ],
            },
            // One number for all the time, in whole minutes.
            Period: Math.ceil((end - start) / 60_000) * 60,
            Stat: 'Sum',
          },
        })),
      }),
    );
    for (const { Id = '', Values = [], StatusCode } of MetricDataResults) {
      const variant = asked[Number(Id.slice(1))];
      // Of what CloudWatch could not tell wholly, nobody says that it is idle.
      const isCalled = Values.some((value) => value > 0) || (StatusCode ?? 'Complete') !== 'Complete';
      if (variant !== undefined && isCalled) called.add(variant.endpoint);
    }
  }
  return called;
}

/** What is remembered of a resource that was told of: it is another one as soon as it changes. */
export function idleStamp({ arn, created, modified, config = '' }: Billable): string {
  return `${arn} ${created} ${modified} ${config}`;
}
