import { lookAtBucket, type BucketState } from '../../sagemaker/buckets.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { lookAtRole } from '../../sagemaker/roles.ts';
import type { ParsedDefinition } from '../definition.ts';
import type { DefinitionPath } from '../definitionReader.ts';
import type { Finding } from '../finding.ts';
import { valueAt } from '../trainingJobValue.ts';
import { trainingPartsOf, type TrainingPart } from '../trainingPart.ts';
import { roleArnProblem } from './roleArn.ts';

/**
 * What only AWS itself can say about a definition: whether its role can be taken on, and its buckets are where the job runs.
 * What may not be read is no error: the job's role may do what the user may not.
 * @param roleArn - For what names none of its own.
 */
export async function preflight(
  definition: ParsedDefinition,
  clients: SdkClients,
  roleArn: string,
): Promise<Finding[]> {
  const roles = trainingPartsOf(definition).map((part) => roleFinding(part, clients, roleArn));
  const states = new Map<string, Promise<BucketState>>();
  const stateOf = (bucket: string): Promise<BucketState> => {
    const known = states.get(bucket) ?? lookAtBucket(clients, bucket);
    states.set(bucket, known);
    return known;
  };
  const buckets = s3UrisOf(definition).map(async ({ path, bucket }): Promise<Finding[]> => {
    const problem = bucketProblem(bucket, await stateOf(bucket), clients.connection.region);
    return problem === undefined ? [] : [{ ...definition.rangeOf(path), ...problem }];
  });
  const found = await Promise.all([...roles, ...buckets]);
  return found.flat().sort((a, b) => a.start - b.start);
}

async function roleFinding(part: TrainingPart, clients: SdkClients, otherwise: string): Promise<Finding[]> {
  const own = part.value['RoleArn'];
  const arn = typeof own === 'string' ? own : otherwise;
  const problem = roleArnProblem(arn, clients.connection.accountId) ?? (await trustProblem(clients, arn));
  if (problem === undefined) return [];
  return [{ ...part.rangeOf(['RoleArn']), severity: 'error', code: 'role', message: problem }];
}

async function trustProblem(clients: SdkClients, arn: string): Promise<string | undefined> {
  const state = await lookAtRole(clients, arn);
  if (state === 'absent') return `There is no role ${arn} in this account: choose another one.`;
  if (state !== 'does not trust SageMaker') return undefined;
  return `SageMaker may not take on the role ${arn}: its trust policy must allow sagemaker.amazonaws.com sts:AssumeRole.`;
}

function bucketProblem(
  bucket: string,
  state: BucketState,
  region: string,
): Pick<Finding, 'severity' | 'code' | 'message'> | undefined {
  switch (state.kind) {
    case 'here':
      return undefined;
    case 'absent':
      return {
        severity: 'error',
        code: 'bucket',
        message: `There is no bucket ${bucket}: create it or name another one.`,
      };
    case 'elsewhere':
      return {
        severity: 'error',
        code: 'bucket-region',
        message: `The bucket ${bucket} is in ${state.region}, and the job runs in ${region}: it must be in the same region.`,
      };
    case 'denied':
      return {
        severity: 'warning',
        code: 'bucket-denied',
        message: `You may not look at the bucket ${bucket}; the job runs if its role may.`,
      };
  }
}

/** The buckets that the definition itself names, and where. */
function s3UrisOf(definition: ParsedDefinition): { path: DefinitionPath; bucket: string }[] {
  return trainingPartsOf(definition).flatMap((part) =>
    s3UrisIn(part).map(({ path, bucket }) => ({ path: part.pathOf(path), bucket })),
  );
}

function s3UrisIn({ value }: TrainingPart): { path: DefinitionPath; bucket: string }[] {
  const channels = Array.isArray(value['InputDataConfig']) ? value['InputDataConfig'].length : 0;
  const paths: DefinitionPath[] = [
    ...Array.from({ length: channels }, (_, index) => [
      'InputDataConfig',
      index,
      'DataSource',
      'S3DataSource',
      'S3Uri',
    ]),
    ['OutputDataConfig', 'S3OutputPath'],
    ['CheckpointConfig', 'S3Uri'],
  ];
  return paths.flatMap((path) => {
    const uri = valueAt(value, path);
    const bucket = typeof uri === 'string' ? /^s3:\/\/([^/]+)/.exec(uri)?.[1] : undefined;
    return bucket === undefined ? [] : [{ path, bucket }];
  });
}
