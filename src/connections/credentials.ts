import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { limitRequests, type Turns } from '../sagemaker/budget/limitRequests.ts';
import type { Credentials } from '../sagemaker/connection.ts';
import { AwsConnectionError, CancelledError } from './awsConnectionError.ts';
import { nameOf, type AwsChoice } from './connectionChoice.ts';
import { profileFiles, type AwsEnvironment } from './profileFiles.ts';

/** A little before their end credentials are fetched anew. */
const margin = 5 * 60_000;

export interface CredentialParts {
  readonly env: AwsEnvironment;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /**
   * Asks the user for the code of an MFA device.
   * @returns Undefined when the user gives none.
   */
  readonly askMfaCode: (serial: string) => Promise<string | undefined>;
}

/** Where STS is asked, also by the SDK on its way to the credentials of a role. */
export interface StsPlace {
  readonly region: string;
  readonly endpoint?: string;
  readonly profile: string;
  /** Where its requests are counted. */
  readonly turns: Turns;
}

/** The credentials of a choice, asked for once for all clients, and again only when they are about to expire. */
export class ChosenCredentials {
  /** While false, nobody is asked for a code. */
  interactive = true;
  private known: Credentials | undefined;
  private asking: Promise<Credentials> | undefined;
  /** What was asked for before they changed is not kept. */
  private round = 0;

  constructor(
    private readonly choice: AwsChoice,
    private readonly sts: StsPlace,
    private readonly parts: CredentialParts,
  ) {}

  readonly provide = (): Promise<Credentials> => {
    const until = this.known?.expiration?.getTime() ?? Infinity;
    if (this.known !== undefined && until - this.parts.now() > margin) return Promise.resolve(this.known);
    const { round } = this;
    this.asking ??= this.ask().finally(() => {
      if (round === this.round) this.asking = undefined;
    });
    return this.asking;
  };

  /** They have changed where they come from. */
  readonly forget = (): void => {
    this.round++;
    this.known = undefined;
    this.asking = undefined;
  };

  private async ask(): Promise<Credentials> {
    const { fromIni, defaultProvider } = await import('../sagemaker/sdk/credentialsSdk.ts');
    const { choice, sts } = this;
    const init = {
      ...profileFiles(this.parts.env),
      ignoreCache: true,
      mfaCodeProvider: (serial: string) => this.mfaCode(serial),
      // The SDK's own would ask AWS for the role, whatever endpoint the profile names.
      roleAssumer: (source: Credentials, params: AssumeRoleCommandInput) => takeOnRole(source, params, sts),
      parentClientConfig: { region: sts.region, profile: sts.profile },
    };
    // A profile is taken at its word: the default chain would go on to the machine's own role when the profile gives nothing.
    const provider = choice.kind === 'profile' ? fromIni({ ...init, profile: choice.profile }) : defaultProvider(init);
    const { round } = this;
    const found = await provider();
    if (round === this.round) this.known = found;
    return found;
  }

  private async mfaCode(serial: string): Promise<string> {
    if (!this.interactive)
      throw new AwsConnectionError(
        `The session of ${nameOf(this.choice)} has ended; connect again to enter a new MFA code.`,
      );
    const code = await this.parts.askMfaCode(serial);
    if (code === undefined) throw new CancelledError('No MFA code was given, so there is no connection.');
    return code;
  }
}

/** Without it a server that says nothing is waited for without end; three tries are what a person waits for. */
export const stsPatience = { connectionTimeout: 5_000, socketTimeout: 8_000 };

async function takeOnRole(
  source: Credentials,
  params: AssumeRoleCommandInput,
  { turns, ...sts }: StsPlace,
): Promise<Credentials> {
  const { AssumeRoleCommand, STSClient } = await import('../sagemaker/sdk/stsSdk.ts');
  const configuration = { credentials: source, maxAttempts: 3, requestHandler: stsPatience };
  const client = limitRequests(new STSClient({ ...sts, ...configuration }), turns);
  try {
    const { Credentials: made } = await client.send(new AssumeRoleCommand(params));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = made ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(Expiration && { expiration: Expiration }),
    };
  } finally {
    client.destroy();
  }
}
