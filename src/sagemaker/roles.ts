import type { Role } from '@aws-sdk/client-iam';
import type { SdkClients } from './clients.ts';

/** A role that training jobs can run as. */
export interface TrainingRole {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
}

const loadSdk = () => import('./sdk/iamSdk.ts');
const pageSize = 200;
/** An account has 1,000 roles unless its quota was raised (IAM user guide, "IAM and AWS STS quotas"). */
const mostPages = 25;

/** The roles of the account whose trust policy lets SageMaker take them on, by name. Throws what IAM says when listing is denied. */
export async function listTrainingRoles(clients: SdkClients, signal?: AbortSignal): Promise<TrainingRole[]> {
  const [{ ListRolesCommand }, client] = await Promise.all([loadSdk(), clients.iam()]);
  const found: Role[] = [];
  let marker: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.send(
      new ListRolesCommand({ MaxItems: pageSize, ...(marker === undefined ? {} : { Marker: marker }) }),
      signal === undefined ? {} : { abortSignal: signal },
    );
    found.push(...(answer.Roles ?? []));
    marker = answer.IsTruncated === true ? answer.Marker : undefined;
    if (marker === undefined) break;
  }
  return found
    .filter(({ AssumeRolePolicyDocument: policy }) => trustsSageMaker(policy))
    .map(({ RoleName = '', Arn = '', Description = '' }) => ({ name: RoleName, arn: Arn, description: Description }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** What is known of a role: `unknown` where it may not be read. */
export async function lookAtRole(
  clients: SdkClients,
  arn: string,
): Promise<'trusts SageMaker' | 'does not trust SageMaker' | 'absent' | 'unknown'> {
  const [{ GetRoleCommand }, client] = await Promise.all([loadSdk(), clients.iam()]);
  try {
    const { Role: role } = await client.send(new GetRoleCommand({ RoleName: arn.split('/').at(-1) ?? '' }));
    if (role?.Arn !== arn) return 'absent'; // names are unique in an account, so this one has another path
    return trustsSageMaker(role.AssumeRolePolicyDocument) ? 'trusts SageMaker' : 'does not trust SageMaker';
  } catch (error) {
    if (isNamed(error, 'NoSuchEntityException', 'NoSuchEntity')) return 'absent';
    if (isNamed(error, 'AccessDenied', 'AccessDeniedException')) return 'unknown';
    throw error;
  }
}

/** @param policy - URL-encoded JSON, as IAM gives it. @returns False also for what cannot be read. */
export function trustsSageMaker(policy: string | undefined): boolean {
  const statements = listOf((decoded(policy) as { Statement?: unknown } | undefined)?.Statement);
  return statements.some((statement) => {
    if (typeof statement !== 'object' || statement === null) return false;
    const { Effect, Principal, Action } = statement as Record<string, unknown>;
    const services =
      typeof Principal === 'object' && Principal !== null && 'Service' in Principal ? Principal.Service : [];
    return (
      Effect === 'Allow' &&
      listOf(services).some(
        (service) => typeof service === 'string' && /^sagemaker\.amazonaws\.com(\.cn)?$/.test(service),
      ) &&
      listOf(Action).some((action) => typeof action === 'string' && /^(\*|sts:(\*|assumerole\*?))$/i.test(action))
    );
  });
}

function decoded(policy: string | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(policy ?? '')) ?? undefined;
  } catch {
    return undefined; // not a policy: it lets nobody in
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const isNamed = (error: unknown, ...names: string[]): boolean => error instanceof Error && names.includes(error.name);
