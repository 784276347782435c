import type { ConnectionsModel } from '../../connections/connectionsModel.ts';

/** The last row of the Jobs view: appends older jobs. */
export function loadMoreJobsCommand(connections: ConnectionsModel) {
  return async (): Promise<void> => {
    const { trainingJobs, tuningJobs } = await connections.active.sessions.connect();
    await Promise.all([trainingJobs.loadMore(), tuningJobs.loadMore()]);
  };
}
