import { createHash } from 'node:crypto';
import type { Connection } from './connection.ts';

/** The folder of what windows share about one place: another account or region, or another server that answers for it, has another. */
export function placeFolder({ accountId, region, redirectedTo }: Connection): string {
  const name = `${accountId}-${region}`.replace(/[^\w-]/g, '_');
  if (redirectedTo === undefined) return name;
  return `${name}-${createHash('sha256').update(redirectedTo).digest('hex').slice(0, 12)}`;
}
