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
  openBestJob: 'sagemakerWorkbench.tuning.openBest',
  stop: 'sagemakerWorkbench.resources.stop',
  start: 'sagemakerWorkbench.resources.start',
  remove: 'sagemakerWorkbench.resources.delete',
  removeFocused: 'sagemakerWorkbench.rows.delete',
  clone: 'sagemakerWorkbench.resources.clone',
  newRequest: 'sagemakerWorkbench.resources.new',
  createFromRequest: 'sagemakerWorkbench.resources.create',
  retry: 'sagemakerWorkbench.resources.retry',
  openLogs: 'sagemakerWorkbench.resources.openLogs',
  downloadArtifact: 'sagemakerWorkbench.resources.downloadArtifact',
  copyArn: 'sagemakerWorkbench.resources.copyArn',
  copyS3Uri: 'sagemakerWorkbench.resources.copyS3Uri',
  copyResourceAsCliCommand: 'sagemakerWorkbench.resources.copyCliCommand',
  copyResourceAsPython: 'sagemakerWorkbench.resources.copyPython',
  openConsole: 'sagemakerWorkbench.resources.openConsole',
  editTags: 'sagemakerWorkbench.resources.editTags',
  refreshJobs: 'sagemakerWorkbench.jobs.refresh',
  loadMoreJobs: 'sagemakerWorkbench.jobs.loadMore',
  copyLocalEnvironment: 'sagemakerWorkbench.local.copyEnvironment',
  setUpPython: 'sagemakerWorkbench.local.setUpPython',
  openExample: 'sagemakerWorkbench.examples.open',
  showLog: 'sagemakerWorkbench.log.show',
  shutDown: 'sagemakerWorkbench.cost.shutDown',
  switchRegion: 'sagemakerWorkbench.connection.switchRegion',
  signIn: 'sagemakerWorkbench.connection.signIn',
  notifyWhenDone: 'sagemakerWorkbench.notifications.toggle',
  copyDiagnostics: 'sagemakerWorkbench.diagnostics.copy',
  refreshNotebooks: 'sagemakerWorkbench.notebooks.refresh',
  refreshModels: 'sagemakerWorkbench.models.refresh',
  refreshEndpoints: 'sagemakerWorkbench.endpoints.refresh',
  loadMoreNotebooks: 'sagemakerWorkbench.notebooks.loadMore',
  loadMoreModels: 'sagemakerWorkbench.models.loadMore',
  loadMoreEndpoints: 'sagemakerWorkbench.endpoints.loadMore',
  setUpJupyter: 'sagemakerWorkbench.local.setUpJupyter',
  checkSetup: 'sagemakerWorkbench.setup.check',
  getStarted: 'sagemakerWorkbench.walkthrough.open',
  openSelectedOfModels: 'sagemakerWorkbench.models.openSelected',
  openSelectedOfEndpoints: 'sagemakerWorkbench.endpoints.openSelected',
  deploy: 'sagemakerWorkbench.endpoints.deploy',
  updateEndpoint: 'sagemakerWorkbench.endpoints.update',
  setWeights: 'sagemakerWorkbench.endpoints.setWeights',
  deleteEndpoints: 'sagemakerWorkbench.endpoints.delete',
  invoke: 'sagemakerWorkbench.endpoints.invoke',
  batchTransform: 'sagemakerWorkbench.batch.transform',
  openResults: 'sagemakerWorkbench.batch.openResults',
  createNotebook: 'sagemakerWorkbench.notebooks.create',
  openNotebook: 'sagemakerWorkbench.notebooks.open',
  connectNotebookKernel: 'sagemakerWorkbench.notebooks.connectKernel',
  explainNotebook: 'sagemakerWorkbench.notebooks.explain',
  createLifecycleConfig: 'sagemakerWorkbench.notebooks.createLifecycleConfig',
  editLifecycleConfig: 'sagemakerWorkbench.notebooks.editLifecycleConfig',
  findJobs: 'sagemakerWorkbench.jobs.find',
  findNotebooks: 'sagemakerWorkbench.notebooks.find',
  findModels: 'sagemakerWorkbench.models.find',
  findEndpoints: 'sagemakerWorkbench.endpoints.find',
  clearFilterOfJobs: 'sagemakerWorkbench.jobs.clearFilter',
  clearFilterOfNotebooks: 'sagemakerWorkbench.notebooks.clearFilter',
  clearFilterOfModels: 'sagemakerWorkbench.models.clearFilter',
  clearFilterOfEndpoints: 'sagemakerWorkbench.endpoints.clearFilter',
  uploadFiles: 'sagemakerWorkbench.data.uploadFiles',
  uploadFolder: 'sagemakerWorkbench.data.uploadFolder',
  uploadToS3: 'sagemakerWorkbench.data.uploadToS3',
  downloadData: 'sagemakerWorkbench.data.download',
  previewData: 'sagemakerWorkbench.data.preview',
  openSelectedData: 'sagemakerWorkbench.data.openSelected',
  copyDataUri: 'sagemakerWorkbench.data.copyS3Uri',
  copyDataUrl: 'sagemakerWorkbench.data.copyUrl',
  useAsChannel: 'sagemakerWorkbench.data.useAsChannel',
  createBucket: 'sagemakerWorkbench.data.createBucket',
  createFolder: 'sagemakerWorkbench.data.createFolder',
  deleteData: 'sagemakerWorkbench.data.delete',
  findData: 'sagemakerWorkbench.data.find',
  clearFoundData: 'sagemakerWorkbench.data.clearFound',
  refreshData: 'sagemakerWorkbench.data.refresh',
  loadMoreData: 'sagemakerWorkbench.data.loadMore',
} as const;

