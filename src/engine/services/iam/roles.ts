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
  readonly trust: object;
}

/** The roles of an account, by name: one that jobs can run as, and one that they cannot, so that clients have something to tell apart. */
export function rolesOf(accountId: string): readonly Role[] {
  const role = (path: string, name: string, service: string, description: string): Role => ({
    path,
    name,
    id: `AROALOCAL${name.toUpperCase().slice(0, 12)}`,
    arn: `arn:aws:iam::${accountId}:role${path}${name}`,
    created: '2026-01-01T00:00:00Z',
    description,
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
    },
  });
  return [
    role('/', 'LambdaLocal', 'lambda', 'Not for training: it trusts AWS Lambda only.'),
    role(
      '/service-role/',
      'SageMakerWorkbenchLocal',
      'sagemaker',
      'Training jobs of the local engine run as this role.',
    ),
  ];
}
