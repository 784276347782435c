import { refusalOf, validateRequest } from '../../../serviceModel/validate.ts';
import type { Invocation } from '../../hosting/predictor.ts';
import { AwsError } from '../../server/awsError.ts';
import type { SignedRequest } from '../../server/serviceHandler.ts';
import { runtimeModel } from './runtimeShapes.ts';

/** Handed on both ways. */
export const attributesHeader = 'x-amzn-sagemaker-custom-attributes';

/** Where each member of InvokeEndpoint's input stands (botocore's model). */
const headerOf = {
  ContentType: 'content-type',
  Accept: 'accept',
  CustomAttributes: attributesHeader,
  TargetVariant: 'x-amzn-sagemaker-target-variant',
  InferenceId: 'x-amzn-sagemaker-inference-id',
} as const;

/** What the container gets beside the body and its type; all other headers end here, as on AWS (API reference, InvokeEndpoint). */
const handedOn = [headerOf.CustomAttributes, headerOf.InferenceId];

/** What asks for something that is not served. */
const unserved = [
  ['x-amzn-sagemaker-target-model', 'TargetModel (multi-model endpoints)'],
  ['x-amzn-sagemaker-target-container-hostname', 'TargetContainerHostname (containers that are called directly)'],
  ['x-amzn-sagemaker-enable-explanations', 'EnableExplanations (Clarify)'],
  ['x-amzn-sagemaker-inference-component', 'InferenceComponentName'],
  ['x-amzn-sagemaker-session-id', 'SessionId (stateful sessions)'],
  ['x-amzn-sagemaker-prefix-aware-id', 'PrefixAwareId (prefix-aware routing)'],
] as const;

export interface InvokeEndpointInput {
  /** The variant that is asked for. */
  readonly target: string | undefined;
  readonly invocation: Invocation;
}

/** @throws AwsError ValidationError for a header that the model of its member does not allow, and for what is not served, by name. */
export function invokeEndpointInput(
  endpoint: string,
  { headers }: Pick<SignedRequest, 'headers'>,
  body: Uint8Array,
): InvokeEndpointInput {
  const given = Object.entries(headerOf).flatMap(([member, header]) =>
    headers[header] === undefined ? [] : [[member, headers[header]] as const],
  );
  const input = { EndpointName: endpoint, ...Object.fromEntries(given) };
  const refusal = refusalOf(validateRequest(runtimeModel, runtimeModel.inputOf('InvokeEndpoint'), input));
  if (refusal !== undefined) throw new AwsError('ValidationError', refusal.message);
  const asked = unserved.find(([header]) => headers[header] !== undefined);
  if (asked !== undefined) throw notServed(asked[1]);
  const { [headerOf.ContentType]: contentType, [headerOf.Accept]: accept } = headers;
  const further = handedOn.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
  return {
    target: headers[headerOf.TargetVariant],
    invocation: {
      body,
      ...(contentType !== undefined && { contentType }),
      ...(accept !== undefined && { accept }),
      headers: Object.fromEntries(further),
    },
  };
}

/** @param what - A member or an operation. */
export function notServed(what: string): AwsError {
  return new AwsError('ValidationError', `The local engine does not serve ${what} today; leave it out, or use AWS.`);
}
