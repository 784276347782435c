import { readdirSync } from 'node:fs';

/** How many threads a process has; on Linux only. @param pid - This process unless given. */
export function threadsOf(pid: number | 'self' = 'self'): number {
  return readdirSync(`/proc/${pid}/task`).length;
}
