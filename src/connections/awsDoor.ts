import type { Connection } from '../sagemaker/connection.ts';
import type { AwsConnectionError } from './awsConnectionError.ts';
import { awsProblem, profileGone } from './awsProblem.ts';
import type { AwsChoice } from './connectionChoice.ts';
import type { CredentialParts } from './credentials.ts';
import type { KnownAccount } from './knownAccounts.ts';
import { connectionAt, openAwsConnection, type OpenedConnection } from './openAwsConnection.ts';
import { mayAsk, placeOf, type Place } from './place.ts';
import type { AwsEnvironment } from './profileFiles.ts';
import { profileFingerprint } from './profileFingerprint.ts';
import { readProfiles } from './profiles.ts';

/** What the files and AWS itself say of a choice; read anew each time, since both can change while the window is open. */
export class AwsDoor {
  constructor(
    private readonly choice: AwsChoice,
    private readonly env: AwsEnvironment,
  ) {}

  /** Where the choice leads now. */
  async place(): Promise<Place> {
    return placeOf(this.choice, await readProfiles(this.env), this.env);
  }

  /** Whether opening it may ask the user for something. */
  async mayAsk(): Promise<boolean> {
    return mayAsk(await this.place());
  }

  /** The error of a profile that is no longer in the files; undefined while it is. */
  async gone(): Promise<AwsConnectionError | undefined> {
    const { choice } = this;
    if (choice.kind !== 'profile') return undefined;
    const profiles = await readProfiles(this.env);
    return profiles.some(({ name }) => name === choice.profile) ? undefined : profileGone(choice.profile);
  }

  /** A text that is another when what the files say of the choice is. */
  fingerprint(): Promise<string> {
    return profileFingerprint(this.choice, this.env);
  }

  /** @throws AwsConnectionError that says what is missing and what to do. */
  open(parts: Omit<CredentialParts, 'env'>): Promise<OpenedConnection> {
    return openAwsConnection(this.choice, { ...parts, env: this.env });
  }

  /**
   * The connection as it was when it was last there, without credentials.
   * @param refusal - What whoever asks for credentials is told.
   * @returns Undefined where the files now lead elsewhere, or say something else of it: that may be another account.
   */
  async recall({ accountId, ...known }: KnownAccount, refusal: Error): Promise<Connection | undefined> {
    const { region, ...place } = await this.place();
    if (region === undefined || region !== known.region || place.redirectedTo !== known.redirectedTo) return undefined;
    if ((await this.fingerprint()) !== known.fingerprint) return undefined;
    return connectionAt(this.choice, { ...place, region }, accountId, () => Promise.reject(refusal));
  }

  /** What went wrong at an opened connection, in one sentence. */
  problem(error: unknown, { endpoint, region }: OpenedConnection['connection']): Error {
    return awsProblem(error, this.choice, endpoint ?? region);
  }
}
