import { parseS3Uri } from '../../../store/s3Uri.ts';
import { invalidDataProcessing } from '../../../transform/processing/dataProcessing.ts';
import type { ModelRequest } from '../models/modelRecord.ts';
import type { TransformJobRequest } from './transformJobRecord.ts';

/** The service's own limit for one request, and for all that are under way together (API reference, CreateTransformJob). */
const largestPayloadMB = 100;

/** Instances of one job that run here. */
export const mostInstances = 20;

/** What CreateTransformJob refuses beyond the model of its shapes. @returns One sentence. */
export function invalidTransform(request: TransformJobRequest): string | undefined {
  const { MaxPayloadInMB: payload = 6, MaxConcurrentTransforms: concurrent = 1 } = request;
  if (payload > largestPayloadMB) return `MaxPayloadInMB must be at most ${largestPayloadMB}, but is ${payload}.`;
  if (payload * concurrent > largestPayloadMB)
    return `MaxPayloadInMB times MaxConcurrentTransforms must be at most ${largestPayloadMB} MB, but is ${payload * concurrent} MB.`;
  const { S3DataType: type } = request.TransformInput.DataSource.S3DataSource;
  if (type !== 'S3Prefix' && type !== 'ManifestFile')
    return `A transform job reads S3DataType S3Prefix and ManifestFile, and TransformInput has ${type}.`;
  const { S3OutputPath: output } = request.TransformOutput;
  if (parseS3Uri(output).bucket === '')
    return `TransformOutput.S3OutputPath is '${output}', which names no bucket: write it as s3://bucket/key.`;
  if (request['DataCaptureConfig'] !== undefined)
    return 'The local engine does not serve data capture today (DataCaptureConfig): leave it out, or use AWS.';
  return invalidDataProcessing(request);
}

/** What the job asks for that makes no difference here; each is a line of its log, so that nothing is ignored in silence. */
export function transformNotHonoured(request: TransformJobRequest, model: ModelRequest): string[] {
  const { TransformOutput: output, TransformResources: resources } = request;
  const asked: [member: string, isAsked: boolean, note: string][] = [
    [
      'InstanceCount',
      resources.InstanceCount > mostInstances,
      `starts at most ${mostInstances} instances of a job, each of which is a process of this machine`,
    ],
    ['TransformOutput.KmsKeyId', (output.KmsKeyId ?? '') !== '', 'encrypts nothing with KMS'],
    ['VolumeKmsKeyId', resources['VolumeKmsKeyId'] !== undefined, 'encrypts nothing with KMS'],
    ['TransformAmiVersion', resources['TransformAmiVersion'] !== undefined, 'has no machine images'],
    ['ExperimentConfig', request['ExperimentConfig'] !== undefined, 'keeps no experiments'],
    ["The model's VpcConfig", model['VpcConfig'] !== undefined, 'runs on this machine, in no VPC'],
    [
      "The model's EnableNetworkIsolation",
      model.EnableNetworkIsolation === true,
      "does not keep a model's program from the network",
    ],
  ];
  return asked
    .filter(([, isAsked]) => isAsked)
    .map(([member, , note]) => `${member} is not honoured: the local engine ${note}.`);
}
