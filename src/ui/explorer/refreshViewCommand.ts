import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { slowRequestsNow } from '../../sagemaker/requests/actionContext.ts';
import { connectTo } from '../connections/chooseConnectionCommand.ts';
import type { ResourceTreeProvider } from './resourceTreeProvider.ts';

/** **SageMaker: Refresh …** of one view; connects where the connection waits for the user. */
export function refreshViewCommand(connections: ConnectionsModel, view: Pick<ResourceTreeProvider, 'refresh'>) {
  return async (): Promise<void> => {
    if ((await connectTo(connections.active)) !== undefined) view.refresh(slowRequestsNow());
  };
}
