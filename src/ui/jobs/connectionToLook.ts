import type { Place } from '../../connections/connectionsModel.ts';
import { restingConnection } from '../../local/restingConnection.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import { requireTrust } from '../trust.ts';

/**
 * Where one works, for looking only: no engine is started for it, and an account is asked who it is only in a trusted workspace.
 * @throws UserError about trust, or when the account cannot be reached.
 */
export async function connectionToLook({ choice, sessions }: Place): Promise<Connection> {
  if (sessions.current !== undefined) return sessions.current.connection;
  if (choice.kind === 'local') return restingConnection;
  requireTrust('sent to an account');
  return (await sessions.connect()).connection;
}
