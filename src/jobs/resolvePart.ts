import { parseImage, resolveImage } from '../catalog/images.ts';
import { UserError } from '../shared/errors.ts';
import type { ParsedDefinition } from './definition.ts';
import type { JsonObject } from './definitionReader.ts';
import { labelsBeside } from './labelsFile.ts';
import { findLocalData } from './localData.ts';
import { packLocalData, type Upload } from './pack.ts';
import type { ResolveContext } from './resolveContext.ts';
import { findSource } from './source/findSource.ts';
import { packSource } from './source/packSource.ts';
import { scriptRequest } from './source/scriptRequest.ts';
import { manifestOf, type SourceManifest } from './source/sourceManifest.ts';
import { channelsOf, imagePath, instanceTypeOf, valueAt, withoutScript, withValueAt } from './trainingJobValue.ts';

interface PartContext extends ResolveContext {
  readonly definition: ParsedDefinition;
  readonly bucket: string;
  /** Of the whole definition's job. */
  readonly jobName: string;
  /** Whether a tuning job runs it. */
  readonly isTuned: boolean;
  readonly add: (upload: Upload) => void;
}

interface ResolvedPart {
  readonly value: JsonObject;
  readonly runsScript: boolean;
  readonly source?: SourceManifest;
}

/** Replaces the conveniences of what describes training jobs, which is in the shape of CreateTrainingJob. */
export async function resolvePart(part: JsonObject, context: PartContext): Promise<ResolvedPart> {
  const { target, bucket, definition, jobName, isTuned } = context;
  let value = part;
  for (const { localPath, uriPath } of channelsOf(value)) {
    if (localPath === undefined) continue;
    const data = await findLocalData(localPath, { ...context, definitionPath: definition.path });
    if ('code' in data) throw new UserError(data.message);
    const labels = await labelsBeside(data, localPath, { ...context, definitionPath: definition.path });
    const packed = await packLocalData(data, bucket, context, labels);
    packed.uploads.forEach(context.add);
    value = withValueAt(value, uriPath, packed.uri);
  }
  value = withImage(value, target.region);
  value['RoleArn'] ??= roleOf(target, definition.fileName);
  value['OutputDataConfig'] ??= { S3OutputPath: `s3://${bucket}/workbench/output` };
  const script = await resolveScript(part, context);
  if (script === undefined) return { value, runsScript: false };
  if (script.upload !== undefined) context.add(script.upload);
  const place = { ...script, region: target.region, jobName, isTuned };
  const { source } = script;
  return { value: scriptRequest(withoutScript(value), place), runsScript: true, ...(source && { source }) };
}

/** The script of a definition, where it will stand, and what there is to send; undefined without one. */
async function resolveScript(part: JsonObject, context: PartContext) {
  const found = await findSource(part, { ...context, definitionPath: context.definition.path });
  if (found === undefined) return undefined;
  if ('code' in found) throw new UserError(found.message);
  const { entryPoint, local, uri: given = '' } = found;
  if (local === undefined) return { entryPoint, uri: given };
  const { upload, uri } = await packSource(local, context.bucket, context);
  return { entryPoint, uri, upload, source: manifestOf(entryPoint, local, uri) };
}

function roleOf({ roleArn, kind, accountId }: ResolveContext['target'], fileName: string): string {
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
