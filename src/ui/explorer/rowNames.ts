import { baseName } from '../../shared/uniqueName.ts';
import { shortLabels } from './shortLabels.ts';

interface Named {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly created: number;
}

/**
 * What rows that stand in one view are called: their names without the time stamps that made them unique, and where several would be called
 * the same, with as much of when each was made as tells them apart, in the time of the place;
 * long ones that begin alike are cut in the middle.
 * @returns In the order of what is named.
 */
export function rowNames(named: readonly Named[], now: number): string[] {
  const steps = [
    ({ name }: Named) => baseName(name),
    (one: Named) => timed(one, now, { hour: '2-digit', minute: '2-digit' }),
    (one: Named) => timed(one, now, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    ({ name }: Named) => name,
  ];
  const names = steps.reduce<string[]>((labels, step) => {
    const counts = new Map<string | undefined, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    return named.map((one, at) => {
      const label = labels[at];
      return label !== undefined && counts.get(label) === 1 ? label : step(one);
    });
  }, []);
  return shortLabels(names);
}

function timed({ name, created }: Named, now: number, time: Intl.DateTimeFormatOptions): string {
  const base = baseName(name);
  // What is called so has no time in its name.
  if (base === name) return name;
  const then = new Date(created);
  const isToday = then.toDateString() === new Date(now).toDateString();
  return `${base} · ${isToday ? then.toLocaleTimeString(undefined, time) : `${then.toLocaleDateString()} ${then.toLocaleTimeString(undefined, time)}`}`;
}
