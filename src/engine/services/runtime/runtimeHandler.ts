import type { ServerResponse } from 'node:http';
import { InvocationTimeoutError } from '../../hosting/fleet/variantFleet.ts';
import { NoVariantError } from '../../hosting/endpoint/endpointTraffic.ts';
import { PredictorGoneError, type Invocation, type InvocationAnswer } from '../../hosting/predictor.ts';
import { AwsError } from '../../server/awsError.ts';
import { readBody } from '../../server/body/readBody.ts';
import type { ServiceHandler, SignedRequest } from '../../server/serviceHandler.ts';
import type { Endpoints } from '../sagemaker/endpoints/endpoints.ts';
import { modelError, type ModelErrorPlace } from './modelError.ts';

/** Bytes of a request (contract, section 10). */
const largestBody = 6_291_456;
/** Milliseconds that a container has to answer (contract, section 7). */
const answerTimeout = 60_000;

const route = /^\/endpoints\/([^/]+)\/invocations$/;
/** What is handed on to the container, and what asks for something that is not served. */
const handedOn = ['x-amzn-sagemaker-custom-attributes', 'x-amzn-sagemaker-inference-id'];
const unserved = [
  ['x-amzn-sagemaker-target-model', 'TargetModel (multi-model endpoints)'],
  ['x-amzn-sagemaker-target-container-hostname', 'TargetContainerHostname (pipelines called directly)'],
  ['x-amzn-sagemaker-enable-explanations', 'EnableExplanations'],
  ['x-amzn-sagemaker-inference-component', 'InferenceComponentName'],
  ['x-amzn-sagemaker-session-id', 'SessionId'],
] as const;

/** SageMaker Runtime: what calls an endpoint. */
export function createRuntimeHandler(
  endpoints: Endpoints,
  place: Pick<ModelErrorPlace, 'region' | 'accountId'>,
): ServiceHandler {
  return {
    protocol: 'rest',
    async handle(request, response) {
      const name = endpointOf(request);
      const endpoint = endpoints.answering(name);
      if (endpoint === undefined || !['InService', 'Updating', 'RollingBack'].includes(endpoint.record.status))
        throw new AwsError('ValidationError', `Endpoint ${name} of account ${place.accountId} not found.`);
      const invocation = await invocationOf(request);
      const target = request.headers['x-amzn-sagemaker-target-variant'];
      const at = { ...place, endpoint: name };
      try {
        const { variant, answer } = await endpoint.invoke(invocation, target, answerTimeout);
        const answered = await answer;
        if (answered.status >= 400) throw modelError(at, answered);
        send(response, answered, variant, request.requestId);
      } catch (error) {
        throw refusalOf(error, at, target);
      }
    },
  };
}

function endpointOf({ method, path }: SignedRequest): string {
  const encoded = method === 'POST' ? route.exec(path)?.[1] : undefined;
  if (encoded !== undefined) return decodeURIComponent(encoded);
  throw new AwsError('UnknownOperationException', `The local engine does not know ${method} ${path}.`, 404);
}

async function invocationOf({ headers, body }: SignedRequest): Promise<Invocation> {
  const asked = unserved.find(([header]) => headers[header] !== undefined);
  if (asked !== undefined)
    throw new AwsError(
      'ValidationError',
      `The local engine does not serve ${asked[1]} today; leave it out, or use AWS.`,
    );
  const content = await readBody(body.content(), largestBody);
  const { 'content-type': contentType, accept } = headers;
  const further = handedOn.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return {
    body: content,
    ...(contentType !== undefined && { contentType }),
    ...(accept !== undefined && { accept }),
    headers: Object.fromEntries(further) as Record<string, string>,
  };
}

function send(response: ServerResponse, { body, contentType, headers }: InvocationAnswer, variant: string, id: string) {
  response.writeHead(200, {
    ...headers,
    'Content-Type': contentType,
    'Content-Length': body.length,
    'x-Amzn-Invoked-Production-Variant': variant,
    'x-amzn-RequestId': id,
  });
  response.end(body);
}

/** What a client is told when nothing was answered. */
function refusalOf(error: unknown, place: ModelErrorPlace, target: string | undefined): unknown {
  if (error instanceof NoVariantError)
    return new AwsError(
      'ValidationError',
      `Variant ${target ?? ''} not found for Endpoint ${place.endpoint} of account ${place.accountId}.`,
    );
  if (error instanceof InvocationTimeoutError)
    return modelError(
      place,
      undefined,
      'Your invocation timed out while waiting for a response from container primary.',
    );
  if (error instanceof PredictorGoneError)
    return modelError(place, undefined, 'The container ended before it had answered.');
  return error;
}
