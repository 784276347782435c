import type { CreateHyperParameterTuningJobRequest, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import type { ServiceModel } from '../serviceModel/serviceModel.ts';
import { validateRequest, validationMessage } from '../serviceModel/validate.ts';
import { UserError } from '../shared/errors.ts';
import type { ParsedDefinition } from './definition.ts';
import type { DefinitionKind } from './definitionKind.ts';
import type { JsonObject } from './definitionReader.ts';
import { uniqueJobName } from './jobName.ts';
import type { Upload } from './pack.ts';
import type { ResolveContext } from './resolveContext.ts';
import { resolvePart } from './resolvePart.ts';
import type { SourceManifest } from './source/sourceManifest.ts';
import { withJsonCategories } from './source/scriptRequest.ts';
import { withValueAt } from './trainingJobValue.ts';
import { partAsWritten, partPathsOf, partValueAt } from './trainingPart.ts';
import { tunedRanges, type TunedRange } from './tuningValue.ts';

export type JobRequest = CreateTrainingJobRequest | CreateHyperParameterTuningJobRequest;

/** What training jobs are asked for: the one of a training job's definition, or those of a job definition of a tuning job's. */
export interface ResolvedTraining {
  /** Without what a tuning job chooses. */
  readonly request: Omit<CreateTrainingJobRequest, 'TrainingJobName'>;
  /** What a tuning job chooses from. */
  readonly ranges: readonly TunedRange[];
  /** What the script's archive among the uploads holds. */
  readonly source?: SourceManifest;
}

/** A request exactly as it will be sent, and what must be in S3 before. */
export interface ResolvedJob<Request extends JobRequest = JobRequest> {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly request: Request;
  readonly bucket: string;
  readonly uploads: readonly Upload[];
  readonly trainings: readonly ResolvedTraining[];
}

/**
 * Turns a definition without errors into the API's own request. Nothing is sent.
 * Throws a UserError when the connection lacks what the definition leaves out, or when the data have changed since they were checked.
 */
export async function resolveJob(definition: ParsedDefinition, context: ResolveContext): Promise<ResolvedJob> {
  const { target, clock, model } = context;
  const { kind } = definition;
  const bucket = bucketOf(target);
  const name = uniqueJobName(String(definition.value[kind.nameField]), clock.now(), kind);
  const uploads = new Map<string, Upload>();
  const trainings: ResolvedTraining[] = [];
  let value: JsonObject = { ...structuredClone(definition.value), [kind.nameField]: name };
  for (const at of partPathsOf(value, kind.name)) {
    const part = await resolvePart(partValueAt(value, at), {
      ...context,
      definition,
      bucket,
      jobName: name,
      isTuned: at.length > 0,
      add: (upload) => uploads.set(upload.key, upload),
    });
    value = at.length === 0 ? part.value : withValueAt(value, at, partAsWritten(part.value, at));
    if (part.runsScript && at.length > 0) value = withJsonCategories(value, at);
    const request = part.value as unknown as CreateTrainingJobRequest;
    const ranges = at.length === 0 ? [] : tunedRanges(value, at);
    trainings.push({ request, ranges, ...(part.source && { source: part.source }) });
  }
  return { kind, name, request: checked(value, kind, model), bucket, uploads: [...uploads.values()], trainings };
}

/** The bucket that the SageMaker Python SDK uses as well. */
function bucketOf({ bucket, region, accountId }: ResolveContext['target']): string {
  return bucket ?? `sagemaker-${region}-${accountId}`;
}

/** What passes here satisfies every constraint of the API's model, so its type is the API's. */
function checked(value: JsonObject, { operation }: DefinitionKind, model: ServiceModel): JobRequest {
  const violations = validateRequest(model, model.inputOf(operation), value);
  if (violations.length > 0) throw new UserError(`The resolved request is not valid: ${validationMessage(violations)}`);
  return value as unknown as JobRequest;
}
