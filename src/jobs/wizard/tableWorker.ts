import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.ts';
import { convertTable } from './convertTable.ts';
import { surveyTable } from './surveyTable.ts';
import type { TableTask, TableWorkerAnswer } from './tableRunner.ts';

async function run(task: TableTask): Promise<unknown> {
  return task.kind === 'survey' ? surveyTable(task.table) : convertTable(task.conversion);
}

const answer = (value: TableWorkerAnswer): void => parentPort?.postMessage(value);
run(workerData as TableTask).then(
  (result) => answer({ result }),
  (error: unknown) => answer({ problem: messageOf(error) }),
);
