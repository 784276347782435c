import type { ExecutionParameters } from './predictor.ts';

/** Of a container without `GET /execution-parameters` (contract, section 8). */
export const defaultParameters: ExecutionParameters = {
  maxConcurrentTransforms: 1,
  batchStrategy: 'MultiRecord',
  maxPayloadInMB: 6,
};

/** Of a payload, and of all that are under way together (API reference, CreateTransformJob). */
const mostMegabytes = 100;

const strategies: ReadonlyMap<unknown, ExecutionParameters['batchStrategy']> = new Map([
  ['MULTI_RECORD', 'MultiRecord'],
  ['SINGLE_RECORD', 'SingleRecord'],
]);

/**
 * What a container says to `GET /execution-parameters`, within the service's limits; what it does not say is the default.
 * @param note - Told in a sentence what is not taken as it was said.
 */
export function readExecutionParameters(text: string, note: (line: string) => void): ExecutionParameters {
  const given = objectIn(text);
  if (given === undefined) {
    note(`${place} says no JSON object: ${excerpt(text)}; the service's defaults are used.`);
    return defaultParameters;
  }
  const taken = <T extends string | number>(name: string, otherwise: T, read: (value: unknown) => T | undefined): T => {
    const value = given[name];
    const found = value === undefined ? otherwise : read(value);
    if (found === undefined)
      note(`${place} says ${name} ${excerpt(JSON.stringify(value))}, which it cannot be; ${otherwise} is used.`);
    return found ?? otherwise;
  };
  const from = (least: number) => (value: unknown) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least ? value : undefined;
  const count = taken('MaxConcurrentTransforms', defaultParameters.maxConcurrentTransforms, from(1));
  const payload = taken('MaxPayloadInMB', defaultParameters.maxPayloadInMB, from(0));
  const maxPayloadInMB = Math.min(payload, mostMegabytes);
  // Without a limit (0) there is no product to hold.
  const most = maxPayloadInMB === 0 ? count : Math.floor(mostMegabytes / maxPayloadInMB);
  const maxConcurrentTransforms = Math.min(count, most);
  if (payload !== maxPayloadInMB || count !== maxConcurrentTransforms)
    note(
      `${place} says MaxConcurrentTransforms ${count} and MaxPayloadInMB ${payload}; ${maxConcurrentTransforms} and ${maxPayloadInMB} are used, since a payload, and all that are under way together, have at most ${mostMegabytes} MB.`,
    );
  const batchStrategy = taken('BatchStrategy', defaultParameters.batchStrategy, (value) => strategies.get(value));
  return { maxConcurrentTransforms, batchStrategy, maxPayloadInMB };
}

const place = 'GET /execution-parameters';

const excerpt = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const given: unknown = JSON.parse(text);
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
