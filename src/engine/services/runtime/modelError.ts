import { AwsError } from '../../server/awsError.ts';
import type { InvocationAnswer } from '../../hosting/predictor.ts';

/** Where a request went. */
export interface ModelErrorPlace {
  readonly region: string;
  readonly accountId: string;
  readonly endpoint: string;
}

/**
 * What a client is told when the container refuses a request, or does not answer: status 424 with the container's message and a link to its
 * log (contract, section 9).
 * @param answered - Undefined when nothing was answered; `message` says why then.
 */
export function modelError(place: ModelErrorPlace, answered: InvocationAnswer | undefined, message?: string): AwsError {
  const { region, accountId, endpoint } = place;
  const status = answered?.status ?? 0;
  const said = message ?? Buffer.from(answered?.body ?? []).toString('utf8');
  const isClient = status >= 400 && status < 500;
  const group = `/aws/sagemaker/Endpoints/${endpoint}`;
  const link = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group}`;
  return new AwsError(
    'ModelError',
    `Received ${isClient ? 'client' : 'server'} error (${status}) from primary with message "${said}". See ${link} in account ${accountId} for more information.`,
    424,
    {
      ErrorCode: isClient ? 'CLIENT_ERROR_FROM_MODEL' : 'SERVER_ERROR_FROM_MODEL',
      LogStreamArn: `arn:aws:logs:${region}:${accountId}:log-group:${group}`,
      OriginalMessage: said,
      OriginalStatusCode: status,
    },
  );
}
