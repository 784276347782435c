import type { PredictionMemory } from '../../jobs/predictions/predictionMemory.ts';
import { textProblem } from '../../jobs/predictions/textProblem.ts';
import { invokeEndpoint, type InvocationResult } from '../../sagemaker/predictions/invokeEndpoint.ts';
import type { SentText } from '../../sagemaker/predictions/predictionsFeed.ts';
import { formatOfText, proposedType } from '../../sagemaker/predictions/rowFormat.ts';
import { describeEndpoint } from '../../sagemaker/resources/kinds/endpointKind.ts';
import type { Session } from '../../sagemaker/session.ts';
import { UserError } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { knownColumns } from './knownColumns.ts';
import { sendsAnyway } from './sendsAnyway.ts';

/** Milliseconds. */
const knownFor = 60_000;
const textHint =
  'Send rows without header and label, in the order of the training data; "Rows of a file…" leaves both out by itself.';

/** Sends texts to one endpoint, at its own place and nowhere else. */
export class InvocationSender {
  private known: { readonly at: number; readonly columns: Promise<number | undefined> } | undefined;

  /** @param connectionId - Of the account and region that the endpoint is in. */
  constructor(
    private readonly target: ResourceTarget,
    private readonly connectionId: string | undefined,
    private readonly parts: Pick<UiParts, 'clock' | 'log' | 'walkthrough'> & { readonly memory: PredictionMemory },
    /** What is proposed. */
    readonly compose: {
      readonly variants: readonly string[];
      readonly text: string;
      readonly contentType: string;
      readonly variant?: string;
    },
  ) {}

  /** @throws UserError where the place has come to mean another account, and where the text is not sent after all. */
  async send({ text, contentType, variant }: SentText): Promise<InvocationResult> {
    const { memory, clock, walkthrough } = this.parts;
    const session = await sessionOf(this.target, this.connectionId);
    const { clients, connection } = session;
    if (!(await sendsAnyway(textProblem(text, contentType, await this.trained(session)), textHint)))
      throw new UserError('Nothing was sent: change the text, and send it again.');
    await memory.keepInvocation(connection, this.target.name, { text, contentType });
    await memory.keepType(connection, this.target.name, { format: formatOfText(text), contentType });
    const invocation = { endpoint: this.target.name, contentType, ...(variant !== undefined && { variant }) };
    const result = await invokeEndpoint(clients, invocation, text, { clock });
    if (result.problem === undefined) void walkthrough.reach('invoked');
    return result;
  }

  /** The content type to send a text with. */
  typeFor(text: string): string {
    const { target, connectionId: id, parts } = this;
    return proposedType(text, (format) =>
      id === undefined ? undefined : parts.memory.typeOf({ id }, target.name, format),
    );
  }

  /** Not asked for each text anew; an endpoint may be updated meanwhile. */
  private trained(session: Session): Promise<number | undefined> {
    const now = this.parts.clock.now();
    if (this.known === undefined || now - this.known.at > knownFor)
      this.known = { at: now, columns: knownColumns(this.target, session, this.parts) };
    return this.known.columns;
  }
}

/** @throws UserError where the place has come to mean another account. */
export async function sessionOf({ place, name }: ResourceTarget, connectionId: string | undefined): Promise<Session> {
  const session = await place.sessions.connect();
  const { id, accountId, region, label } = session.connection;
  if (connectionId === undefined || id === connectionId) return session;
  throw new UserError(
    `${name} is not of account ${accountId} in ${region}, which ${label} stands for now: switch back to ask it.`,
  );
}

/** The variants of an endpoint that one can ask for by name. */
export async function variantNames({ clients }: Pick<Session, 'clients'>, endpoint: string): Promise<string[]> {
  const { ProductionVariants: variants = [] } = await describeEndpoint(clients, endpoint);
  return variants.map(({ VariantName: name = '' }) => name).filter((name) => name !== '');
}
