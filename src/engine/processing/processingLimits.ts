import { hostCountOf, type HostRequest } from '../execution/jobHosts.ts';
import { mostHosts } from '../execution/limits.ts';
import { ignoredOf, type Ignored } from '../execution/notHonoured.ts';
import { isBelow } from '../services/sagemaker/processing/processingJobRules.ts';
import type {
  ProcessingInput,
  ProcessingJobRequest,
  ProcessingOutput,
} from '../services/sagemaker/processing/processingJobRecord.ts';
import { mlPath } from './processingSpace.ts';

/** What a processing job says of its hosts, as a training job says it. */
export function hostRequestOf({ ProcessingResources }: ProcessingJobRequest): HostRequest {
  return { ResourceConfig: { ...ProcessingResources.ClusterConfig } };
}

/**
 * What this engine cannot do for a job, before anything runs.
 * @returns One sentence without its full stop, or undefined when the job can run.
 */
export function unsupportedProcessing(request: ProcessingJobRequest): string | undefined {
  const hosts = hostCountOf(hostRequestOf(request));
  if (hosts > mostHosts)
    return `The job has ${hosts} instances and the local engine runs up to ${mostHosts}, all on this machine: set InstanceCount to ${mostHosts} or less`;
  for (const input of request.ProcessingInputs ?? []) {
    const obstacle = unsupportedInput(input);
    if (obstacle !== undefined) return `ProcessingInput ${input.InputName} ${obstacle}`;
  }
  for (const output of request.ProcessingOutputConfig?.Outputs ?? []) {
    const obstacle = unsupportedOutput(output);
    if (obstacle !== undefined) return `ProcessingOutput ${output.OutputName} ${obstacle}`;
  }
  return undefined;
}

function unsupportedInput({ AppManaged = false, S3Input: s3 }: ProcessingInput): string | undefined {
  if (s3 === undefined)
    return 'is a DatasetDefinition (Athena or Redshift), which the local engine does not query: copy its result to a bucket and use S3Input, or run this job on AWS';
  return s3.S3InputMode === 'Pipe' && !AppManaged
    ? 'uses S3InputMode Pipe, which the local engine has for training jobs only: set it to File, or run this job on AWS'
    : undefined;
}

function unsupportedOutput({ S3Output: s3, FeatureStoreOutput }: ProcessingOutput): string | undefined {
  if (FeatureStoreOutput !== undefined)
    return 'is a FeatureStoreOutput, and the local engine has no Feature Store: use S3Output, or run this job on AWS';
  return s3?.LocalPath === undefined || isBelow(mlPath, s3.LocalPath)
    ? undefined
    : `has the LocalPath '${s3.LocalPath}', and the local engine, which runs no container, has folders below ${mlPath} only: choose one such as /opt/ml/processing/output`;
}

/** What the local engine does instead, as the end of a sentence that begins with its name. */
const ignoredMembers: Readonly<Record<string, string>> = {
  ExperimentConfig: 'has no experiments, and adds the job to none',
  'NetworkConfig.EnableInterContainerTrafficEncryption':
    'runs all hosts on this machine, which their traffic does not leave',
  'NetworkConfig.EnableNetworkIsolation': 'does not keep the programs of a job from the network',
  'NetworkConfig.VpcConfig': 'runs on this machine, in no VPC',
  'ProcessingOutputConfig.KmsKeyId': 'does not encrypt what it uploads',
  'ProcessingResources.ClusterConfig.InstancePreferences': 'runs everything on this machine',
  'ProcessingResources.ClusterConfig.VolumeKmsKeyId': 'does not encrypt the disk of this machine',
};

/** What the job asks for that makes no difference here, so that nothing is ignored in silence. */
export function processingNotHonoured(request: ProcessingJobRequest): Ignored[] {
  return ignoredOf(request, ignoredMembers);
}
