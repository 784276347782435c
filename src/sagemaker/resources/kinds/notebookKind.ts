import { listInput, servesAll } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import type { ResourceKind, ResourceState } from '../resourceKind.ts';

const sdk = () => import('../../sdk/notebookSdk.ts');

/** A notebook instance as a list shows it. */
export interface NotebookEntry extends ResourceEntry {
  readonly instanceType?: string;
  readonly lifecycleConfig?: string;
  readonly repositories: readonly string[];
}

export const notebookKind: ResourceKind<NotebookEntry> = {
  id: 'notebook',
  noun: 'notebook instance',
  plural: 'notebook instances',
  statuses: ['InService', 'Pending', 'Stopping', 'Stopped', 'Failed', 'Updating', 'Deleting'],
  serves: servesAll,
  stateOf: notebookState,
  async list(clients, request) {
    const [{ ListNotebookInstancesCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { NotebookInstances = [], NextToken } = await client.send(
      new ListNotebookInstancesCommand(listInput(request, servesAll)),
    );
    return {
      entries: NotebookInstances.map((notebook) => {
        const { InstanceType: instanceType, NotebookInstanceLifecycleConfigName: lifecycleConfig } = notebook;
        const { DefaultCodeRepository: first, AdditionalCodeRepositories: others = [] } = notebook;
        return {
          ...entryOf({
            name: notebook.NotebookInstanceName,
            arn: notebook.NotebookInstanceArn,
            status: notebook.NotebookInstanceStatus,
            created: notebook.CreationTime,
            modified: notebook.LastModifiedTime,
          }),
          repositories: [...(first === undefined ? [] : [first]), ...others],
          ...(instanceType !== undefined && { instanceType }),
          ...(lifecycleConfig !== undefined && { lifecycleConfig }),
        };
      }),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async describe(clients, name) {
    const [{ DescribeNotebookInstanceCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name }));
  },
  async start(clients, name) {
    const [{ StartNotebookInstanceCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new StartNotebookInstanceCommand({ NotebookInstanceName: name }));
  },
  async stop(clients, name) {
    const [{ StopNotebookInstanceCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: name }));
  },
  async remove(clients, name) {
    const [{ DeleteNotebookInstanceCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName: name }));
  },
  isRemovable: (status) => status === 'Stopped' || status === 'Failed',
};

function notebookState(status: string): ResourceState {
  switch (status) {
    case 'InService':
      return 'inService';
    case 'Stopped':
      return 'stopped';
    case 'Failed':
      return 'failed';
    default:
      return 'running';
  }
}
