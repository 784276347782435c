import type { ModelRequest } from '../models/modelRecord.ts';
import type { TransformJobRequest } from './transformJobRecord.ts';

/** The service's own limit for one request, and for all that are under way together (API reference, CreateTransformJob). */
const largestPayloadMB = 100;

/** What CreateTransformJob refuses beyond the model of its shapes. @returns One sentence. */
export function invalidTransform(request: TransformJobRequest): string | undefined {
  const { MaxPayloadInMB: payload = 6, MaxConcurrentTransforms: concurrent = 1 } = request;
  if (payload > largestPayloadMB) return `MaxPayloadInMB must be at most ${largestPayloadMB}, but is ${payload}.`;
  if (payload * concurrent > largestPayloadMB)
    return `MaxPayloadInMB times MaxConcurrentTransforms must be at most ${largestPayloadMB} MB, but is ${payload * concurrent} MB.`;
  return undefined;
}

/** What this engine cannot do for a job, before anything runs. @returns One sentence without its full stop. */
export function unsupportedTransform({ TransformInput: input }: TransformJobRequest): string | undefined {
  const { S3DataType: type } = input.DataSource.S3DataSource;
  if (type !== 'S3Prefix' && type !== 'ManifestFile')
    return `TransformInput uses S3DataType ${type}; the local engine reads S3Prefix and ManifestFile`;
  const { SplitType: split = 'None' } = input;
  if (split !== 'None' && split !== 'Line')
    return `TransformInput uses SplitType ${split}; the local engine splits by Line or not at all (None): choose one of them, or run this job on AWS`;
  return undefined;
}

/** What the job asks for that makes no difference here; each is a line of its log, so that nothing is ignored in silence. */
export function transformNotHonoured(request: TransformJobRequest, model: ModelRequest): string[] {
  const { TransformOutput: output, TransformResources: resources } = request;
  const asked: [member: string, isAsked: boolean, note: string][] = [
    ['InstanceCount', resources.InstanceCount > 1, 'answers with one instance, whatever their number'],
    ['TransformOutput.KmsKeyId', (output.KmsKeyId ?? '') !== '', 'encrypts nothing with KMS'],
    ['VolumeKmsKeyId', resources['VolumeKmsKeyId'] !== undefined, 'encrypts nothing with KMS'],
    ['TransformAmiVersion', resources['TransformAmiVersion'] !== undefined, 'has no machine images'],
    ['DataCaptureConfig', request['DataCaptureConfig'] !== undefined, 'captures no data'],
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
