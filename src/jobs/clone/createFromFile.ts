import type { SdkClients } from '../../sagemaker/clients.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { isRefused } from '../../sagemaker/serviceAnswer.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import { messageOf, UserError } from '../../shared/errors.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { parseDefinition, type ParsedDefinition } from '../definition.ts';
import type { Finding } from '../finding.ts';
import { checkDefinition, type DefinitionFile } from '../submitTo.ts';
import { createAgain } from './createAgain.ts';
import { creations } from './creation.ts';
import { refusedPath } from './refusedPath.ts';
import type { RequestKind } from './requestFile.ts';

/** A request of a file that has no errors. */
export interface FileRequest {
  readonly kind: RequestKind;
  readonly name: string;
  readonly definition: ParsedDefinition;
}

/** A request that the service did not take, and where in the file it says why; without findings where nothing tells. */
export class RefusedRequestError extends UserError {
  constructor(
    message: string,
    readonly findings: readonly Finding[],
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * What a request file asks for; nothing is sent.
 * @throws DefinitionError naming the first of its errors.
 */
export async function readRequestFile(file: DefinitionFile, kind: RequestKind): Promise<FileRequest> {
  await checkDefinition(file);
  const definition = parseDefinition(file.text, file);
  // The model requires a name of every kind, and found nothing wrong with it.
  return { kind, name: String(definition.value[creations[kind].nameField]), definition };
}

/**
 * Sends a request as it stands in its file.
 * @param wish - How the local engine is to run it; other places are never told.
 * @throws RefusedRequestError that names the field where the service's answer tells it.
 */
export async function createFromFile(
  clients: SdkClients,
  { kind, name, definition }: FileRequest,
  wish?: RunnerWish,
): Promise<void> {
  try {
    await createAgain(clients, kind, definition.value, wish);
  } catch (error) {
    const path = isRefused(error) ? refusedPath(definition.value, messageOf(error)) : undefined;
    const what = `The ${kindOf(kind).noun} ${name} was not created`;
    if (path === undefined) throw new RefusedRequestError(`${what}: ${reasonText(error)}`, [], error);
    const range = definition.rangeOf(path);
    const line = definition.text.slice(0, range.start).split('\n').length;
    const field = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
    throw new RefusedRequestError(
      `${what} because of ${field.replace(/^\./, '')} (line ${line}): ${reasonText(error)}`,
      [{ ...range, severity: 'error', code: 'refused', message: messageOf(error) }],
      error,
    );
  }
}
