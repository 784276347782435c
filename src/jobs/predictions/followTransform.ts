import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { transformJobKind } from '../../sagemaker/resources/kinds/transformJobKind.ts';
import { sleep, type Clock } from '../../shared/clock.ts';

/** How a job ended; `reason` where it failed. */
export interface TransformEnd {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly reason?: string;
}

export interface FollowOptions {
  /** Asked anew each time: a session may have been replaced meanwhile. */
  readonly clients: () => Promise<SdkClients>;
  readonly clock: Clock;
  /** Milliseconds between two looks. */
  readonly interval: number;
  readonly signal: AbortSignal;
  readonly onStatus: (status: string) => void;
}

/** Looks at a job until it has ended. @throws The signal's reason; whatever three looks in a row throw. */
export async function followTransform(name: string, options: FollowOptions): Promise<TransformEnd> {
  const { clients, clock, interval, signal, onStatus } = options;
  for (let failures = 0; ;) {
    signal.throwIfAborted();
    try {
      const job = (await transformJobKind.describe(await clients(), name)) as DescribeTransformJobResponse;
      failures = 0;
      const { TransformJobStatus: status = 'InProgress', FailureReason: reason } = job;
      if (status === 'Completed' || status === 'Failed' || status === 'Stopped')
        return { status, ...(reason !== undefined && { reason }) };
      onStatus(status);
    } catch (error) {
      if (++failures === 3) throw error;
    }
    await sleep(clock, interval);
  }
}
