import { isDenied } from '../../sagemaker/awsErrors.ts';
import { lookAtBucket } from '../../sagemaker/buckets.ts';
import { listTrainingRoles, lookAtRole } from '../../sagemaker/roles.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { AwsLook } from './awsLook.ts';
import { awsCheck } from './connectionChecks.ts';
import { good, result, type CheckResult, type SetupCheck } from './setupCheck.ts';

const makeRole = {
  kind: 'page',
  url: 'https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html',
  title: 'How to Make a Role',
} as const;

/** The role that jobs run as: the one that was picked, else whether there is one to pick. */
export function roleCheck(aws: AwsLook): SetupCheck {
  return awsCheck('Role', aws, async (signal) => {
    const session = await aws.session();
    const arn = aws.parts.roleOf(session.connection);
    return arn === undefined ? roleToPick(session, signal) : pickedRole(session, arn);
  });
}

async function roleToPick({ clients }: Session, signal: AbortSignal): Promise<CheckResult> {
  try {
    const { length } = await listTrainingRoles(clients, signal);
    if (length === 0) return result('bad', 'No role of this account trusts SageMaker; jobs need one.', makeRole);
    return good(`${length === 1 ? '1 role trusts' : `${length} roles trust`} SageMaker; the first run asks which one.`);
  } catch (error) {
    if (isDenied(error))
      return result('warning', 'Roles may not be listed with this identity; the first run asks for the ARN.', makeRole);
    throw error;
  }
}

async function pickedRole(session: Session, arn: string): Promise<CheckResult> {
  const name = arn.split('/').at(-1) ?? arn;
  switch (await lookAtRole(session.clients, arn)) {
    case 'absent':
      return result('bad', `The role ${name} is not there any more; the next run asks for another.`, makeRole);
    case 'does not trust SageMaker':
      return result('bad', `SageMaker may not take on the role ${name}; add it to the role's trust policy.`, makeRole);
    case 'unknown':
      return result('warning', `The role ${name} is set; this identity may not look at it.`);
    case 'trusts SageMaker':
      return trusted(session, arn, name);
  }
}

async function trusted(session: Session, arn: string, name: string): Promise<CheckResult> {
  const { region, accountId } = session.connection;
  const bucket = `sagemaker-${region}-${accountId}`;
  const [access, state] = await Promise.all([
    s3Access(session, arn, bucket),
    lookAtBucket(session.clients, bucket, accountId),
  ]);
  const where = state.kind === 'here' ? bucket : `${bucket} (made by the first run)`;
  if (access === 'denied')
    return result('bad', `The role ${name} may not read and write s3://${bucket}; give it access.`, makeRole);
  if (access === 'allowed') return good(`SageMaker may take on ${name}, which may use s3://${where}.`);
  return good(`SageMaker may take on ${name}; what it may do in S3 cannot be told with this identity.`);
}

/** What IAM's simulator says; it knows neither bucket policies nor those of the organisation. */
async function s3Access({ clients }: Session, arn: string, bucket: string): Promise<'allowed' | 'denied' | 'unknown'> {
  const [{ SimulatePrincipalPolicyCommand }, client] = await Promise.all([
    import('../../sagemaker/sdk/iamSdk.ts'),
    clients.iam(),
  ]);
  const partition = arn.split(':')[1] ?? 'aws';
  try {
    const { EvaluationResults = [] } = await client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: arn,
        ActionNames: ['s3:GetObject', 's3:PutObject'],
        ResourceArns: [`arn:${partition}:s3:::${bucket}/*`],
      }),
    );
    if (EvaluationResults.length === 0) return 'unknown';
    return EvaluationResults.every(({ EvalDecision }) => EvalDecision === 'allowed') ? 'allowed' : 'denied';
  } catch (error) {
    if (isDenied(error) || isUnserved(error)) return 'unknown';
    throw error;
  }
}

/** An endpoint that stands in for IAM may not have the simulator. */
const isUnserved = (error: unknown): boolean =>
  error instanceof Error && ['InvalidAction', 'NotImplemented', 'UnknownOperationException'].includes(error.name);
