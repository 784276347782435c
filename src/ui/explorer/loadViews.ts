import type * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';
import { JobsTreeProvider } from './jobsTreeProvider.ts';
import { ResourceTreeProvider, type ExplorerParts } from './resourceTreeProvider.ts';
import { viewSpecs } from './viewSpecs.ts';

type Tree = vscode.TreeView<vscode.TreeItem>;

/** What stands behind each view; loaded together, when the first of them is wanted. */
export const makeProvider = {
  notebooks: (tree: Tree, parts: ExplorerParts) =>
    new ResourceTreeProvider(tree, viewSpecs.notebooks, parts, {
      loadMore: commands.loadMoreNotebooks,
      refresh: commands.refreshNotebooks,
      openSelected: commands.openSelectedJob,
    }),
  jobs: (tree: Tree, parts: ExplorerParts) => new JobsTreeProvider(tree, parts),
  models: (tree: Tree, parts: ExplorerParts) =>
    new ResourceTreeProvider(tree, viewSpecs.models, parts, {
      loadMore: commands.loadMoreModels,
      refresh: commands.refreshModels,
      openSelected: commands.openSelectedOfModels,
    }),
  endpoints: (tree: Tree, parts: ExplorerParts) =>
    new ResourceTreeProvider(tree, viewSpecs.endpoints, parts, {
      loadMore: commands.loadMoreEndpoints,
      refresh: commands.refreshEndpoints,
      openSelected: commands.openSelectedOfEndpoints,
    }),
} as const;
