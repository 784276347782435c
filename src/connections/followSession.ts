import type { Session } from '../sagemaker/session.ts';
import { toDisposable, type IDisposable } from '../shared/disposable.ts';
import type { ConnectionsModel, Place } from './connectionsModel.ts';

/** Tells of the connection in use and its session, now and whenever one of them is another; undefined while there is no session. */
export function followSession(
  connections: ConnectionsModel,
  told: (place: Place, session: Session | undefined) => void,
): IDisposable {
  let placed: IDisposable | undefined;
  const follow = (place: Place): void => {
    placed?.dispose();
    placed = place.sessions.onDidChange((session) => told(place, session));
    told(place, place.sessions.current);
  };
  const switches = connections.onDidSwitch(follow);
  follow(connections.active);
  return toDisposable(() => {
    switches.dispose();
    placed?.dispose();
  });
}
