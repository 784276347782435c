import type { LocalSessionModel } from '../../local/localSessionModel.ts';

/** **SageMaker: Refresh Jobs**. */
export function refreshJobsCommand(sessions: LocalSessionModel) {
  return async (): Promise<void> => (await sessions.connect()).trainingJobs.refreshNow();
}
