import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type {
  CreateEndpointInput,
  CreateTransformJobRequest,
  DescribeModelOutput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import type { CreatableKind } from '../../jobs/clone/creation.ts';
import type { JsonObject } from '../../jobs/definitionReader.ts';
import type { ResolvedTraining } from '../../jobs/resolve.ts';
import { partPathsOf, partValueAt } from '../../jobs/trainingPart.ts';
import { tunedRanges } from '../../jobs/tuningValue.ts';
import { isMissing } from '../../sagemaker/awsErrors.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { describeEndpointConfig } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import { modelKind } from '../../sagemaker/resources/kinds/modelKind.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { wishFor } from '../endpoints/servingWish.ts';
import { runnerWishFor } from '../setup/runnerWishes.ts';

/**
 * How the local engine is to run what a request asks for: as its definition would be run, or its model be deployed, in this workspace. AWS is
 * never told.
 * @returns Undefined when the user cancelled.
 */
export async function wishForRequest(
  clients: SdkClients,
  kind: CreatableKind,
  request: JsonObject,
  log: (line: string) => void,
): Promise<RunnerWish | undefined> {
  const { connection } = clients;
  if (connection.kind !== 'local') return { runner: 'auto' };
  const served = await servedBy(clients, kind, request);
  if (served !== undefined) return wishFor(connection, served, log);
  const workspaceRoot = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const file = { path: join(workspaceRoot, 'job.yaml'), workspaceRoot };
  return runnerWishFor({ connection, file, job: { trainings: trainingsOf(kind, request), uploads: [] } }, log);
}

/** What of the request is to be trained; the other kinds train nothing. */
function trainingsOf(kind: CreatableKind, request: JsonObject): ResolvedTraining[] {
  if (kind !== 'trainingJob' && kind !== 'tuningJob') return [];
  const paths = partPathsOf(request, kind === 'trainingJob' ? 'training-job' : 'tuning-job');
  return paths.map((at) => ({
    request: partValueAt(request, at) as unknown as ResolvedTraining['request'],
    ranges: at.length === 0 ? [] : tunedRanges(request, at),
  }));
}

/** The container that answers for it; undefined where none does, or where it is not there, which the service says better. */
async function servedBy(clients: SdkClients, kind: CreatableKind, request: JsonObject) {
  try {
    const name = await modelNameOf(clients, kind, request);
    if (name === undefined) return undefined;
    const { PrimaryContainer, Containers = [] } = (await modelKind.describe(clients, name)) as DescribeModelOutput;
    const { Image: image = '', Environment: environment = {} } = PrimaryContainer ?? Containers[0] ?? {};
    return { image, environment };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function modelNameOf(clients: SdkClients, kind: CreatableKind, request: JsonObject): Promise<string | undefined> {
  if (kind === 'transformJob') return (request as unknown as CreateTransformJobRequest).ModelName;
  if (kind !== 'endpoint') return undefined;
  const { EndpointConfigName: name = '' } = request as unknown as CreateEndpointInput;
  const { ProductionVariants: [variant] = [] as ProductionVariant[] } = await describeEndpointConfig(clients, name);
  return variant?.ModelName;
}
