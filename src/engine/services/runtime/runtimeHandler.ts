import type { ServerResponse } from 'node:http';
import type { Clock } from '../../../shared/clock.ts';
import { NoVariantError } from '../../hosting/endpoint/endpointTraffic.ts';
import { InvocationTimeoutError } from '../../hosting/fleet/variantFleet.ts';
import { PredictorGoneError, type InvocationAnswer } from '../../hosting/predictor.ts';
import { AwsError } from '../../server/awsError.ts';
import { readBody, type BodyLimit } from '../../server/body/readBody.ts';
import type { ServiceHandler, SignedRequest } from '../../server/serviceHandler.ts';
import type { MetricStore } from '../../store/metricStore.ts';
import { storeInvocation } from '../monitoring/endpointMetrics.ts';
import type { EndpointRecord } from '../sagemaker/endpoints/endpointRecord.ts';
import type { ServedEndpoint } from '../sagemaker/endpoints/servedEndpoint.ts';
import { attributesHeader, invokeEndpointInput, notServed, type InvokeEndpointInput } from './invokeEndpointInput.ts';
import { modelError, noAnswerError, timeoutMessage, type ModelErrorPlace } from './modelError.ts';

/** What RuntimeHandler needs of an endpoint. */
export interface AnsweringEndpoint {
  readonly record: Pick<EndpointRecord, 'name' | 'status'>;
  readonly invoke: ServedEndpoint['invoke'];
}

export interface RuntimeParts {
  /** Undefined where there is no such endpoint. */
  readonly answering: (name: string) => AnsweringEndpoint | undefined;
  readonly metrics: MetricStore;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

/** The service's words, where they had 5 MB (aws/sagemaker-python-sdk issue 171): the status is the code, as its clients show it. */
const limit: BodyLimit = {
  bytes: 6_291_456,
  refusal: (bytes) => new AwsError('413', `HTTP content length exceeded ${bytes} bytes.`, 413),
};
/** Milliseconds that a container has to answer (contract, section 7). */
const answerTimeout = 60_000;

const route = /^\/endpoints\/([^/]+)\/(invocations|async-invocations|invocations-response-stream)$/;
const unserved: Readonly<Record<string, string>> = {
  'async-invocations': 'InvokeEndpointAsync',
  'invocations-response-stream': 'InvokeEndpointWithResponseStream',
};

/** SageMaker Runtime: what calls an endpoint. */
export class RuntimeHandler implements ServiceHandler {
  readonly protocol = 'rest';
  readonly limit = limit;

  constructor(private readonly parts: RuntimeParts) {}

  async handle(request: SignedRequest, response: ServerResponse): Promise<void> {
    const name = endpointOf(request);
    const input = invokeEndpointInput(name, request, await readBody(request.body.content(), limit));
    const endpoint = this.parts.answering(name);
    if (endpoint === undefined || !['InService', 'Updating', 'RollingBack'].includes(endpoint.record.status))
      throw new AwsError('ValidationError', `Endpoint ${name} of account ${this.parts.accountId} not found.`);
    await this.ask(endpoint, input, request, response);
  }

  private async ask(
    endpoint: AnsweringEndpoint,
    { target, invocation }: InvokeEndpointInput,
    { requestId, received }: SignedRequest,
    response: ServerResponse,
  ): Promise<void> {
    const { metrics, clock, region, accountId } = this.parts;
    const { name } = endpoint.record;
    let stream: string | undefined;
    let asked = performance.now();
    const taken = (to: string): void => {
      stream = to;
      asked = performance.now();
    };
    const place = (): ModelErrorPlace => ({ region, accountId, endpoint: name, stream });
    const directed = await endpoint.invoke(invocation, target, answerTimeout, taken).catch((error: unknown) => {
      if (error instanceof InvocationTimeoutError) throw noAnswerError(place(), timeoutMessage());
      throw error instanceof NoVariantError ? this.variantRefusal(name, target) : error;
    });
    const { answered, refusal } = await outcomeOf(directed.answer, place);
    const modelTime = performance.now() - asked;
    const { variant, instances } = directed; // who had it in the end
    if (answered !== undefined && refusal === undefined) send(response, answered, { variant, requestId });
    storeInvocation(metrics, {
      ...{ endpoint: name, variant, instances, status: answered?.status, modelTime },
      overhead: performance.now() - received - modelTime,
      timestamp: clock.now(),
    });
    if (refusal !== undefined) throw refusal;
  }

  private variantRefusal(endpoint: string, target: string | undefined): AwsError {
    const message =
      target === undefined
        ? `No variant of Endpoint ${endpoint} takes requests: give one a weight above 0.`
        : `Variant ${target} not found for Endpoint ${endpoint} of account ${this.parts.accountId}.`;
    return new AwsError('ValidationError', message);
  }
}

function endpointOf({ method, path }: SignedRequest): string {
  const [, name, kind] = (method === 'POST' && route.exec(path)) || [];
  if (name === undefined || kind === undefined)
    throw new AwsError('UnknownOperationException', `The local engine does not know ${method} ${path}.`, 404);
  const operation = unserved[kind];
  if (operation !== undefined) throw notServed(operation);
  return decodeURIComponent(name);
}

/** What was answered, and what the client is told instead where that is no inference. */
async function outcomeOf(
  answer: Promise<InvocationAnswer>,
  place: () => ModelErrorPlace,
): Promise<{ answered?: InvocationAnswer; refusal?: AwsError }> {
  try {
    const answered = await answer;
    const isInference = answered.status >= 200 && answered.status < 300;
    return isInference ? { answered } : { answered, refusal: modelError(place(), answered) };
  } catch (error) {
    if (error instanceof InvocationTimeoutError) return { refusal: noAnswerError(place(), timeoutMessage()) };
    if (!(error instanceof PredictorGoneError)) throw error;
    return { refusal: noAnswerError(place(), 'The container ended before it had answered.', error.container) };
  }
}

function send(
  response: ServerResponse,
  { body, contentType, headers = {} }: InvocationAnswer,
  { variant, requestId }: { readonly variant: string; readonly requestId: string },
): void {
  const attributes = headers[attributesHeader];
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-Length': body.length,
    'x-Amzn-Invoked-Production-Variant': variant,
    'x-amzn-RequestId': requestId,
    ...(attributes !== undefined && { 'X-Amzn-SageMaker-Custom-Attributes': attributes }),
  });
  response.end(body);
}
