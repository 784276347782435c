import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { sleep, type Clock } from '../../shared/clock.ts';
import { messageOf, UserError } from '../../shared/errors.ts';
import { isMissing } from '../awsErrors.ts';

/** What became of a change. */
export type EndpointEnd =
  | { readonly kind: 'arrived'; readonly endpoint: DescribeEndpointOutput }
  /** It serves what it served before. */
  | { readonly kind: 'rolledBack'; readonly endpoint: DescribeEndpointOutput; readonly reason: string }
  /** It serves nothing. */
  | { readonly kind: 'failed'; readonly endpoint: DescribeEndpointOutput; readonly reason: string }
  | { readonly kind: 'gone' };

/** What an endpoint said of itself before a change, by which the end of one that was too short to be seen is known. */
export interface EndpointMark {
  /** Epoch milliseconds. */
  readonly modified: number;
  readonly reason: string;
}

/** The mark of a description. */
export function markOf({
  LastModifiedTime: modified,
  FailureReason: reason = '',
}: Partial<Pick<DescribeEndpointOutput, 'LastModifiedTime' | 'FailureReason'>>): EndpointMark {
  return { modified: modified?.getTime() ?? 0, reason };
}

/** Whether a change has begun since the mark was taken, as far as an endpoint tells. */
export function hasBegun(endpoint: DescribeEndpointOutput, before: EndpointMark | undefined): boolean {
  const { modified, reason } = markOf(endpoint);
  const isSame = before === undefined || (modified === before.modified && reason === before.reason);
  return !isSame || changing.has(endpoint.EndpointStatus ?? '');
}

export interface FollowOptions {
  /** Asked again and again; of the place's session as it is then. */
  readonly describe: () => Promise<DescribeEndpointOutput>;
  /** Whether an endpoint in service is what it was to become; left out of a deletion, which has no end but that it is gone. */
  readonly isArrived?: (endpoint: DescribeEndpointOutput) => boolean;
  /** Of right before the change was asked for. */
  readonly before?: EndpointMark;
  readonly clock: Clock;
  /** Milliseconds between two questions. */
  readonly interval: number;
  readonly signal?: AbortSignal;
  /** Told where the change is, as `Updating · ActivatingTraffic`. */
  readonly onStatus?: (text: string) => void;
}

const changing = new Set(['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting']);
/** A change that was accepted may not be seen at once. */
const unseenFor = 30_000;
/** So long it is asked on where no answer comes. */
const silentFor = 180_000;

/**
 * Follows an endpoint until a change of it has come to its end.
 * @throws The signal's reason, and a UserError where nothing can be told any more; the change goes on.
 */
export async function followEndpoint(options: FollowOptions): Promise<EndpointEnd> {
  const { describe, isArrived, before, clock, interval, signal, onStatus } = options;
  const began = clock.now();
  let answered = began;
  let hasChanged = false;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const endpoint = await describe();
      answered = clock.now();
      const isChanging = changing.has(endpoint.EndpointStatus ?? '');
      hasChanged ||= hasBegun(endpoint, before);
      // What it was before the change says nothing of it.
      const isOld = !hasChanged && isArrived?.(endpoint) === false;
      onStatus?.(isOld ? 'not begun yet' : statusText(endpoint));
      const isSeen = hasChanged || clock.now() - began >= unseenFor;
      const end = isChanging ? undefined : endOf(endpoint, isArrived, isSeen);
      if (end !== undefined) return end;
    } catch (error) {
      if (isMissing(error)) return { kind: 'gone' };
      if (clock.now() - answered >= silentFor)
        throw new UserError(`What becomes of the endpoint cannot be told, though it goes on: ${messageOf(error)}`, {
          cause: error,
        });
    }
    await pause(clock, interval, signal);
  }
}

function endOf(
  endpoint: DescribeEndpointOutput,
  isArrived: FollowOptions['isArrived'],
  isSeen: boolean,
): EndpointEnd | undefined {
  const { EndpointStatus: status, FailureReason: reason = 'SageMaker gave no reason.' } = endpoint;
  // What failed before it was to be deleted is still so until that begins.
  if (status !== 'InService' && (isArrived !== undefined || isSeen)) return { kind: 'failed', endpoint, reason };
  if (status === 'InService' && isArrived?.(endpoint) === true) return { kind: 'arrived', endpoint };
  return isSeen ? { kind: 'rolledBack', endpoint, reason } : undefined;
}

function statusText({ EndpointStatus, PendingDeploymentSummary: pending }: DescribeEndpointOutput): string {
  const stages = (pending?.ProductionVariants ?? []).flatMap(({ VariantStatus = [] }) =>
    VariantStatus.map(({ Status, StatusMessage }) => StatusMessage ?? Status),
  );
  return [...new Set<string | undefined>([EndpointStatus, ...stages])].filter(Boolean).join(' · ');
}

/** @throws The signal's reason, at once. */
async function pause(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return sleep(clock, milliseconds);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      timer.dispose();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.schedule(done, milliseconds);
    signal.addEventListener('abort', done);
  });
  signal.throwIfAborted();
}
