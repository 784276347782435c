import type { JsonOperation } from '../../../server/jsonService.ts';
import type { CodeRepositories } from './codeRepositories.ts';
import type { LifecycleConfigs } from './lifecycleConfigs.ts';
import type { NotebookInstances } from './notebookInstances.ts';

/** The operations on notebook instances, their lifecycle configurations and code repositories. */
export function notebookOperations(
  notebooks: NotebookInstances,
  configs: LifecycleConfigs,
  repositories: CodeRepositories,
): Record<string, JsonOperation> {
  return {
    CreateNotebookInstance: (input) => notebooks.create(input),
    DescribeNotebookInstance: (input) => notebooks.describe(input),
    ListNotebookInstances: (input) => notebooks.list(input),
    StartNotebookInstance: (input) => notebooks.start(input),
    StopNotebookInstance: (input) => notebooks.stop(input),
    UpdateNotebookInstance: (input) => notebooks.update(input),
    DeleteNotebookInstance: (input) => notebooks.delete(input),
    CreatePresignedNotebookInstanceUrl: (input) => notebooks.presignedUrl(input),
    CreateNotebookInstanceLifecycleConfig: (input) => configs.create(input),
    DescribeNotebookInstanceLifecycleConfig: (input) => configs.describe(input),
    ListNotebookInstanceLifecycleConfigs: (input) => configs.list(input),
    UpdateNotebookInstanceLifecycleConfig: (input) => configs.update(input),
    DeleteNotebookInstanceLifecycleConfig: (input) => configs.delete(input),
    CreateCodeRepository: (input) => repositories.create(input),
    DescribeCodeRepository: (input) => repositories.describe(input),
    ListCodeRepositories: (input) => repositories.list(input),
    UpdateCodeRepository: (input) => repositories.update(input),
    DeleteCodeRepository: (input) => repositories.delete(input),
  };
}
