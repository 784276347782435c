import assert from 'node:assert/strict';
import { fullList, serviceWith } from './resourceLists.ts';

/** Prints the megabytes of heap of a process whose list holds so many jobs, its first rows drawn and the service itself forgotten. */
const count = Number(process.argv[2]);
const service = serviceWith(count);
const { list } = await fullList(service);
const rows = list.entries.slice(0, 100);
service.jobs.clear();
globalThis.gc?.();
process.stdout.write(String(process.memoryUsage().heapUsed / 1e6));
assert.ok(rows.length <= 100 && list.entries.length === count); // they are still held
process.exit();
