import type { ServedContainer } from '../../../hosting/servedModel.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { Tag } from '../tagOwner.ts';

/** A `CreateModel` request after validation: the members that the engine acts on; others are kept as they came. */
export interface ModelRequest {
  ModelName: string;
  PrimaryContainer?: ServedContainer;
  Containers?: readonly ServedContainer[];
  ExecutionRoleArn?: string;
  EnableNetworkIsolation?: boolean;
  Tags?: readonly Tag[];
  [member: string]: unknown;
}

export interface ModelRecord {
  readonly arn: string;
  request: ModelRequest;
  /** Epoch seconds. */
  readonly creationTime: number;
}

/** The containers of a model, whichever member they came in. */
export function containersOf({ PrimaryContainer, Containers = [] }: ModelRequest): readonly ServedContainer[] {
  return PrimaryContainer === undefined ? Containers : [PrimaryContainer];
}

/** The answer of `DescribeModel`. */
export function describeModel({ arn, request, creationTime }: ModelRecord): Record<string, unknown> {
  const { Tags, PrimaryContainer, Containers, ...members } = request;
  return {
    ...members,
    ...(PrimaryContainer && { PrimaryContainer: withDefaults(PrimaryContainer) }),
    ...(Containers && { Containers: Containers.map(withDefaults) }),
    ModelArn: arn,
    CreationTime: creationTime,
    EnableNetworkIsolation: request.EnableNetworkIsolation ?? false,
  };
}

/** The service answers with the mode and the environment of a container that came without. */
function withDefaults(container: ServedContainer): ServedContainer {
  return { Mode: 'SingleModel', Environment: {}, ...container };
}

/** What the store keeps in memory of a model; it has no status. */
export function summarizeModel({ request, creationTime }: ModelRecord): ResourceSummary {
  return { name: request.ModelName, status: '', creationTime, lastModifiedTime: creationTime };
}
