import { inParallel } from '../../shared/node/inParallel.ts';
import type { SdkClients } from '../clients.ts';
import { ifThere } from '../awsErrors.ts';
import { isPartNameOf } from '../deploy/deployNames.ts';
import type { Part } from '../deploy/makeDeployment.ts';
import { describeEndpoint, endpointKind } from '../resources/kinds/endpointKind.ts';
import {
  describeEndpointConfig,
  endpointConfigKind,
  variantsOf,
  type ConfiguredVariant,
} from '../resources/kinds/endpointConfigKind.ts';
import type { ListPage, ListRequest } from '../resources/listQuery.ts';
import type { ResourceEntry } from '../resources/resourceEntry.ts';

/** A configuration or a model of endpoints that are to go, and who needs it beside them. */
export interface UsedPart extends Part {
  /** The endpoints that are to go and have it. */
  readonly of: readonly string[];
  /** Other endpoints, and configurations that no endpoint runs, that use it, as `endpoint churn`. */
  readonly usedBy: readonly string[];
  /** Made for them, and run by none: an update left it. */
  readonly isLeft?: boolean;
}

/** What goes with endpoints. */
export interface EndpointUse {
  readonly endpoints: readonly { readonly name: string; readonly variants: readonly ConfiguredVariant[] }[];
  readonly parts: readonly UsedPart[];
  /** False where there are more endpoints or configurations than were looked at, so that others may use a part too. */
  readonly isComplete: boolean;
}

/** Others that are described, at most: each is a request. */
const mostOthers = 200;
const atOnce = 4;

/**
 * What endpoints are made of, and who else uses it.
 * @param known - What a configuration's or an endpoint's description said before, so that it need not be asked for again.
 */
export async function findEndpointUse(
  clients: SdkClients,
  names: readonly string[],
  known: KnownDetails = {},
  signal?: AbortSignal,
): Promise<EndpointUse> {
  const [endpoints, configs] = await Promise.all([
    listAll(signal, (request) => endpointKind.list(clients, request)),
    listAll(signal, (request) => endpointConfigKind.list(clients, request)),
  ]);
  const going = new Set(names);
  // One that is just being created may not be listed yet.
  const missing = names.filter((name) => !endpoints.entries.some((entry) => entry.name === name));
  const looked = [
    ...missing.map((name) => ({ name, modified: NaN })),
    ...endpoints.entries.filter(({ name }) => going.has(name)),
    ...endpoints.entries.filter(({ name }) => !going.has(name)).slice(0, mostOthers),
  ];
  const configOf = new Map<string, string>();
  await inParallel(looked, atOnce, signal, async (entry) => {
    const config =
      known.configOf?.(entry.name, entry.modified ?? 0) ??
      (await ifThere(describeEndpoint(clients, entry.name)))?.EndpointConfigName;
    if (config !== undefined) configOf.set(entry.name, config);
  });
  const goingConfigs = new Set(names.flatMap((name) => configOf.get(name) ?? []));
  const lookedConfigs = [
    ...goingConfigs,
    ...configs.entries
      .map(({ name }) => name)
      .filter((name) => !goingConfigs.has(name))
      .slice(0, mostOthers),
  ];
  const variantsIn = new Map<string, readonly ConfiguredVariant[]>();
  await inParallel(lookedConfigs, atOnce, signal, async (name) => {
    const found = known.variantsOf?.(name) ?? (await ifThere(describeEndpointConfig(clients, name).then(variantsOf)));
    if (found !== undefined) variantsIn.set(name, found);
  });
  return {
    endpoints: names.map((name) => ({ name, variants: variantsIn.get(configOf.get(name) ?? '') ?? [] })),
    parts: usedParts(going, configOf, variantsIn),
    isComplete:
      !endpoints.isCut &&
      !configs.isCut &&
      looked.length >= endpoints.entries.length &&
      lookedConfigs.length >= configs.entries.length,
  };
}

/** What is known from lists; a configuration never changes, an endpoint not without a new time. */
export interface KnownDetails {
  readonly configOf?: (endpoint: string, modified: number) => string | undefined;
  readonly variantsOf?: (config: string) => readonly ConfiguredVariant[] | undefined;
}

/** @param variantsIn - By configuration; one that was deleted is not among them. */
export function usedParts(
  going: ReadonlySet<string>,
  configOf: ReadonlyMap<string, string>,
  variantsIn: ReadonlyMap<string, readonly ConfiguredVariant[]>,
): UsedPart[] {
  const parts: UsedPart[] = [];
  const staying = new Set(variantsIn.keys());
  for (const config of new Set([...going].flatMap((name) => configOf.get(name) ?? []))) {
    if (!variantsIn.has(config)) continue;
    const users = [...configOf].filter(([, one]) => one === config).map(([name]) => name);
    const others = users.filter((name) => !going.has(name));
    if (others.length === 0) staying.delete(config);
    parts.push({
      kind: 'endpointConfig',
      name: config,
      of: users.filter((name) => going.has(name)),
      usedBy: others.map((name) => `endpoint ${name}`),
    });
  }
  const running = new Set(configOf.values());
  const left = [...variantsIn.keys()].flatMap((name): UsedPart[] => {
    const of = [...going].filter((endpoint) => isPartNameOf(endpoint, name));
    return of.length === 0 || running.has(name) ? [] : [{ kind: 'endpointConfig', name, of, usedBy: [], isLeft: true }];
  });
  for (const { name } of left) staying.delete(name);
  const models = new Map<string, string[]>();
  for (const { name, of } of parts)
    for (const { model } of variantsIn.get(name) ?? [])
      if (model !== undefined) models.set(model, [...(models.get(model) ?? []), ...of]);
  for (const [model, of] of models) {
    const configs = [...staying].filter((config) => variantsIn.get(config)?.some((variant) => variant.model === model));
    const serving = [...configOf].filter(([name, config]) => !going.has(name) && configs.includes(config));
    const idle = configs.filter((config) => !serving.some(([, one]) => one === config));
    parts.push({
      kind: 'model',
      name: model,
      of: [...new Set(of)],
      usedBy: [...serving.map(([name]) => `endpoint ${name}`), ...idle.map((config) => `configuration ${config}`)],
    });
  }
  return [...parts, ...left];
}

async function listAll<E extends ResourceEntry>(
  signal: AbortSignal | undefined,
  list: (request: ListRequest) => Promise<ListPage<E>>,
): Promise<{ entries: E[]; isCut: boolean }> {
  const entries: E[] = [];
  let nextToken: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await list({ maxResults: 100, ...(nextToken !== undefined && { nextToken }) });
    entries.push(...page.entries);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && entries.length < 2 * mostOthers);
  return { entries, isCut: nextToken !== undefined };
}
