import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { connectTo } from '../connections/chooseConnectionCommand.ts';

/** **SageMaker: Refresh Jobs**; connects where the connection waits for the user. */
export function refreshJobsCommand(connections: ConnectionsModel) {
  return async (): Promise<void> => {
    const session = await connectTo(connections.active);
    session?.tuningJobs.refreshNow();
    session?.trainingJobs.refreshNow();
  };
}
