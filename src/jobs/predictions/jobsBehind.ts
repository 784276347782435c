import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { jobNameOf } from '../../sagemaker/lineage/jobNameOf.ts';
import { describeEndpointConfig } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import { describeEndpoint } from '../../sagemaker/resources/kinds/endpointKind.ts';
import { describeModel } from '../../sagemaker/resources/kinds/modelKind.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';
import { describeTrainingJob } from '../../sagemaker/trainingJobs.ts';

/** What is asked for predictions. */
export interface Predictor {
  /** A training job, a model or an endpoint. */
  readonly kind: KindId;
  readonly name: string;
  /** Of an endpoint; without it any of its variants may answer. */
  readonly variant?: string | undefined;
}

/**
 * The training jobs whose artifacts answer: one of a job or model, one for each model of an endpoint's variants.
 * @returns Undefined in place of a job that is not known. @throws What the requests throw.
 */
export async function jobsBehind(
  clients: SdkClients,
  { kind, name, variant }: Predictor,
): Promise<(DescribeTrainingJobResponse | undefined)[]> {
  if (kind === 'trainingJob') return [await describeTrainingJob(clients, name)];
  const models = await modelsBehind(clients, { kind, name, variant });
  return Promise.all(models.map((model) => jobOf(clients, model)));
}

/** The training job whose artifact answers; of an endpoint the first variant's. @returns Undefined where it is not known. @throws What the requests throw. */
export async function jobBehind(
  clients: SdkClients,
  predictor: Predictor,
): Promise<DescribeTrainingJobResponse | undefined> {
  if (predictor.kind === 'trainingJob') return describeTrainingJob(clients, predictor.name);
  const [model = ''] = await modelsBehind(clients, predictor);
  return jobOf(clients, model);
}

async function modelsBehind(clients: SdkClients, { kind, name, variant }: Predictor): Promise<string[]> {
  if (kind !== 'endpoint') return [name];
  const { EndpointConfigName: config = '' } = await describeEndpoint(clients, name);
  const { ProductionVariants: variants = [] } = await describeEndpointConfig(clients, config);
  const asked = variants.filter(({ VariantName }) => variant === undefined || VariantName === variant);
  return [...new Set(asked.map(({ ModelName = '' }) => ModelName))];
}

async function jobOf(clients: SdkClients, model: string): Promise<DescribeTrainingJobResponse | undefined> {
  if (model === '') return undefined;
  const { PrimaryContainer: container, Containers: [first] = [] } = await describeModel(clients, model);
  const artifact = (container ?? first)?.ModelDataUrl ?? '';
  const jobName = jobNameOf(artifact);
  const job = jobName === undefined ? undefined : await describeTrainingJob(clients, jobName);
  return job?.ModelArtifacts?.S3ModelArtifacts === artifact ? job : undefined;
}
