import type { SdkClients } from '../clients.ts';
import { describeEndpoint } from '../resources/kinds/endpointKind.ts';
import { isMissing } from '../awsErrors.ts';
import { baseName, uniqueName } from '../../shared/uniqueName.ts';

/** Of endpoints, configurations, variants and models alike (service model: EndpointName, VariantName, ModelName). */
const longest = 63;

/** Why a text is no name of an endpoint or a variant; undefined where it is one. @param what - With its article: `An endpoint's name`. */
export function nameProblem(text: string, what: string): string | undefined {
  if (text.length > longest) return `${what} has at most ${longest} characters; this one has ${text.length}.`;
  if (/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(text)) return undefined;
  return `${what} has letters, digits and hyphens only, and no hyphen first or last.`;
}

/** A name to propose for what is made of a job or a model. */
export function proposedName(origin: string): string {
  const name = baseName(origin)
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'model' : name;
}

/** A name for a part of an endpoint, which is never used again. @param now - Epoch milliseconds. */
export function partName(base: string, now: number): string {
  return uniqueName(base, now, longest);
}

/** Whether a name was made for a part of an endpoint. */
export function isPartNameOf(endpoint: string, name: string): boolean {
  return baseName(name) !== name && baseName(name) === baseName(partName(endpoint, 0));
}

/** Whether there is an endpoint of the name. */
export async function endpointExists(clients: SdkClients, name: string): Promise<boolean> {
  try {
    await describeEndpoint(clients, name);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
