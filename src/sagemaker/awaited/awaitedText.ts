import { kindOf } from '../resources/resourceKinds.ts';
import type { KindId } from '../resources/resourceKind.ts';
import type { DescribedStatus } from './describedStatus.ts';

/** Which ends are told: setting `sagemakerWorkbench.notifications`. */
export type NotificationLevel = 'all' | 'failures' | 'off';

const longestReason = 200;

/** Whether an end is worth a notification. */
export function isTold({ state }: DescribedStatus, level: NotificationLevel): boolean {
  if (level === 'off') return false;
  return level === 'all' || state === 'failed';
}

/** `Training job boston-1 has completed.`: what somebody waited for, in a sentence. */
export function awaitedText(kind: KindId, name: string, { state, status, reason }: DescribedStatus): string {
  const { noun } = kindOf(kind);
  const what = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${name}`;
  switch (state) {
    case 'completed':
      return `${what} has completed.`;
    case 'inService':
      return `${what} is in service.`;
    case 'stopped':
      return `${what} was stopped.`;
    default:
      return `${what} has failed${reason === undefined ? ` (${status})` : `: ${short(reason)}`}`.replace(
        /[^.…]$/,
        '$&.',
      );
  }
}

function short(reason: string): string {
  const line = reason.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestReason ? line : `${line.slice(0, longestReason - 1).trimEnd()}…`;
}
