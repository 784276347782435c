import type { Connection } from '../../sagemaker/connection.ts';
import { baseJobName } from '../jobName.ts';
import type { JsonObject } from '../definitionReader.ts';
import { named, replacements } from './cloneText.ts';
import { creationOf, creations, type CreatableKind } from './creation.ts';
import { withOwnOutputs } from './outputPaths.ts';
import { PythonName, pythonArguments, pythonText } from './pythonLiteral.ts';

type Place = Pick<Connection, 'kind' | 'region' | 'endpoint' | 'profile'>;

/** What is added to a name so that it is new, as `time.strftime` writes it, and how many characters that is. */
const stamps = { long: ['-%Y-%m-%d-%H-%M-%S', 20], short: ['-%y%m%d-%H%M%S', 14] } as const;

/** boto3's waiters for what takes its time (botocore, sagemaker/2017-07-24/waiters-2.json). */
const waiters: Readonly<Partial<Record<CreatableKind, string>>> = {
  trainingJob: 'training_job_completed_or_stopped',
  transformJob: 'transform_job_completed_or_stopped',
  processingJob: 'processing_job_completed_or_stopped',
  endpoint: 'endpoint_in_service',
  notebook: 'notebook_instance_in_service',
};

/** A program for boto3 that creates a resource again, under a new name, and waits until it is there; comments ahead tell whose outputs it would replace. */
export function createCode(kind: CreatableKind, name: string, request: JsonObject, place: Place): string {
  const { method, nameField } = creationOf(kind, request);
  const waiter = waiters[kind];
  const own = withOwnOutputs(kind, request, nameBetween);
  const lines = [
    nameLine(kind, name),
    `sagemaker.${method}(${pythonArguments(named(kind, own, name), { [nameField]: new PythonName('name') })})`,
    ...(waiter === undefined ? [] : [waitLine(waiter, nameField, place)]),
    ...resultLines(kind),
  ];
  return [...replacements(kind, request, own), program(place, lines)].join('\n');
}

/** A program for boto3 that sends one row to an endpoint. */
export function callEndpointCode(endpoint: string, place: Place): string {
  return program(place, invokeLines(pythonText(endpoint), place));
}

/** A program for boto3 that deploys a model, sends it one row, and deletes the endpoint, which costs as long as it is there. */
export function callModelCode(model: string, place: Place): string {
  const variant = {
    VariantName: 'AllTraffic',
    ModelName: model,
    InstanceType: 'ml.m5.large',
    InitialInstanceCount: 1,
  };
  const indented = (line: string): string => line.replaceAll(/^(?=.)/gm, '    ');
  return program(place, [
    nameLine('endpoint', model),
    `sagemaker.create_endpoint_config(${pythonArguments({ EndpointConfigName: '', ProductionVariants: [variant] }, { EndpointConfigName: new PythonName('name') })})`,
    'try:',
    indented('sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)'),
    indented(waitLine('endpoint_in_service', 'EndpointName', place)),
    ...invokeLines('name', place).map(indented),
    'finally:',
    indented('# An endpoint costs as long as it is there.'),
    indented('sagemaker.delete_endpoint(EndpointName=name)'),
    indented('sagemaker.delete_endpoint_config(EndpointConfigName=name)'),
  ]);
}

/** A text with the variable `name` in it. */
function nameBetween(before: string, after: string): PythonName {
  return new PythonName([pythonText(before), 'name', ...(after === '' ? [] : [pythonText(after)])].join(' + '));
}

function program(place: Place, lines: readonly string[]): string {
  const { kind, region, profile } = place;
  const session = [
    ...(profile === undefined ? [] : [`profile_name=${pythonText(profile)}`]),
    `region_name=${pythonText(region)}`,
  ];
  const body = lines.join('\n');
  return [
    ...(kind === 'local'
      ? ['# The keys of the local engine: paste what "SageMaker: Copy Environment of the Local Engine" copies before.']
      : []),
    ...(/\btime\./.test(body) ? ['import time', ''] : []),
    'import boto3',
    '',
    `session = boto3.Session(${session.join(', ')})`,
    ...(/\bsagemaker\./.test(body) ? [`sagemaker = ${clientText('sagemaker', place)}`] : []),
    '',
    body,
    '',
  ].join('\n');
}

function clientText(service: string, { endpoint }: Place): string {
  const url = endpoint === undefined ? '' : `, endpoint_url=${pythonText(endpoint)}`;
  return `session.client(${pythonText(service)}${url})`;
}

function nameLine(kind: CreatableKind, name: string): string {
  const { maxNameLength } = creations[kind];
  const [format, length] = stamps[maxNameLength >= 2 * stamps.long[1] ? 'long' : 'short'];
  const base = baseJobName(name)
    .slice(0, maxNameLength - length)
    .replace(/-+$/, '');
  return `name = ${pythonText(base)} + time.strftime(${pythonText(format)}, time.gmtime())`;
}

function waitLine(waiter: string, nameField: string, { kind }: Place): string {
  const every = kind === 'local' ? 2 : 30;
  const config = `{"Delay": ${every}, "MaxAttempts": ${(24 * 60 * 60) / every}}`;
  return `sagemaker.get_waiter("${waiter}").wait(${nameField}=name, WaiterConfig=${config})`;
}

function resultLines(kind: CreatableKind): string[] {
  if (kind !== 'trainingJob') return ['print(name)'];
  return [
    'job = sagemaker.describe_training_job(TrainingJobName=name)',
    'print(name, job["TrainingJobStatus"], job["ModelArtifacts"]["S3ModelArtifacts"])',
  ];
}

function invokeLines(endpoint: string, place: Place): string[] {
  return [
    `runtime = ${clientText('sagemaker-runtime', place)}`,
    'row = "0.1,0.2"  # the features of one row, without its label, as the model was trained on them',
    `answer = runtime.invoke_endpoint(EndpointName=${endpoint}, ContentType="text/csv", Body=row)`,
    'print(answer["Body"].read().decode())',
  ];
}
