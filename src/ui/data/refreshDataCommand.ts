import { connectTo } from '../connections/chooseConnectionCommand.ts';
import type { DataParts } from './dataParts.ts';
import { DataItem } from './dataItem.ts';

/** **SageMaker: Refresh Data** of a row, else of all; connects where the connection waits for the user. */
export function refreshDataCommand({ connections, view }: DataParts) {
  return async (row?: unknown): Promise<void> => {
    if ((await connectTo(connections.active)) === undefined) return;
    await view.refresh(row instanceof DataItem ? row.target.at : undefined);
  };
}
