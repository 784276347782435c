import type { CreateTransformJobRequest } from '@aws-sdk/client-sagemaker';
import { createBucket, ensureBucket, lookAtBucket } from '../../sagemaker/buckets.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { objectSize, putFile } from '../../sagemaker/objects.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import { addWish } from '../../sagemaker/wishHeaders.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { UserError } from '../../shared/errors.ts';
import { nodeDefinitionFiles } from '../nodeDefinitionFiles.ts';
import { packLocalData } from '../pack.ts';
import { uploadAll } from '../upload.ts';

const loadSdk = () => import('../../sagemaker/sdk/transformSdk.ts');

/**
 * The account's own bucket in the region, or the one that was chosen for it.
 * @param chosen - A bucket that may be somebody else's; without it the one that the SageMaker Python SDK would take.
 * @returns Whether it has to be made. @throws UserError where it cannot be used.
 */
export async function transformBucket(
  clients: SdkClients,
  chosen?: string,
): Promise<{ readonly bucket: string; readonly isNew: boolean }> {
  const { accountId, region } = clients.connection;
  const bucket = chosen ?? `sagemaker-${region}-${accountId}`;
  const state = await lookAtBucket(clients, bucket, chosen === undefined ? accountId : undefined);
  if (state.kind === 'here') return { bucket, isNew: false };
  if (state.kind === 'absent') return { bucket, isNew: true };
  throw new UserError(
    state.kind === 'elsewhere'
      ? `The bucket ${bucket} is in ${state.region}, and the job runs in ${region}: run a job definition on AWS once to choose another bucket.`
      : `The bucket ${bucket} belongs to somebody else, or you may not use it: run a job definition on AWS once to choose another bucket.`,
  );
}

/**
 * Uploads a file of rows, named by its content, so that what is there already is not sent twice.
 * @returns Its `s3://` URI.
 */
export async function uploadRows(
  clients: SdkClients,
  {
    path,
    name,
    bucket,
    isNew,
  }: { readonly path: string; readonly name: string; readonly bucket: string; readonly isNew: boolean },
  signal: AbortSignal,
): Promise<string> {
  const files = nodeDefinitionFiles;
  const facts = await files.stat(path);
  if (facts === undefined) throw new UserError(`${path} is gone: start the batch transform again.`);
  const { size, modified } = facts;
  const data = { kind: 'file' as const, path, files: [{ path, relativePath: name, size, modified }] };
  const { uploads, uri } = await packLocalData(data, bucket, { files, signal });
  if (isNew) await createBucket(clients, bucket);
  await uploadAll(bucket, uploads, {
    files,
    signal,
    uploader: {
      ensureBucket: (name) => ensureBucket(clients, name),
      head: (at, key) => objectSize(clients, at, key),
      put: (at, key, content, stop) => putFile(clients, at, key, content, stop),
    },
  });
  return uri;
}

/** @returns The new job's ARN. @throws UserError with what SageMaker says. */
export async function createTransformJob(
  clients: SdkClients,
  request: CreateTransformJobRequest,
  wish?: RunnerWish,
): Promise<string> {
  const [{ CreateTransformJobCommand }, client] = await Promise.all([loadSdk(), clients.sagemaker()]);
  const command = new CreateTransformJobCommand(request);
  addWish(command, clients.connection, wish);
  try {
    return (await client.send(command)).TransformJobArn ?? '';
  } catch (error) {
    throw new UserError(
      `SageMaker did not take the batch transform ${request.TransformJobName}: ${reasonText(error)}`,
      {
        cause: error,
      },
    );
  }
}
