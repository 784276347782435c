import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import type { SdkClients } from './clients.ts';

/** What is known of a bucket; `denied` also where it belongs to somebody else. */
export type BucketState =
  { readonly kind: 'here' | 'absent' | 'denied' } | { readonly kind: 'elsewhere'; readonly region: string };

const loadSdk = () => import('./sdk/s3Sdk.ts');

/**
 * Looks at a bucket without reading it.
 * @param owner - Take it for denied unless this account owns it: anybody could have made a bucket of a name that can be guessed.
 */
export async function lookAtBucket(clients: SdkClients, bucket: string, owner?: string): Promise<BucketState> {
  const [{ HeadBucketCommand }, client] = await Promise.all([loadSdk(), clients.s3()]);
  const own = clients.connection.region;
  const stateIn = (region: string): BucketState => (region === own ? { kind: 'here' } : { kind: 'elsewhere', region });
  try {
    const found = await client.send(
      new HeadBucketCommand({ Bucket: bucket, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) }),
    );
    return stateIn(found.BucketRegion ?? own);
  } catch (error) {
    const { status, region } = answerOf(error);
    if (status === 404) return { kind: 'absent' };
    // S3 tells where the bucket is also to those who ask in the wrong region or may not look.
    if (region !== undefined && region !== own) return { kind: 'elsewhere', region };
    if (status === 403) return { kind: 'denied' };
    throw error;
  }
}

/** Creates a bucket in the connection's region. */
export async function createBucket(clients: SdkClients, bucket: string): Promise<void> {
  const [{ CreateBucketCommand }, client] = await Promise.all([loadSdk(), clients.s3()]);
  const { region } = clients.connection;
  // us-east-1 is the one region that must not be named (API reference, CreateBucket).
  const place =
    region === 'us-east-1'
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  await client.send(new CreateBucketCommand({ Bucket: bucket, ...place }));
}

/** Creates the bucket unless it is there. */
export async function ensureBucket(clients: SdkClients, bucket: string): Promise<void> {
  const state = await lookAtBucket(clients, bucket);
  if (state.kind === 'absent') await createBucket(clients, bucket);
}

function answerOf(error: unknown): { status?: number; region?: string } {
  const { $metadata, $response } = error as {
    $metadata?: { httpStatusCode?: number };
    $response?: { headers?: Record<string, string> };
  };
  const region = $response?.headers?.['x-amz-bucket-region'];
  return {
    ...($metadata?.httpStatusCode !== undefined && { status: $metadata.httpStatusCode }),
    ...(region !== undefined && { region }),
  };
}
