import { isDenied, isMissing } from '../../sagemaker/awsErrors.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { clonedFrom } from './cloneText.ts';
import type { FileRequest } from './createFromFile.ts';
import { replacedOutputs } from './outputPaths.ts';
import { readRequest } from './readRequest.ts';

/** What a request of a file would replace of the outputs of the job that it was cloned from, in sentences; none where that job is not known. */
export async function replacedByFile(
  clients: SdkClients,
  { kind, definition }: Pick<FileRequest, 'kind' | 'definition'>,
): Promise<string[]> {
  const old = clonedFrom(definition.text, kindOf(kind).noun);
  if (old === undefined) return [];
  try {
    return replacedOutputs(kind, await readRequest(clients, kind, old), definition.value);
  } catch (error) {
    if (isMissing(error) || isDenied(error)) return [];
    throw error;
  }
}
