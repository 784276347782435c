import { reasonText } from '../sagemaker/serviceProblem.ts';
import { UserError } from '../shared/errors.ts';
import { parseDefinition, type ParsedDefinition } from './definition.ts';
import { diagnose } from './diagnose.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import type { Finding } from './finding.ts';
import { resolveJob, type JobRequest, type ResolvedJob } from './resolve.ts';
import type { ResolveContext } from './resolveContext.ts';
import type { DefinitionKind } from './definitionKind.ts';
import { uploadAll, type ObjectUploader, type UploadProgress } from './upload.ts';

export interface SendContext {
  readonly files: DefinitionFiles;
  readonly uploader: ObjectUploader;
  /** @returns The ARN of the new job. */
  readonly create: (job: ResolvedJob) => Promise<string>;
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface SubmittedJob {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly arn: string;
  readonly request: JobRequest;
}

/** A definition with errors, which was therefore not sent. */
export class DefinitionError extends UserError {
  constructor(
    readonly definition: ParsedDefinition,
    readonly findings: readonly Finding[],
  ) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    // What is missing often follows from a misspelt name, so that is named first.
    const first = errors.find(({ code }) => code === 'unknown-field') ?? errors[0];
    const line = definition.text.slice(0, first?.start ?? 0).split('\n').length;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more in the Problems view)` : '';
    super(`${definition.fileName} line ${line}: ${first?.message ?? 'not valid.'}${more}`, { about: 'definition' });
  }
}

/**
 * From a resolved job to a running one: uploads, then creates. Until the last step nothing but objects named by their content has
 * been made.
 */
export async function sendJob(job: ResolvedJob, context: SendContext): Promise<SubmittedJob> {
  const { kind, name, request, bucket, uploads } = job;
  if (uploads.length > 0) await uploadAll(bucket, uploads, context);
  context.signal?.throwIfAborted();
  try {
    return { kind, name, arn: await context.create(job), request };
  } catch (error) {
    throw new UserError(`SageMaker did not take the job ${name}: ${reasonText(error)}`, { cause: error });
  }
}

/**
 * What a definition stands for, once it has no errors; nothing is sent.
 * @throws DefinitionError naming the first of its errors.
 */
export async function resolveChecked(
  file: { text: string; path: string },
  context: ResolveContext,
): Promise<ResolvedJob> {
  const definition = parseDefinition(file.text, file);
  const findings = await diagnose(definition, { ...context, region: context.target.region });
  refuseErrors(definition, findings);
  return resolveJob(definition, context);
}

/** @throws DefinitionError when one of the findings is an error. */
export function refuseErrors(definition: ParsedDefinition, findings: readonly Finding[]): void {
  if (findings.some(({ severity }) => severity === 'error')) throw new DefinitionError(definition, findings);
}
