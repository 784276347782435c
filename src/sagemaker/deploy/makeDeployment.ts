import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import type { SdkClients } from '../clients.ts';
import { isRefused } from '../serviceAnswer.ts';
import { addWish } from '../wishHeaders.ts';
import type { DeployPlan } from './deployPlan.ts';

const loadSdk = () => import('../sdk/endpointSdk.ts');
const loadModelSdk = () => import('../sdk/modelSdk.ts');

/** A part of a deployment. */
export interface Part {
  readonly kind: 'model' | 'endpointConfig' | 'endpoint';
  readonly name: string;
}

/** What there is now; `error`: why not all of it. */
export interface MadeParts {
  readonly made: readonly Part[];
  readonly error?: unknown;
}

/**
 * Sends the requests one after the other, and never throws: what was made is always told.
 * @param options - `wish` is for the local engine; `onStep` is told what comes next; once `signal` is aborted nothing more is sent.
 */
export async function makeDeployment(
  clients: SdkClients,
  plan: Partial<DeployPlan>,
  options: {
    readonly wish?: RunnerWish | undefined;
    readonly onStep?: (part: Part) => void;
    readonly signal?: AbortSignal;
  } = {},
): Promise<MadeParts> {
  const made: Part[] = [];
  for (const { part, send } of steps(clients, plan, options.wish)) {
    try {
      options.signal?.throwIfAborted();
      options.onStep?.(part);
      await send();
      made.push(part);
    } catch (error) {
      // An answer that was lost may have been a yes.
      const isUnsure = options.signal?.aborted !== true && !isRefused(error);
      return { made: isUnsure ? [...made, part] : made, error };
    }
  }
  return { made };
}

function steps(
  clients: SdkClients,
  { model, config, endpoint }: Partial<DeployPlan>,
  wish: RunnerWish | undefined,
): { part: Part; send: () => Promise<unknown> }[] {
  const client = clients.sagemaker();
  return [
    ...(model === undefined
      ? []
      : [
          {
            part: { kind: 'model', name: model.ModelName ?? '' } as const,
            send: async () => (await client).send(new (await loadModelSdk()).CreateModelCommand(model)),
          },
        ]),
    ...(config === undefined
      ? []
      : [
          {
            part: { kind: 'endpointConfig', name: config.EndpointConfigName ?? '' } as const,
            send: async () => (await client).send(new (await loadSdk()).CreateEndpointConfigCommand(config)),
          },
        ]),
    ...(endpoint === undefined
      ? []
      : [
          {
            part: { kind: 'endpoint', name: endpoint.EndpointName ?? '' } as const,
            send: async () => {
              const command = new (await loadSdk()).CreateEndpointCommand(endpoint);
              addWish(command, clients.connection, wish);
              return (await client).send(command);
            },
          },
        ]),
  ];
}

/** The parts that a plan makes, in their order. */
export function partsOfPlan({ model, config, endpoint }: Partial<DeployPlan>): readonly Part[] {
  return [
    { kind: 'model', name: model?.ModelName } as const,
    { kind: 'endpointConfig', name: config?.EndpointConfigName } as const,
    { kind: 'endpoint', name: endpoint?.EndpointName } as const,
  ].flatMap(({ kind, name }) => (name === undefined ? [] : [{ kind, name }]));
}
