import type { SdkClients } from '../clients.ts';
import type { ListPage, ListRequest, ServedQuery } from './listQuery.ts';
import type { ResourceEntry } from './resourceEntry.ts';

/** The ids of the kinds, as commands and context values name them. */
export const kindIds = [
  'trainingJob',
  'tuningJob',
  'transformJob',
  'processingJob',
  'labelingJob',
  'autoMlJob',
  'model',
  'endpoint',
  'endpointConfig',
  'notebook',
  'lifecycleConfig',
] as const;
export type KindId = (typeof kindIds)[number];

/**
 * What can be seen of a status: `running` changes by itself, `inService` costs and works, `stopped` can be started or was ended by its
 * user, `ready` is there and costs nothing.
 */
export type ResourceState = 'running' | 'inService' | 'completed' | 'failed' | 'stopped' | 'ready';

/** What the service can do with the resources of one kind; one object per kind. */
export interface ResourceKind<E extends ResourceEntry = ResourceEntry> {
  readonly id: KindId;
  /** In a sentence: `training job`. */
  readonly noun: string;
  readonly plural: string;
  /** The statuses that the kind can have, for a filter; none for kinds without status. */
  readonly statuses: readonly string[];
  readonly serves: ServedQuery;
  readonly stateOf: (status: string) => ResourceState;
  list(clients: SdkClients, request: ListRequest): Promise<ListPage<E>>;
  /** What only a description tells, asked for after a change; undefined where the list says it all. */
  readonly details?: (clients: SdkClients, entry: E) => Promise<Partial<E>>;
  /** The whole description, as the API answers it. */
  describe(clients: SdkClients, name: string): Promise<object>;
  readonly stop?: (clients: SdkClients, name: string) => Promise<unknown>;
  readonly start?: (clients: SdkClients, name: string) => Promise<unknown>;
  readonly remove?: (clients: SdkClients, name: string) => Promise<unknown>;
  /** Whether the API deletes it in this status; left out where it always does. */
  readonly isRemovable?: (status: string) => boolean;
}

/** The state of a job's status; the same for every kind of job. */
export function jobState(status: string): ResourceState {
  switch (status) {
    case 'Completed':
      return 'completed';
    case 'Failed':
    case 'DeleteFailed':
      return 'failed';
    case 'Stopped':
      return 'stopped';
    default:
      return 'running';
  }
}

export const jobStatuses = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'] as const;

/** Whether a resource changes by itself, so that it is worth asking for again. */
export function isBusy(state: ResourceState): boolean {
  return state === 'running';
}
