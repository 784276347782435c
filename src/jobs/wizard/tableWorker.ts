import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.ts';
import { convertTable, type TableConversion } from './convertTable.ts';
import type { TableWorkerAnswer } from './tableRunner.ts';

const answer = (value: TableWorkerAnswer): void => parentPort?.postMessage(value);
convertTable(workerData as TableConversion).then(
  (converted) => answer({ converted }),
  (error: unknown) => answer({ problem: messageOf(error) }),
);
