import type {
  ContainerDefinition,
  CreateModelInput,
  DescribeModelOutput,
  DescribeTrainingJobResponse,
  VpcConfig,
} from '@aws-sdk/client-sagemaker';
import { servingImage } from '../../catalog/servingImage.ts';
import { UserError } from '../../shared/errors.ts';

/** What an endpoint can be made of, wherever it came from: everything that a model needs to be made, here or in another place. */
export interface DeployableModel {
  /** The job or model that it is of. */
  readonly origin: string;
  /** Registry URI, of training or of serving. */
  readonly image: string;
  readonly data?: ModelData;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn?: string;
  readonly vpc?: VpcConfig;
  readonly isIsolated: boolean;
}

/** Where a model's files are; `isArchive`: one `model.tar.gz`, else all objects under the URI. */
interface ModelData {
  readonly uri: string;
  readonly isArchive: boolean;
}

/**
 * What a completed training job made.
 * @throws UserError where that cannot be deployed, saying why.
 */
export function modelOfJob(job: DescribeTrainingJobResponse): DeployableModel {
  const { TrainingJobName: name = '', AlgorithmSpecification: algorithm, TrainingJobStatus: status } = job;
  if (status !== 'Completed' && status !== 'Stopped')
    throw new UserError(`The training job ${name} has no model (${status}); choose one that has completed.`);
  const uri = job.ModelArtifacts?.S3ModelArtifacts;
  if (!uri) throw new UserError(`The training job ${name} left no model artifact; choose another one.`);
  const image = algorithm?.TrainingImage;
  if (image === undefined)
    throw new UserError(
      `The training job ${name} ran the algorithm ${algorithm?.AlgorithmName ?? ''} of a package, which serves by a model package; deploy that in the console.`,
    );
  const isArchive = job.OutputDataConfig?.CompressionType !== 'NONE';
  return {
    origin: name,
    image,
    data: { uri, isArchive },
    environment: scriptEnvironment(job),
    ...(job.RoleArn !== undefined && { roleArn: job.RoleArn }),
    ...(job.VpcConfig && { vpc: job.VpcConfig }),
    isIsolated: job.EnableNetworkIsolation ?? false,
  };
}

/**
 * What stands in a model, so that it can be made in another place too.
 * @throws UserError for what can only be deployed where it is.
 */
export function modelOfModel(model: DescribeModelOutput): DeployableModel {
  const { ModelName: name = '', PrimaryContainer, Containers = [] } = model;
  const containers = PrimaryContainer === undefined ? Containers : [PrimaryContainer];
  const [container] = containers;
  if (containers.length !== 1 || container?.Image === undefined || container.Mode === 'MultiModel')
    throw new UserError(`The model ${name} has several containers, models or a package; deploy it where it is.`);
  const data = dataOf(container);
  return {
    origin: name,
    image: container.Image,
    ...(data && { data }),
    environment: container.Environment ?? {},
    ...(model.ExecutionRoleArn !== undefined && { roleArn: model.ExecutionRoleArn }),
    ...(model.VpcConfig && { vpc: model.VpcConfig }),
    isIsolated: model.EnableNetworkIsolation ?? false,
  };
}

function dataOf({ ModelDataUrl, ModelDataSource }: ContainerDefinition): ModelData | undefined {
  if (ModelDataUrl !== undefined) return { uri: ModelDataUrl, isArchive: true };
  const { S3Uri: uri, CompressionType } = ModelDataSource?.S3DataSource ?? {};
  return uri === undefined ? undefined : { uri, isArchive: CompressionType !== 'None' };
}

/** What a model is made for. */
export interface ModelPlace {
  readonly name: string;
  readonly region: string;
  readonly instanceType: string;
  /** Of the place where it is made; the model's own where that is the same. */
  readonly roleArn?: string;
}

/**
 * The `CreateModel` request.
 * @throws UserError where no image is known that serves it there.
 */
export function modelRequest(
  model: DeployableModel,
  { name, region, instanceType, roleArn }: ModelPlace,
): CreateModelInput {
  const image = servingImage(model.image, { region, instanceType });
  if (!image.ok) throw new UserError(`${model.origin} cannot be served: ${image.problem}`);
  const { data, environment, vpc, isIsolated } = model;
  const role = roleArn ?? model.roleArn;
  const hasVariables = Object.keys(environment).length > 0;
  return {
    ModelName: name,
    PrimaryContainer: {
      Image: image.uri,
      ...(data && dataMembers(data)),
      ...(hasVariables && {
        Environment: { ...environment, ...(namesRegion(environment) && { SAGEMAKER_REGION: region }) },
      }),
    },
    ...(role !== undefined && { ExecutionRoleArn: role }),
    ...(vpc && { VpcConfig: vpc }),
    ...(isIsolated && { EnableNetworkIsolation: true }),
  };
}

function dataMembers({ uri, isArchive }: ModelData): Pick<ContainerDefinition, 'ModelDataUrl' | 'ModelDataSource'> {
  if (isArchive) return { ModelDataUrl: uri };
  // All objects under a prefix, which has to end with a slash (API reference, S3ModelDataSource).
  const S3Uri = uri.endsWith('/') ? uri : `${uri}/`;
  return { ModelDataSource: { S3DataSource: { S3Uri, S3DataType: 'S3Prefix', CompressionType: 'None' } } };
}

/** The variables by which a container finds its script, as the SageMaker Python SDK sets them (model.py, `_script_mode_env_vars`). */
function scriptEnvironment({
  HyperParameters = {},
  Environment = {},
}: DescribeTrainingJobResponse): Record<string, string> {
  const program = plain(HyperParameters['sagemaker_program']) ?? Environment['SAGEMAKER_PROGRAM'];
  const source = plain(HyperParameters['sagemaker_submit_directory']) ?? Environment['SAGEMAKER_SUBMIT_DIRECTORY'];
  if (program === undefined && source === undefined) return {};
  return {
    ...(program !== undefined && { SAGEMAKER_PROGRAM: program }),
    ...(source !== undefined && { SAGEMAKER_SUBMIT_DIRECTORY: source }),
    SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
    SAGEMAKER_REGION: '',
  };
}

const namesRegion = (environment: DeployableModel['environment']): boolean => 'SAGEMAKER_REGION' in environment;

/** The SDK writes hyperparameters as JSON: `"train.py"`, quotes included. */
function plain(hyperparameter: string | undefined): string | undefined {
  if (hyperparameter === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(hyperparameter);
    return typeof value === 'string' ? value : hyperparameter;
  } catch {
    return hyperparameter; // written as it is
  }
}
