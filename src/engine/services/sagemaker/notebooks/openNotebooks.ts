import type { JsonOperation } from '../../../server/jsonService.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import type { TagOwner } from '../tagOwner.ts';
import { CodeRepositories, summarizeCodeRepository } from './codeRepositories.ts';
import { LifecycleConfigs, summarizeLifecycleConfig } from './lifecycleConfigs.ts';
import { summarizeNotebookInstance } from './notebookInstanceRecord.ts';
import { NotebookInstances, type NotebookInstancesParts } from './notebookInstances.ts';
import { notebookOperations } from './notebookOperations.ts';

/** What the nouns of notebooks take from the engine. */
export type NotebooksParts = Omit<NotebookInstancesParts, 'store' | 'configs' | 'repositories'>;

type OpenStore = <T>(folder: string, summarize: (record: T) => ResourceSummary) => Promise<ResourceStore<T>>;

/** Opens notebook instances, their lifecycle configurations and code repositories, as an earlier engine left them. */
export async function openNotebooks(
  parts: NotebooksParts,
  openStore: OpenStore,
): Promise<{
  readonly instances: NotebookInstances;
  readonly operations: Record<string, JsonOperation>;
  readonly tagOwners: readonly TagOwner[];
}> {
  const repositories = new CodeRepositories({
    ...parts,
    store: await openStore('code-repositories', summarizeCodeRepository),
  });
  const configs = new LifecycleConfigs({
    ...parts,
    store: await openStore('notebook-lifecycle-configs', summarizeLifecycleConfig),
  });
  const store = await openStore('notebook-instances', summarizeNotebookInstance);
  const instances = new NotebookInstances({ ...parts, store, configs, repositories });
  await instances.recover();
  return {
    instances,
    operations: notebookOperations(instances, configs, repositories),
    tagOwners: [instances, configs, repositories],
  };
}
