import { formatDuration } from './duration.ts';

/** Times in milliseconds since the epoch. */
interface JobTimes {
  readonly secondaryStatus: string;
  readonly created: number;
  /** When its training began, as far as it is known. */
  readonly started?: number | undefined;
  readonly ended?: number | undefined;
}

/** What a job is in until it has its instances; a list that tells no more has `InProgress`. */
const waiting = new Set(['Pending', 'Starting', 'Restarting', 'InProgress']);

/** How long a job has trained, without what it waited for its turn; `waiting` while it does. Of one whose training never began, all its time. */
export function formatElapsed({ secondaryStatus, created, started, ended }: JobTimes, now: number): string {
  if (started === undefined && ended === undefined && waiting.has(secondaryStatus)) return 'waiting';
  return formatDuration((ended ?? now) - (started ?? created));
}
