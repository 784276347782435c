import { listed } from '../../../shared/listed.ts';

/** Parts of a row in their order, without those that there are not. */
export function joined(parts: readonly (string | undefined)[], separator = ' · '): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}

/** The time of today, else the date. */
export function timeOf(created: number, now: number): string {
  const [then, today] = [new Date(created), new Date(now)];
  if (then.toDateString() === today.toDateString())
    return then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return then.toLocaleDateString();
}

/** The same for a screen reader. */
export const createdOn = (created: number, now: number): string => `created ${timeOf(created, now)}`;

/** In full, for a hover. @param time - Epoch milliseconds. */
export function momentOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toLocaleString();
}

const longestReason = 400;

/** Why something failed, as much as a hover has room for. */
export function shortReason(reason: string | undefined): string | undefined {
  return reason === undefined || reason.length <= longestReason ? reason : `${reason.slice(0, longestReason)}…`;
}

/** `ml.m5.large`, `2 × ml.m5.large`. */
export function instancesText(instanceType: string | undefined, count: number | undefined): string | undefined {
  if (instanceType === undefined) return undefined;
  return count === undefined || count === 1 ? instanceType : `${count} × ${instanceType}`;
}

/**
 * @param age - Of what is on show, where that is known.
 * @param why - It may no longer be so, where that is known.
 * @param what - Is old, in plurals, where that is not all.
 */
export function staleText(age: string | undefined, why: string | undefined, what: readonly string[] = []): string {
  const names = listed(what);
  const fact = names === '' ? 'Not up to date' : `${names.charAt(0).toUpperCase()}${names.slice(1)} are not up to date`;
  return joined([joined([fact, age && `${age} old`], ', '), why], ': ') + '.';
}

/** How long ago, in the coarsest unit that says enough: `less than a minute`, `3 min`, `2 h`, `5 days`. */
export function ageText(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
