import type { SdkClients } from '../clients.ts';
import { lookAtBucket } from '../buckets.ts';

/** A bucket; `created` in epoch milliseconds. */
export interface BucketEntry {
  readonly name: string;
  readonly region?: string;
  readonly created?: number;
}

interface BucketPage {
  readonly buckets: readonly BucketEntry[];
  readonly next?: string | undefined;
}

const pageSize = 1_000;

/** One page of the account's buckets, of all regions, by name. */
export async function listBuckets(clients: SdkClients, token?: string): Promise<BucketPage> {
  const [{ ListBucketsCommand }, client] = await Promise.all([import('../sdk/s3Sdk.ts'), clients.s3()]);
  // Only a request with a parameter is told the regions (API reference, ListBuckets, BucketRegion).
  const page = await client.send(new ListBucketsCommand({ MaxBuckets: pageSize, ContinuationToken: token }));
  const buckets = (page.Buckets ?? []).flatMap(({ Name, BucketRegion, CreationDate }): BucketEntry[] =>
    Name === undefined
      ? []
      : [
          {
            name: Name,
            ...(BucketRegion && { region: BucketRegion }),
            ...(CreationDate && { created: CreationDate.getTime() }),
          },
        ],
  );
  learnRegions(clients, buckets);
  return { buckets, next: page.ContinuationToken };
}

/** The bucket that the SageMaker SDKs make for a region (SageMaker Python SDK, Session.default_bucket). */
export function defaultBucketOf({ region, accountId }: SdkClients['connection']): string {
  return `sagemaker-${region}-${accountId}`;
}

/** @returns The default bucket, where there is one that may be used. */
export async function findDefaultBucket(clients: SdkClients): Promise<BucketEntry | undefined> {
  const { connection } = clients;
  const name = defaultBucketOf(connection);
  const { kind } = await lookAtBucket(clients, name, connection.accountId);
  return kind === 'here' ? { name, region: connection.region } : undefined;
}

/** Where requests go elsewhere than to AWS, one endpoint serves all buckets and takes what is signed for its own region. */
function learnRegions({ connection, bucketRegions }: SdkClients, buckets: readonly BucketEntry[]): void {
  if ((connection.serviceEndpoints?.s3 ?? connection.endpoint) !== undefined) return;
  for (const { name, region } of buckets)
    if (region !== undefined && region !== connection.region) bucketRegions.set(name, region);
}
