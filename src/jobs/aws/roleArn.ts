const form = /^arn:aws[a-z-]*:iam::(?<account>\d{12}):role\/[\w+=,.@/-]+$/;

/** What is wrong with the ARN of the role that a job of `accountId` is to run as, in a sentence; undefined when it can be one. */
export function roleArnProblem(arn: string, accountId: string): string | undefined {
  const account = form.exec(arn)?.groups?.['account'];
  if (account === undefined)
    return `This is not the ARN of a role; it looks like arn:aws:iam::${accountId}:role/service-role/AmazonSageMaker-ExecutionRole.`;
  if (account !== accountId)
    return `This role belongs to account ${account}, and the job runs in account ${accountId}: choose a role of that account.`;
  return undefined;
}
