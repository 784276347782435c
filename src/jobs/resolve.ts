import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { parseImage, resolveImage } from '../catalog/images.ts';
import type { ServiceModel } from '../serviceModel/serviceModel.ts';
import { validateRequest, validationMessage } from '../serviceModel/validate.ts';
import type { Clock } from '../shared/clock.ts';
import { UserError } from '../shared/errors.ts';
import type { ParsedDefinition } from './definition.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import type { JsonObject } from './definitionReader.ts';
import { uniqueJobName } from './jobName.ts';
import { findLocalData } from './localData.ts';
import { packLocalData, type Upload } from './pack.ts';
import { findSource } from './source/findSource.ts';
import { packSource } from './source/packSource.ts';
import { scriptRequest } from './source/scriptRequest.ts';
import { manifestOf, type SourceManifest } from './source/sourceManifest.ts';
import { channelsOf, imagePath, instanceTypeOf, valueAt, withoutScript, withValueAt } from './trainingJobValue.ts';

/** What a connection contributes to a request. */
interface SubmitTarget {
  readonly kind: 'local' | 'aws';
  readonly region: string;
  readonly accountId: string;
  /** For definitions without RoleArn; the local engine needs none of its own. */
  readonly roleArn?: string;
  /** For uploads and artifacts; SageMaker's own default bucket when not set. */
  readonly bucket?: string;
}

export interface ResolveContext {
  readonly target: SubmitTarget;
  readonly model: ServiceModel;
  readonly files: DefinitionFiles;
  readonly workspaceRoot: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** A request exactly as it will be sent, and what must be in S3 before. */
export interface ResolvedTrainingJob {
  readonly request: CreateTrainingJobRequest;
  readonly bucket: string;
  readonly uploads: readonly Upload[];
  /** What the script's archive among them holds. */
  readonly source?: SourceManifest;
}

/**
 * Turns a definition without errors into the API's own request. Nothing is sent.
 * Throws a UserError when the connection lacks what the definition leaves out, or when the data have changed since they were checked.
 */
export async function resolveTrainingJob(
  definition: ParsedDefinition,
  context: ResolveContext,
): Promise<ResolvedTrainingJob> {
  const { target, clock, model } = context;
  const bucket = bucketOf(target);
  let value = structuredClone(definition.value);
  const uploads = new Map<string, Upload>();
  for (const { localPath, uriPath } of channelsOf(value)) {
    if (localPath === undefined) continue;
    const data = await findLocalData(localPath, { ...context, definitionPath: definition.path });
    if ('code' in data) throw new UserError(data.message);
    const packed = await packLocalData(data, bucket, context);
    for (const upload of packed.uploads) uploads.set(upload.key, upload);
    value = withValueAt(value, uriPath, packed.uri);
  }
  value = withImage(value, target.region);
  value['RoleArn'] ??= roleOf(target, definition.fileName);
  value['OutputDataConfig'] ??= { S3OutputPath: `s3://${bucket}/workbench/output` };
  value['TrainingJobName'] = uniqueJobName(String(value['TrainingJobName']), clock.now());
  const script = await resolveScript(definition, bucket, context);
  if (script === undefined) return { request: checked(value, model), bucket, uploads: [...uploads.values()] };
  if (script.upload !== undefined) uploads.set(script.upload.key, script.upload);
  const request = scriptRequest(withoutScript(value), { ...script, region: target.region });
  const { source } = script;
  return { request: checked(request, model), bucket, uploads: [...uploads.values()], ...(source && { source }) };
}

/** The script of a definition, where it will stand, and what there is to send; undefined without one. */
async function resolveScript(definition: ParsedDefinition, bucket: string, context: ResolveContext) {
  const found = await findSource(definition.value, { ...context, definitionPath: definition.path });
  if (found === undefined) return undefined;
  if ('code' in found) throw new UserError(found.message);
  const { entryPoint, local, uri: given = '' } = found;
  if (local === undefined) return { entryPoint, uri: given };
  const { upload, uri } = await packSource(local, bucket, context);
  return { entryPoint, uri, upload, source: manifestOf(entryPoint, local, uri) };
}

/** The bucket that the SageMaker Python SDK uses as well. */
function bucketOf({ bucket, region, accountId }: SubmitTarget): string {
  return bucket ?? `sagemaker-${region}-${accountId}`;
}

function roleOf({ roleArn, kind, accountId }: SubmitTarget, fileName: string): string {
  if (roleArn !== undefined) return roleArn;
  if (kind === 'local') return `arn:aws:iam::${accountId}:role/service-role/SageMakerWorkbenchLocal`;
  throw new UserError(
    `${fileName} names no RoleArn, and no default role is chosen for this account: add the role that the job is to run as.`,
  );
}

function withImage(value: JsonObject, region: string): JsonObject {
  const image = valueAt(value, imagePath);
  const reference = typeof image === 'string' ? parseImage(image) : undefined;
  if (reference?.kind !== 'short') return value;
  const resolved = resolveImage(reference, { region, instanceType: instanceTypeOf(value) });
  if (!resolved.ok) throw new UserError(resolved.problem);
  return withValueAt(value, imagePath, resolved.uri);
}

/** What passes here satisfies every constraint of the API's model, so its type is the API's. */
function checked(value: JsonObject, model: ServiceModel): CreateTrainingJobRequest {
  const violations = validateRequest(model, model.inputOf('CreateTrainingJob'), value);
  if (violations.length > 0) throw new UserError(`The resolved request is not valid: ${validationMessage(violations)}`);
  return value as unknown as CreateTrainingJobRequest;
}
