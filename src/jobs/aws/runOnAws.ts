import { createBucket, lookAtBucket } from '../../sagemaker/buckets.ts';
import { listTrainingRoles, type TrainingRole } from '../../sagemaker/roles.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { UserError, messageOf } from '../../shared/errors.ts';
import { parseDefinition, type ParsedDefinition } from '../definition.ts';
import type { Finding } from '../finding.ts';
import type { ResolvedJob } from '../resolve.ts';
import { refuseErrors, type SubmittedJob } from '../submit.ts';
import { resolveFor, sendTo, type DefinitionFile } from '../submitTo.ts';
import type { UploadProgress } from '../upload.ts';
import { trainingPartsOf } from '../trainingPart.ts';
import { preflight } from './preflight.ts';
import type { RunDefaults } from './runDefaults.ts';
import { runPrice } from './runPrice.ts';
import { runSummary, type RunSummary } from './runSummary.ts';

/** What to pick a role from; `denied` says why there is nothing to pick from. */
export interface RoleOffer {
  readonly accountId: string;
  readonly roles: readonly TrainingRole[];
  readonly denied?: string;
}

/** What the user is asked on the way; undefined or false ends the run before anything was made. */
export interface RunQuestions {
  chooseRole(offer: RoleOffer): Promise<string | undefined>;
  /** @param problem - Why the bucket that was meant cannot be used. */
  chooseBucket(problem: string): Promise<string | undefined>;
  confirm(summary: RunSummary): Promise<boolean>;
}

export interface RunParts {
  readonly questions: RunQuestions;
  readonly defaults: RunDefaults;
  readonly clock: Clock;
  /** Told what AWS has to say about the definition; an empty list when there is nothing. */
  readonly onFindings: (findings: readonly Finding[]) => void;
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * From a definition to a job in an account. Until the user has confirmed, nothing is made and nothing is sent.
 * @returns The job, or undefined when the user ended it.
 * @throws UserError with the one thing that is wrong.
 */
export async function runOnAws(
  session: Session,
  file: DefinitionFile,
  parts: RunParts,
): Promise<SubmittedJob | undefined> {
  const definition = parseDefinition(file.text, file);
  const roleArn = await roleFor(session, definition, parts);
  if (roleArn === undefined) return undefined;
  await checkAtAws(session, definition, roleArn, parts);
  const resolved = await resolveIntoBucket(session, file, roleArn, parts);
  if (resolved === undefined) return undefined;
  const { job, newBucket } = resolved;
  const price = await runPrice(job, session.prices, parts.clock);
  parts.signal?.throwIfAborted();
  if (!(await parts.questions.confirm(runSummary(session.connection, job, newBucket, price)))) return undefined;
  parts.signal?.throwIfAborted();
  if (newBucket !== undefined) await create(session, newBucket);
  return sendTo(session, job, {
    ...(parts.signal && { signal: parts.signal }),
    ...(parts.onProgress && { onProgress: parts.onProgress }),
  });
}

/** The definition's own role, else the one that was picked for this account before, else one that is picked now. */
async function roleFor(
  { clients, connection }: Session,
  definition: ParsedDefinition,
  { questions, defaults, signal }: RunParts,
): Promise<string | undefined> {
  const own = rolesOf(definition);
  const [first] = own;
  if (typeof first === 'string' && own.every((arn) => typeof arn === 'string')) return first;
  const known = defaults.roleOf(connection);
  if (known !== undefined) return known;
  const { accountId } = connection;
  const chosen = await questions.chooseRole(
    await listTrainingRoles(clients, signal).then(
      (roles): RoleOffer => ({ accountId, roles }),
      (error: unknown): RoleOffer => {
        signal?.throwIfAborted();
        return { accountId, roles: [], denied: messageOf(error) };
      },
    ),
  );
  if (chosen !== undefined) await defaults.setRole(connection, chosen);
  return chosen;
}

/** What each of the definition's parts says of its role. */
const rolesOf = (definition: ParsedDefinition): unknown[] =>
  trainingPartsOf(definition).map(({ value }) => value['RoleArn']);

/** @throws DefinitionError when AWS has something against the definition; a remembered role that does not work is forgotten. */
async function checkAtAws(
  { clients, connection }: Session,
  definition: ParsedDefinition,
  roleArn: string,
  { defaults, onFindings }: RunParts,
): Promise<void> {
  const findings = await preflight(definition, clients, roleArn);
  onFindings(findings);
  const isRemembered = rolesOf(definition).some((arn) => arn === undefined);
  if (isRemembered && findings.some(({ code }) => code === 'role')) await defaults.setRole(connection, undefined);
  refuseErrors(definition, findings);
}

/** Resolves, and where the job needs a bucket of the connection, finds one that it can have. */
async function resolveIntoBucket(
  session: Session,
  file: DefinitionFile,
  roleArn: string,
  { questions, defaults, clock }: RunParts,
): Promise<{ job: ResolvedJob; newBucket: string | undefined } | undefined> {
  const { clients, connection } = session;
  let bucket = defaults.bucketOf(connection);
  for (;;) {
    const job = await resolveFor(session, file, clock, { roleArn, ...(bucket !== undefined && { bucket }) });
    if (!needsBucket(job)) return { job, newBucket: undefined };
    // Of a name that anybody can guess, only the account's own bucket is taken; a chosen one may be somebody else's.
    const owner = bucket === undefined ? connection.accountId : undefined;
    const state = await lookAtBucket(clients, job.bucket, owner);
    if (state.kind === 'here') return { job, newBucket: undefined };
    if (state.kind === 'absent') return { job, newBucket: job.bucket };
    const problem =
      state.kind === 'elsewhere'
        ? `The bucket ${job.bucket} is in ${state.region}, and the job runs in ${connection.region}.`
        : `The bucket ${job.bucket} belongs to somebody else, or you may not use it.`;
    bucket = await questions.chooseBucket(problem);
    if (bucket === undefined) return undefined;
    await defaults.setBucket(connection, bucket);
  }
}

function needsBucket({ uploads, bucket, trainings }: ResolvedJob): boolean {
  if (uploads.length > 0) return true;
  return trainings.some(({ request }) => `${request.OutputDataConfig?.S3OutputPath}/`.startsWith(`s3://${bucket}/`));
}

async function create({ clients }: Session, bucket: string): Promise<void> {
  try {
    await createBucket(clients, bucket);
  } catch (error) {
    throw new UserError(`The bucket ${bucket} could not be created: ${reasonText(error)}`, { cause: error });
  }
}
