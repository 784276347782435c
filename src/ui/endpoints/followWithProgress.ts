import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { followEndpoint, type EndpointEnd, type EndpointMark } from '../../sagemaker/endpoints/followEndpoint.ts';
import { describeEndpoint } from '../../sagemaker/resources/kinds/endpointKind.ts';
import { followInProgress } from '../followInProgress.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';

export interface FollowedChange {
  readonly target: ResourceTarget;
  /** `deploying boston`. */
  readonly title: string;
  readonly isArrived: (endpoint: DescribeEndpointOutput) => boolean;
  /** Of right before the change. */
  readonly before?: EndpointMark;
}

/**
 * Follows a change in a notification, which can be hidden while it goes on.
 * @returns `cancelled` where *Cancel* was pressed; the change goes on then.
 */
export async function followWithProgress(
  { target, title, isArrived, before }: FollowedChange,
  parts: Pick<UiParts, 'clock'>,
): Promise<EndpointEnd | { readonly kind: 'cancelled' }> {
  const { place, name } = target;
  try {
    const end = await followInProgress(target, title, parts, ({ clients, ...looking }) =>
      followEndpoint({
        ...looking,
        describe: async () => describeEndpoint(await clients(), name),
        isArrived,
        ...(before && { before }),
      }),
    );
    return end ?? { kind: 'cancelled' };
  } finally {
    place.sessions.current?.lists.of('endpoint').refreshNow();
  }
}
