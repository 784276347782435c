import { listInput, type ServedQuery } from '../listQuery.ts';
import { entryOf } from '../resourceEntry.ts';
import type { ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/notebookSdk.ts');

const serves: ServedQuery = { status: false, modifiedAfter: true, sortBy: ['CreationTime', 'Name'] };

export const lifecycleConfigKind: ResourceKind = {
  id: 'lifecycleConfig',
  noun: 'lifecycle configuration',
  plural: 'lifecycle configurations',
  statuses: [],
  serves,
  stateOf: () => 'ready',
  async list(clients, request) {
    const [{ ListNotebookInstanceLifecycleConfigsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { NotebookInstanceLifecycleConfigs = [], NextToken } = await client.send(
      new ListNotebookInstanceLifecycleConfigsCommand(listInput(request, serves)),
    );
    return {
      entries: NotebookInstanceLifecycleConfigs.map((config) =>
        entryOf({
          name: config.NotebookInstanceLifecycleConfigName,
          arn: config.NotebookInstanceLifecycleConfigArn,
          created: config.CreationTime,
          modified: config.LastModifiedTime,
        }),
      ),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async describe(clients, name) {
    const [{ DescribeNotebookInstanceLifecycleConfigCommand: Command }, client] = await Promise.all([
      sdk(),
      clients.sagemaker(),
    ]);
    return client.send(new Command({ NotebookInstanceLifecycleConfigName: name }));
  },
  async remove(clients, name) {
    const [{ DeleteNotebookInstanceLifecycleConfigCommand: Command }, client] = await Promise.all([
      sdk(),
      clients.sagemaker(),
    ]);
    return client.send(new Command({ NotebookInstanceLifecycleConfigName: name }));
  },
};
