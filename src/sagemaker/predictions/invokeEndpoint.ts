import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/clock.ts';
import type { SdkClients } from '../clients.ts';

const loadSdk = () => import('../sdk/runtimeSdk.ts');

/** What an endpoint is asked with. */
export interface Invocation {
  readonly endpoint: string;
  readonly contentType: string;
  readonly accept?: string;
  /** Without it the endpoint chooses by weight. */
  readonly variant?: string;
}

/** What came back, be it an answer or a refusal. */
export interface InvocationResult {
  readonly body: string;
  /** Of HTTP; of a refusal by the model, the model's own. */
  readonly status?: number;
  readonly contentType?: string;
  readonly variant?: string;
  /** From sending to the last byte. */
  readonly milliseconds: number;
  /** Why there is no answer, as one sentence or more. */
  readonly problem?: string;
}

/**
 * Asks an endpoint once. What the model or the service refuses is a result, too.
 * @throws The signal's reason when it is aborted.
 */
export async function invokeEndpoint(
  clients: SdkClients,
  { endpoint, contentType, accept, variant }: Invocation,
  body: string,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<InvocationResult> {
  const [{ InvokeEndpointCommand, ModelError }, client] = await Promise.all([loadSdk(), clients.runtime()]);
  const began = clock.now();
  const command = new InvokeEndpointCommand({
    EndpointName: endpoint,
    Body: Buffer.from(body),
    ContentType: contentType,
    ...(accept !== undefined && { Accept: accept }),
    ...(variant !== undefined && { TargetVariant: variant }),
  });
  try {
    const answer = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
    return {
      body: new TextDecoder().decode(answer.Body),
      milliseconds: clock.now() - began,
      ...facts(answer.$metadata.httpStatusCode, answer.ContentType, answer.InvokedProductionVariant),
    };
  } catch (error) {
    signal?.throwIfAborted();
    const milliseconds = clock.now() - began;
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if (!(error instanceof ModelError))
      return { body: '', milliseconds, problem: messageOf(error), ...facts($metadata?.httpStatusCode) };
    const { OriginalStatusCode: status, OriginalMessage: said = '' } = error;
    return { body: said, milliseconds, problem: modelProblem(status, said), ...facts(status) };
  }
}

/** The service's own sentence is mostly a link to the console; what the model said is what helps. */
function modelProblem(status: number | undefined, said: string): string {
  const what = said.trim() === '' ? 'without a word; its log may say more' : `and said: ${said.trim()}`;
  return status === undefined || status === 0
    ? `The model did not answer: ${said.trim()}`
    : `The model answered with status ${status} ${what}`;
}

function facts(status?: number, contentType?: string, variant?: string) {
  return {
    ...(status !== undefined && { status }),
    ...(contentType !== undefined && { contentType }),
    ...(variant !== undefined && { variant }),
  };
}
