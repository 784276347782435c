import type { KindId, ResourceState } from '../../sagemaker/resources/resourceKind.ts';
import type { views } from '../contributions/ids.ts';

/** Rows that stand together, in one order. */
export interface GroupSpec {
  readonly id: string;
  /** Its heading; rows without one stand at the root. */
  readonly label?: string;
  readonly kinds: readonly KindId[];
  readonly accepts?: (state: ResourceState) => boolean;
  /** Whether it is open at first; the lists of a closed group are looked at once, not followed. */
  readonly isOpen: boolean;
  /** Whether its heading tells how many there are: as far as known, or only where that is all. */
  readonly isCounted?: boolean | 'whole';
  /** Whether it is of what runs: that is known at once, however far back the lists are loaded, and all of it is counted. */
  readonly isWhole?: boolean;
}

export interface ViewSpec {
  readonly view: Exclude<keyof typeof views, 'data'>;
  /** In a sentence: `jobs`. */
  readonly plural: string;
  readonly groups: readonly GroupSpec[];
  /** Rows are drawn when these have been asked for: without tuning jobs nobody knows which training jobs are theirs. */
  readonly waitsFor: readonly KindId[];
  /** What its badge counts, and the word for it. */
  readonly badge?: { readonly state: ResourceState; readonly word: string };
}

const jobKinds = ['trainingJob', 'tuningJob', 'transformJob', 'processingJob', 'labelingJob', 'autoMlJob'] as const;

const isRunning = (state: ResourceState): boolean => state === 'running';

/** What the views list. */
export const viewSpecs = {
  notebooks: {
    view: 'notebooks',
    plural: 'notebook instances',
    groups: [
      { id: 'instances', kinds: ['notebook'], isOpen: true },
      {
        id: 'lifecycleConfigs',
        label: 'Lifecycle configurations',
        kinds: ['lifecycleConfig'],
        isOpen: false,
        isCounted: true,
      },
    ],
    waitsFor: ['notebook'],
    badge: { state: 'inService', word: 'in service' },
  },
  jobs: {
    view: 'jobs',
    plural: 'jobs',
    groups: [
      {
        id: 'running',
        label: 'Running',
        kinds: jobKinds,
        accepts: isRunning,
        isOpen: true,
        isCounted: true,
        isWhole: true,
      },
      {
        id: 'recent',
        label: 'Recent',
        kinds: jobKinds,
        accepts: (state) => !isRunning(state),
        isOpen: true,
        isCounted: 'whole',
      },
    ],
    waitsFor: ['trainingJob', 'tuningJob'],
    badge: { state: 'running', word: 'running' },
  },
  models: {
    view: 'models',
    plural: 'models',
    groups: [{ id: 'models', kinds: ['model'], isOpen: true }],
    waitsFor: ['model'],
  },
  endpoints: {
    view: 'endpoints',
    plural: 'endpoints',
    groups: [
      { id: 'endpoints', kinds: ['endpoint'], isOpen: true },
      {
        id: 'endpointConfigs',
        label: 'Endpoint configurations',
        kinds: ['endpointConfig'],
        isOpen: false,
        isCounted: true,
      },
    ],
    waitsFor: ['endpoint'],
    badge: { state: 'inService', word: 'serving' },
  },
} as const satisfies Record<string, ViewSpec>;

/** Every kind that a view lists, once. */
export function kindsOf({ groups }: ViewSpec): KindId[] {
  return [...new Set(groups.flatMap(({ kinds }) => kinds))];
}

/** The view that lists a kind; each stands in one. */
export function viewOf(kind: KindId): ViewSpec['view'] {
  return (Object.values(viewSpecs).find((spec) => kindsOf(spec).includes(kind)) ?? viewSpecs.jobs).view;
}
