import { isDeepStrictEqual } from 'node:util';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import { inputNotHonoured } from './input/inputLimits.ts';
import type { RunnerName } from './runner.ts';

/** Something that a job asks for and that makes no difference here. */
export interface Ignored {
  /** The request's member, with a point before what is inside another. */
  readonly member: string;
  /** One line of the job's log. */
  readonly note: string;
}

/** What the local engine does instead, as the end of a sentence that begins with its name. */
const ignoredMembers: Readonly<Record<string, string>> = {
  'AlgorithmSpecification.ContainerArguments': 'runs no container that would take them',
  'AlgorithmSpecification.EnableSageMakerMetricsTimeSeries': 'keeps metrics in the log and in CloudWatch only',
  'AlgorithmSpecification.TrainingImageConfig': 'pulls no image',
  DebugHookConfig: 'has no Debugger, and saves no tensors',
  DebugRuleConfigurations: 'has no Debugger, and evaluates no rules',
  EnableInterContainerTrafficEncryption: 'runs all hosts on this machine, which their traffic does not leave',
  EnableManagedSpotTraining:
    'has no spot instances: nothing is interrupted, and BillableTimeInSeconds is what AWS would count without interruptions',
  EnableNetworkIsolation: 'does not keep the programs of a job from the network',
  ExperimentConfig: 'has no experiments, and adds the job to none',
  'InfraCheckConfig.EnableInfraCheck': 'has no health checks of instances',
  MlflowConfig: 'has no MLflow server',
  ModelPackageConfig: 'registers no model packages',
  'OutputDataConfig.KmsKeyId': 'does not encrypt what it uploads',
  ProfilerConfig: 'has no Debugger, and profiles nothing',
  ProfilerRuleConfigurations: 'has no Debugger, and evaluates no rules',
  'RemoteDebugConfig.EnableRemoteDebug': 'has no container to log in to',
  'ResourceConfig.InstancePlacementConfig': 'runs everything on this machine',
  'ResourceConfig.InstancePreferences': 'runs everything on this machine',
  'ResourceConfig.KeepAlivePeriodInSeconds': 'keeps no warm pool',
  'ResourceConfig.TrainingPlanArn': 'has no training plans',
  'ResourceConfig.VolumeKmsKeyId': 'does not encrypt the disk of this machine',
  RetryStrategy: 'runs a job once',
  'SessionChainingConfig.EnableSessionTagChaining': 'checks no permissions',
  'StoppingCondition.MaxPendingTimeInSeconds': 'lets a job wait for its turn as long as it takes',
  TensorBoardOutputConfig: 'uploads nothing for TensorBoard',
  VpcConfig: 'runs on this machine, in no VPC',
};

/** With the runner that has no process of its own. */
const inProcessMembers: Readonly<Record<string, string>> = {
  ...ignoredMembers,
  CheckpointConfig: 'writes no checkpoints with the in-process runner',
  EnableNetworkIsolation: 'does not isolate the in-process runner, which uses no network',
};

/**
 * What the SageMaker Python SDK sends unasked (estimator.py, pytorch and tensorflow estimators of 2.257.7), and the editor with it: nobody
 * misses it. Where rules go with it, somebody does.
 */
const sdkDefaults: Readonly<Record<string, (request: TrainingJobRequest) => boolean>> = {
  'AlgorithmSpecification.EnableSageMakerMetricsTimeSeries': ({ HyperParameters = {} }) =>
    'sagemaker_program' in HyperParameters,
  DebugHookConfig: ({ DebugHookConfig: hook, DebugRuleConfigurations: rules, OutputDataConfig: output }) =>
    isEmpty(rules) && saysOnly(hook, { S3OutputPath: output.S3OutputPath, CollectionConfigurations: [] }),
  ProfilerConfig: ({ ProfilerConfig: profiler, ProfilerRuleConfigurations: rules, OutputDataConfig: output }) =>
    isEmpty(rules) && saysOnly(profiler, { S3OutputPath: output.S3OutputPath, DisableProfiler: false }),
};

/** Whether an object has no member that is not among these, with the same value. */
function saysOnly(given: unknown, members: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(given as object).every(([name, value]) => isDeepStrictEqual(value, members[name]));
}

function isEmpty(list: unknown): boolean {
  return !Array.isArray(list) || list.length === 0;
}

/** What the job asks for that makes no difference here, so that nothing is ignored in silence. */
export function notHonoured(request: TrainingJobRequest, runner: RunnerName): Ignored[] {
  const members = runner === 'in-process' ? inProcessMembers : ignoredMembers;
  return [
    ...ignoredOf(request, members).filter(({ member }) => sdkDefaults[member]?.(request) !== true),
    ...inputNotHonoured(request),
  ];
}

/**
 * Those of a kind of job's members that make no difference here and are asked for.
 * @param members - What the local engine does instead, as the end of a sentence that begins with its name.
 */
export function ignoredOf(request: object, members: Readonly<Record<string, string>>): Ignored[] {
  return Object.entries(members)
    .filter(([member]) => isAsked(request, member))
    .map(([member, instead]) => ({ member, note: `${member} is not honoured: the local engine ${instead}.` }));
}

function isAsked(request: object, member: string): boolean {
  const value = member
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], request);
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return (value as { DisableProfiler?: boolean }).DisableProfiler !== true; // says that nothing is asked for
}
