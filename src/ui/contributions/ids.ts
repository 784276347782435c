/** Every id that package.json contributes, in one typed place; a test compares the two. */
export const commands = {
  train: 'sagemakerWorkbench.jobs.train',
  runDefinition: 'sagemakerWorkbench.jobs.runDefinition',
  runDefinitionOnAws: 'sagemakerWorkbench.jobs.runDefinitionOnAws',
  chooseConnection: 'sagemakerWorkbench.connection.choose',
  showResolvedRequest: 'sagemakerWorkbench.jobs.showResolvedRequest',
  copyAsCliCommand: 'sagemakerWorkbench.jobs.copyAsCliCommand',
  openJob: 'sagemakerWorkbench.jobs.open',
  openSelectedJob: 'sagemakerWorkbench.jobs.openSelected',
  stopJob: 'sagemakerWorkbench.jobs.stop',
  openBestJob: 'sagemakerWorkbench.tuning.openBest',
  stopTuningJob: 'sagemakerWorkbench.tuning.stop',
  refreshJobs: 'sagemakerWorkbench.jobs.refresh',
  loadMoreJobs: 'sagemakerWorkbench.jobs.loadMore',
  copyLocalEnvironment: 'sagemakerWorkbench.local.copyEnvironment',
  setUpPython: 'sagemakerWorkbench.local.setUpPython',
  openExample: 'sagemakerWorkbench.examples.open',
  showLog: 'sagemakerWorkbench.log.show',
  copyDiagnostics: 'sagemakerWorkbench.diagnostics.copy',
} as const;

export const views = { jobs: 'sagemakerWorkbench.views.jobs' } as const;

export const panels = { trainingJob: 'sagemakerWorkbench.trainingJob' } as const;

export const settings = {
  stateDirectory: 'sagemakerWorkbench.local.stateDirectory',
  python: 'sagemakerWorkbench.local.python',
  runner: 'sagemakerWorkbench.local.runner',
} as const;

export const contextKeys = {
  /** True until the first list of jobs has come, so that no welcome text flashes up. */
  jobsLoading: 'sagemakerWorkbench.jobs.loading',
} as const;

/** Values of a tree item's `contextValue`. */
export const itemKinds = {
  runningJob: 'trainingJob.running',
  endedJob: 'trainingJob.ended',
  /** Followed by `.best` once one of its training jobs is the best. */
  runningTuning: 'tuningJob.running',
  endedTuning: 'tuningJob.ended',
} as const;

export const languages = ['sagemaker-job-definition', 'sagemaker-job-definition-json'] as const;
