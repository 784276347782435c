/** A role that the engine says the account has. */
export interface Role {
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** ISO 8601. */
  readonly created: string;
  readonly description: string;
  /** The policy that says who may take it on. */
  readonly trust: {
    readonly Version: string;
    readonly Statement: readonly {
      readonly Effect: string;
      readonly Principal: { readonly Service?: string; readonly AWS?: string };
      readonly Action: string;
    }[];
  };
}

const jobRole = { path: '/service-role/', name: 'SageMakerWorkbenchLocal' };

const arnOf = (accountId: string, path: string, name: string): string => `arn:aws:iam::${accountId}:role${path}${name}`;

/** The role that jobs can run as. */
export const jobRoleArn = (accountId: string): string => arnOf(accountId, jobRole.path, jobRole.name);

/** The roles of an account, by name: one that jobs can run as, one that they cannot, and one that a person can take on. */
export function rolesOf(accountId: string): readonly Role[] {
  const role = (
    path: string,
    name: string,
    principal: { Service: string } | { AWS: string },
    description: string,
  ): Role => ({
    path,
    name,
    id: `AROALOCAL${name.toUpperCase().slice(0, 12)}`,
    arn: arnOf(accountId, path, name),
    created: '2026-01-01T00:00:00Z',
    description,
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
    },
  });
  return [
    role(
      '/',
      'DeveloperLocal',
      { AWS: `arn:aws:iam::${accountId}:root` },
      'Whoever has the keys may work as this role.',
    ),
    role('/', 'LambdaLocal', { Service: 'lambda.amazonaws.com' }, 'Not for training: it trusts AWS Lambda only.'),
    role(
      jobRole.path,
      jobRole.name,
      { Service: 'sagemaker.amazonaws.com' },
      'Training jobs of the local engine run as this role.',
    ),
  ];
}
