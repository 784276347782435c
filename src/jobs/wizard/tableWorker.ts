import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.ts';
import { readOutput } from '../predictions/readOutput.ts';
import { takeRows } from '../predictions/takeRows.ts';
import { convertTable } from './convertTable.ts';
import { surveyTable } from './surveyTable.ts';
import type { TableTask, TableWorkerAnswer } from './tableRunner.ts';

async function run(task: TableTask): Promise<unknown> {
  switch (task.kind) {
    case 'survey':
      return surveyTable(task.table);
    case 'convert':
      return convertTable(task.conversion);
    case 'rows':
      return takeRows(task.rows);
    case 'output':
      return readOutput(task.output);
  }
}

const answer = (value: TableWorkerAnswer): void => parentPort?.postMessage(value);
run(workerData as TableTask).then(
  (result) => answer({ result }),
  (error: unknown) => answer({ problem: messageOf(error) }),
);
