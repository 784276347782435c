import type { Connection } from '../sagemaker/connection.ts';
import { localAccountId, localRegion } from '../shared/node/engineFiles.ts';

/** What is known of the local engine while none runs: enough to show a request, not to send it. */
export const restingConnection: Connection = {
  id: `local:${localAccountId}:${localRegion}`,
  kind: 'local',
  label: 'local',
  accountId: localAccountId,
  region: localRegion,
  credentials: { accessKeyId: '', secretAccessKey: '' },
};
