import type { TreeItem, TreeView } from 'vscode';
import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import type { JobsTreeProvider } from './jobsTreeProvider.ts';
import { LazyView } from './lazyView.ts';
import type { ResourceTreeProvider } from './resourceTreeProvider.ts';
import { StaleDecorations } from './staleDecorations.ts';

/** The views of what SageMaker has; that of S3 is by itself. */
export interface ResourceViews {
  readonly notebooks: LazyView;
  readonly jobs: LazyView<JobsTreeProvider>;
  readonly models: LazyView;
  readonly endpoints: LazyView;
}

/** Makes the views; each begins to look when it is first seen. */
export function makeViews(
  shared: Pick<UiParts, 'own' | 'connections' | 'clock' | 'log' | 'workspaceMemory'>,
): ResourceViews {
  const { own, connections, clock, log, workspaceMemory } = shared;
  const stale = own(new StaleDecorations());
  const load = () =>
    Promise.all([import('./loadViews.ts'), import('../find/filterMemory.ts')]).then(
      ([{ makeProvider }, { FilterMemory }]) => {
        const parts = { connections, clock, log, stale, filters: new FilterMemory(workspaceMemory) };
        return { makeProvider, parts };
      },
    );
  type Loaded = Awaited<ReturnType<typeof load>>;
  let loading: Promise<Loaded> | undefined;
  const view = <P extends ResourceTreeProvider>(
    id: keyof ResourceViews,
    make: (loaded: Loaded, tree: TreeView<TreeItem>) => P,
  ): LazyView<P> => own(new LazyView(id, connections, async (tree) => make(await (loading ??= load()), tree)));
  return {
    notebooks: view('notebooks', ({ makeProvider, parts }, tree) => makeProvider.notebooks(tree, parts)),
    jobs: view('jobs', ({ makeProvider, parts }, tree) => makeProvider.jobs(tree, parts)),
    models: view('models', ({ makeProvider, parts }, tree) => makeProvider.models(tree, parts)),
    endpoints: view('endpoints', ({ makeProvider, parts }, tree) => makeProvider.endpoints(tree, parts)),
  };
}

/** The commands of the views themselves, and of a click on a row. */
export function registerViews({ notebooks, jobs, models, endpoints }: ResourceViews, parts: UiParts): void {
  const { register, connections, panels } = parts;
  for (const { view, refresh, loadMore, find, clear, open } of [
    {
      view: notebooks,
      refresh: commands.refreshNotebooks,
      loadMore: commands.loadMoreNotebooks,
      find: commands.findNotebooks,
      clear: commands.clearFilterOfNotebooks,
      open: undefined,
    },
    {
      view: jobs,
      refresh: commands.refreshJobs,
      loadMore: commands.loadMoreJobs,
      find: commands.findJobs,
      clear: commands.clearFilterOfJobs,
      open: commands.openSelectedJob,
    },
    {
      view: models,
      refresh: commands.refreshModels,
      loadMore: commands.loadMoreModels,
      find: commands.findModels,
      clear: commands.clearFilterOfModels,
      open: commands.openSelectedOfModels,
    },
    {
      view: endpoints,
      refresh: commands.refreshEndpoints,
      loadMore: commands.loadMoreEndpoints,
      find: commands.findEndpoints,
      clear: commands.clearFilterOfEndpoints,
      open: commands.openSelectedOfEndpoints,
    },
  ]) {
    register(
      refresh,
      lazily(async () =>
        (await import('./refreshViewCommand.ts')).refreshViewCommand(connections, await view.provider()),
      ),
    );
    register(loadMore, async () => (await view.provider()).loadMore());
    register(
      find,
      lazily(async () => (await import('../find/findCommand.ts')).findCommand(parts, await view.provider())),
    );
    register(
      clear,
      lazily(async () => (await import('../find/clearFilterCommand.ts')).clearFilterCommand(await view.provider())),
    );
    if (open !== undefined)
      register(open, async () => {
        const job = await (await view.provider()).openSelected();
        if (job !== undefined) panels.look(job);
      });
  }
}
