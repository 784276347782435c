import type { CreateHyperParameterTuningJobRequest, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { ensureBucket } from '../sagemaker/buckets.ts';
import type { SdkClients } from '../sagemaker/clients.ts';
import { objectSize, putFile } from '../sagemaker/objects.ts';
import type { Session } from '../sagemaker/session.ts';
import { createTrainingJob } from '../sagemaker/trainingJobs.ts';
import { createTuningJob } from '../sagemaker/tuningJobs.ts';
import { platform } from '../shared/node/platform.ts';
import type { RunnerWish } from '../shared/node/runnerWish.ts';
import { loadServiceModel } from '../serviceModel/serviceModel.ts';
import type { Clock } from '../shared/clock.ts';
import { cliCommand } from './cliCommand.ts';
import { parseDefinition } from './definition.ts';
import { tuningJobKind, type DefinitionKind } from './definitionKind.ts';
import { diagnose } from './diagnose.ts';
import { awsOnly } from './diagnoseAlgorithm.ts';
import type { Finding } from './finding.ts';
import { nodeDefinitionFiles } from './nodeDefinitionFiles.ts';
import type { JobRequest, ResolvedJob } from './resolve.ts';
import type { ResolveContext } from './resolveContext.ts';
import { resolvedText } from './resolvedText.ts';
import { refuseErrors, resolveChecked, sendJob, type SubmittedJob } from './submit.ts';
import type { UploadProgress } from './upload.ts';

/** A definition as it stands in the editor; `path` and `workspaceRoot` are absolute. */
export interface DefinitionFile {
  readonly text: string;
  readonly path: string;
  readonly workspaceRoot: string;
}

/**
 * Reads and checks a definition without a connection, so that a bad one starts nothing.
 * @param place - Where it is to be run, where that is known: what the local engine does not have is an error there.
 * @throws DefinitionError naming the first of its errors.
 */
export async function checkDefinition(file: DefinitionFile, place?: 'local'): Promise<void> {
  const definition = parseDefinition(file.text, file);
  const findings = await diagnose(definition, { ...(await checks()), workspaceRoot: file.workspaceRoot });
  const isError = ({ code }: Finding): boolean => place === 'local' && code === awsOnly;
  refuseErrors(
    definition,
    findings.map((finding) => (isError(finding) ? { ...finding, severity: 'error' } : finding)),
  );
}

/** What was chosen for a connection, for what a definition leaves out. */
interface ChosenDefaults {
  readonly roleArn?: string;
  readonly bucket?: string;
}

/**
 * What a definition stands for at a connection; nothing is sent.
 * @throws DefinitionError naming the first of its errors.
 */
export async function resolveFor(
  at: Pick<Session, 'connection'>,
  file: DefinitionFile,
  clock: Clock,
  chosen: ChosenDefaults = {},
): Promise<ResolvedJob> {
  const { target, ...context } = await contextFor(at, file, clock);
  return resolveChecked(file, { ...context, target: { ...target, ...chosen } });
}

/** Uploads what a resolved job needs, and creates it. @param options - `wish`: how the local engine is to run it. */
export async function sendTo(
  { clients }: Session,
  job: ResolvedJob,
  {
    wish,
    ...options
  }: { wish?: RunnerWish; signal?: AbortSignal; onProgress?: (progress: UploadProgress) => void } = {},
): Promise<SubmittedJob> {
  return sendJob(job, {
    ...options,
    files: nodeDefinitionFiles,
    uploader: {
      ensureBucket: (bucket) => ensureBucket(clients, bucket),
      head: (bucket, key) => objectSize(clients, bucket, key),
      put: (bucket, key, content, signal) => putFile(clients, bucket, key, content, signal),
    },
    create: ({ kind, request }) => create(clients, kind, request, wish),
  });
}

/** The request that a definition stands for, as YAML; nothing is sent. */
export async function resolvedRequestOf(
  at: Pick<Session, 'connection'>,
  file: DefinitionFile,
  clock: Clock,
  chosen: ChosenDefaults = {},
): Promise<string> {
  return resolvedText(await resolveFor(at, file, clock, chosen));
}

/** The command that sends the same from a terminal; nothing is sent. */
export async function cliCommandOf(
  at: Pick<Session, 'connection'>,
  file: DefinitionFile,
  clock: Clock,
  chosen: ChosenDefaults,
): Promise<string> {
  return cliCommand(await resolveFor(at, file, clock, chosen), at.connection, platform);
}

function create(
  clients: SdkClients,
  kind: DefinitionKind,
  request: JobRequest,
  wish: RunnerWish | undefined,
): Promise<string> {
  // A resolved request satisfies the model of its kind's operation.
  if (kind === tuningJobKind) return createTuningJob(clients, request as CreateHyperParameterTuningJobRequest, wish);
  return createTrainingJob(clients, request as CreateTrainingJobRequest, wish);
}

async function contextFor(
  { connection }: Pick<Session, 'connection'>,
  { workspaceRoot }: DefinitionFile,
  clock: Clock,
): Promise<ResolveContext> {
  const { kind, region, accountId } = connection;
  return {
    target: { kind, region, accountId },
    ...(await checks()),
    workspaceRoot,
    clock,
  };
}

const checks = async () => ({ model: await loadServiceModel(), files: nodeDefinitionFiles });
