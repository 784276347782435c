import type { InvocationAnswer } from '../../hosting/predictor.ts';
import { AwsError } from '../../server/awsError.ts';

/** Where a request went. */
export interface ModelErrorPlace {
  readonly region: string;
  readonly accountId: string;
  readonly endpoint: string;
  /** The log stream of the instance; undefined where no instance got the request. */
  readonly stream: string | undefined;
}

/** Characters that the members Message and OriginalMessage may have (botocore's model). */
const longestMessage = 2048;
/** What the container of a model of one is called. */
const onlyContainer = 'primary';

/**
 * What a client is told when the container refuses a request: status 424 with the container's message and a link to its log (contract, section 9).
 * A message too long for the member is left out in the words of huggingface/notebooks issue 274; that its length is the reason is a guess.
 */
export function modelError(place: ModelErrorPlace, { status, body, container }: InvocationAnswer): AwsError {
  const said = Buffer.from(body).toString('utf8');
  const what =
    said.length > longestMessage ? ' and could not load the entire response body' : ` with message "${said}"`;
  return refusal(place, status, said.slice(0, longestMessage), `from ${container ?? onlyContainer}${what}`);
}

/** What a client is told when the container answers nothing. @param why - One sentence or more. */
export function noAnswerError(place: ModelErrorPlace, why: string, container = onlyContainer): AwsError {
  return refusal(place, 0, why, `from ${container} with message "${why}"`);
}

/** The service's words for a container that takes too long (aws-samples/host-yolov8-on-sagemaker-endpoint issue 21). */
export function timeoutMessage(container = onlyContainer): string {
  return `Your invocation timed out while waiting for a response from container ${container}. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.`;
}

function refusal(place: ModelErrorPlace, status: number, original: string, what: string): AwsError {
  const { region, accountId, endpoint, stream } = place;
  const isClient = status >= 400 && status < 500;
  const group = `/aws/sagemaker/Endpoints/${endpoint}`;
  const link = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group}`;
  const logs = `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
  return new AwsError(
    'ModelError',
    `Received ${isClient ? 'client' : 'server'} error (${status}) ${what}. See ${link} in account ${accountId} for more information.`,
    424,
    {
      ErrorCode: isClient ? 'CLIENT_ERROR_FROM_MODEL' : 'SERVER_ERROR_FROM_MODEL',
      LogStreamArn: stream === undefined ? logs : `${logs}:log-stream:${stream}`,
      OriginalMessage: original,
      OriginalStatusCode: status,
    },
  );
}
