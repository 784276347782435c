import type { SdkClients } from '../../sagemaker/clients.ts';
import type { Session } from '../../sagemaker/session.ts';
import { readProfiles, type ProfileFacts } from '../profiles.ts';
import type { SetupParts } from './setupParts.ts';

/** Who the connection's requests come from, and how far the clocks are apart. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

/** What several checks ask of AWS, asked once. */
export class AwsLook {
  private opened: Promise<Session> | undefined;
  private called: Promise<Caller> | undefined;
  private skew: number | undefined;

  constructor(readonly parts: SetupParts) {}

  get isLocal(): boolean {
    return this.parts.place.choice.kind === 'local';
  }

  /** @throws UserError when it cannot be had without asking the user something. */
  session(): Promise<Session> {
    this.opened ??= this.parts.place.sessions.connect({ quiet: true });
    return this.opened;
  }

  profiles(): Promise<ProfileFacts[]> {
    return readProfiles(this.parts.env);
  }

  /** @throws Error of the SDK. */
  caller(): Promise<Caller> {
    this.called ??= this.session().then(({ clients }) => this.askCaller(clients));
    return this.called;
  }

  /**
   * By how many milliseconds this machine's clock is ahead of that of AWS; undefined where AWS did not answer. What AWS refuses for its
   * time tells the time all the same.
   */
  async clockSkew(): Promise<number | undefined> {
    await this.caller().catch(() => undefined); // why it failed is said by the check of the identity
    return this.skew;
  }

  private async askCaller(clients: SdkClients): Promise<Caller> {
    const { GetCallerIdentityCommand, STSClient } = await import('../../sagemaker/sdk/stsSdk.ts');
    const { region, credentials, profile, serviceEndpoints } = clients.connection;
    const endpoint = serviceEndpoints?.sts ?? clients.connection.endpoint;
    const client = clients.limited(
      new STSClient({
        region,
        credentials,
        maxAttempts: 2,
        ...(endpoint !== undefined && { endpoint }),
        ...(profile !== undefined && { profile }),
      }),
    );
    // Last in its step, so that it sees the answer before anything is made of it, a refusal too.
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        this.readDate(answer.response);
        return answer;
      },
      { step: 'deserialize', priority: 'low', name: 'readDate' },
    );
    try {
      const { Account: accountId = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}));
      return { accountId, arn };
    } finally {
      client.destroy();
    }
  }

  private readDate(response: unknown): void {
    const { headers } = response as { readonly headers?: Readonly<Record<string, string>> };
    const date = Date.parse(headers?.['date'] ?? '');
    if (!Number.isNaN(date)) this.skew = this.parts.clock.now() - date;
  }
}
