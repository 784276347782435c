import type { LocalSessionModel } from '../../local/localSessionModel.ts';

/** The last row of the Jobs view: appends older jobs. */
export function loadMoreJobsCommand(sessions: LocalSessionModel) {
  return async (): Promise<void> => (await sessions.connect()).trainingJobs.loadMore();
}
