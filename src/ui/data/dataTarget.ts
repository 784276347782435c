import type { Place } from '../../connections/connectionsModel.ts';
import type { ObjectEntry } from '../../sagemaker/s3/objectList.ts';
import { s3Uri, type S3Place } from '../../sagemaker/s3/s3Place.ts';
import type { Session } from '../../sagemaker/session.ts';
import { UserError } from '../../shared/errors.ts';

/** `prefix`: all keys that start with it, whether or not it ends in `/`. */
export type DataKind = 'bucket' | 'folder' | 'prefix' | 'object';

/** A bucket, prefix or object and where it is: what a command of the Data view is called with. */
export class DataTarget {
  /** @param connectionId - Of the account and region that it was seen in. */
  constructor(
    readonly place: Place,
    readonly connectionId: string,
    readonly kind: DataKind,
    readonly at: S3Place,
    readonly object?: ObjectEntry,
  ) {}

  get uri(): string {
    return s3Uri(this.at);
  }

  /**
   * The session with the account that it was seen in.
   * @throws UserError where the place is another account or region by now.
   */
  async connect(): Promise<Session> {
    const session = await this.place.sessions.connect();
    if (session.connection.id === this.connectionId) return session;
    throw new UserError(
      `${this.uri} was listed in another account or region than is connected now; refresh the Data view.`,
    );
  }
}
