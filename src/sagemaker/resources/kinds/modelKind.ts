import type { DescribeModelOutput } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../clients.ts';
import { listInput, servesNames } from '../listQuery.ts';
import { entryOf, type ResourceEntry } from '../resourceEntry.ts';
import type { ResourceKind } from '../resourceKind.ts';

const sdk = () => import('../../sdk/modelSdk.ts');

/** A model as a list shows it. */
export interface ModelEntry extends ResourceEntry {
  /** Of its first container. */
  readonly image?: string;
  /** `s3://…/model.tar.gz` of its first container: what leads back to the job that it came from. */
  readonly artifact?: string;
}

export const modelKind: ResourceKind<ModelEntry> = {
  id: 'model',
  noun: 'model',
  plural: 'models',
  statuses: [],
  serves: servesNames,
  stateOf: () => 'ready',
  async list(clients, request) {
    const [{ ListModelsCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    const { Models = [], NextToken } = await client.send(new ListModelsCommand(listInput(request, servesNames)));
    return {
      entries: Models.map((model) =>
        entryOf({ name: model.ModelName, arn: model.ModelArn, created: model.CreationTime }),
      ),
      ...(NextToken !== undefined && { nextToken: NextToken }),
    };
  },
  async details(clients, { name }) {
    const { PrimaryContainer, Containers = [] } = await describeModel(clients, name);
    const first = PrimaryContainer ?? Containers[0];
    const artifact = first?.ModelDataUrl ?? first?.ModelDataSource?.S3DataSource?.S3Uri;
    return {
      ...(first?.Image !== undefined && { image: first.Image }),
      ...(artifact !== undefined && { artifact }),
    };
  },
  describe: describeModel,
  async remove(clients, name) {
    const [{ DeleteModelCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
    return client.send(new DeleteModelCommand({ ModelName: name }));
  },
};

export async function describeModel(clients: SdkClients, name: string): Promise<DescribeModelOutput> {
  const [{ DescribeModelCommand }, client] = await Promise.all([sdk(), clients.sagemaker()]);
  return client.send(new DescribeModelCommand({ ModelName: name }));
}