/** From top to bottom. */
export const views = {
  notebooks: 'sagemakerWorkbench.views.notebooks',
  jobs: 'sagemakerWorkbench.views.jobs',
  models: 'sagemakerWorkbench.views.models',
  endpoints: 'sagemakerWorkbench.views.endpoints',
  data: 'sagemakerWorkbench.views.data',
} as const;

export const panels = {
  trainingJob: 'sagemakerWorkbench.trainingJob',
  predictions: 'sagemakerWorkbench.predictions',
} as const;

export const settings = {
  stateDirectory: 'sagemakerWorkbench.local.stateDirectory',
  python: 'sagemakerWorkbench.local.python',
  runner: 'sagemakerWorkbench.local.runner',
  production: 'sagemakerWorkbench.connections.production',
  notifications: 'sagemakerWorkbench.notifications',
  idleHours: 'sagemakerWorkbench.cost.idleHours',
  idleLocal: 'sagemakerWorkbench.cost.idleLocal',
} as const;

export const colors = { stale: 'sagemakerWorkbench.staleForeground' } as const;

export const contextKeys = {
  /** True until the first list of jobs has come, so that no welcome text flashes up. */
  jobsLoading: 'sagemakerWorkbench.jobs.loading',
  /** `local` or `aws`: the connection in use. */
  connectionKind: 'sagemakerWorkbench.connection.kind',
  /** True while the connection in use was asked for and cannot be had. */
  connectionLost: 'sagemakerWorkbench.connection.lost',
} as const;

/** The context keys of the walkthrough's steps, true once a step has succeeded; under the same names that is remembered. */
export const walkthroughKeys = {
  exampleOpened: 'sagemakerWorkbench.walkthrough.exampleOpened',
  trained: 'sagemakerWorkbench.walkthrough.trained',
  curvesSeen: 'sagemakerWorkbench.walkthrough.curvesSeen',
  deployed: 'sagemakerWorkbench.walkthrough.deployed',
  invoked: 'sagemakerWorkbench.walkthrough.invoked',
  shutDown: 'sagemakerWorkbench.walkthrough.shutDown',
} as const;

/** The context keys of one view, for its welcome texts; set by its tree provider. */
export function viewKeys(view: keyof typeof views) {
  return {
    /** True until the first list has come, so that no welcome text flashes up. */
    loading: `sagemakerWorkbench.${view}.loading`,
    /** True while a search or filter narrows what is listed. */
    filtered: `sagemakerWorkbench.${view}.filtered`,
    /** The same where it leaves something out, and not only orders it: of its empty list the welcome text says so. */
    narrowed: `sagemakerWorkbench.${view}.narrowed`,
    /** True while there is more than is shown: then the palette has *Load More*. */
    more: `sagemakerWorkbench.${view}.more`,
  } as const;
}

export const languages = ['sagemaker-job-definition', 'sagemaker-job-definition-json'] as const;

/** The files that are requests as they stand, by name; menus and `src/jobs/clone/creation.ts` name the same. */
export const requestFiles =
  '**/*.{transform-job,processing-job,labeling-job,automl-job,model,endpoint,endpoint-config,notebook-instance,lifecycle-config}.{yaml,yml}';
