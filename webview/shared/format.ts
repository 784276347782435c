const counts = new Intl.NumberFormat('en-US');

/** `1 line`, `100,000 lines`. */
export function formatCount(count: number, noun: string): string {
  return `${counts.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Date and time as the user's system writes them. */
export function formatTime(epochMilliseconds: number): string {
  return clock.format(epochMilliseconds);
}
