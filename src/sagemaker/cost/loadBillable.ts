import type { SdkClients } from '../clients.ts';
import { isDenied, ifThere } from '../awsErrors.ts';
import type { ListQuery } from '../resources/listQuery.ts';
import type { ResourceEntry } from '../resources/resourceEntry.ts';
import { kindOf } from '../resources/resourceKinds.ts';
import type { Session } from '../session.ts';
import { inParallel } from '../../shared/node/inParallel.ts';
import { billableKinds, billableOf, isStanding, type Billable, type BillableKind } from './billable.ts';

/** What is billed, and the kinds that could not be looked at: their sum is not the whole. */
export interface BillableFound {
  readonly items: readonly Billable[];
  readonly missing: readonly { readonly kind: BillableKind; readonly error: unknown }[];
}

type Looked = Pick<Session, 'clients' | 'lists'>;

interface LoadOptions {
  readonly since?: number;
  readonly known?: readonly Billable[];
  readonly onFound?: (item: Billable) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Jobs that ended today are described only so far: each is a request. */
const mostEnded = 20;
/** Descriptions that are asked for at once: as many as an account is asked in a second. */
const standingAtOnce = 4;

/**
 * Looks for everything that is billed at a place: first for notebook instances and endpoints, which cost until somebody ends them and are few
 * beside the jobs of a large account. What the session's lists know is not described again, and what is told now they know too.
 * @param since - Jobs that ended after it are among them, with `until`; without it only what runs.
 * @param known - What is known already is not described again.
 * @param onFound - Told of each as soon as it is known: in a large account all takes minutes.
 * @param signal - Nothing more is asked once it is aborted; its reason is thrown.
 */
export async function loadBillable(
  session: Looked,
  { since, known = [], onFound = () => undefined, signal }: LoadOptions = {},
): Promise<BillableFound> {
  const before = new Map(known.map((item) => [item.arn, item]));
  const missing: { kind: BillableKind; error: unknown }[] = [];
  const load = async (kind: BillableKind): Promise<Billable[]> => {
    try {
      return await loadKind(session, kind, { before, since, onFound, signal });
    } catch (error) {
      // One kind that may not be listed says nothing of the others.
      if (!isDenied(error) && !isUnserved(error)) throw error;
      missing.push({ kind, error });
      return [];
    }
  };
  const items: Billable[] = [];
  for (const isFirst of [true, false]) {
    const kinds = billableKinds.filter((kind) => isStanding(kind) === isFirst);
    items.push(...(await Promise.all(kinds.map(load))).flat());
  }
  return { items, missing };
}

const isUnserved = (error: unknown): boolean =>
  error instanceof Error && /^(UnknownOperation|NotImplemented|UnsupportedOperation)/.test(error.name);

interface KindOptions extends Required<Pick<LoadOptions, 'onFound'>> {
  /** What is known, by ARN. */
  readonly before: ReadonlyMap<string, Billable>;
  readonly since: number | undefined;
  readonly signal: AbortSignal | undefined;
}

async function loadKind(
  session: Looked,
  kind: BillableKind,
  { before, since, onFound, signal }: KindOptions,
): Promise<Billable[]> {
  const { clients } = session;
  const isJob = !isStanding(kind);
  // Of notebooks and endpoints several statuses are billed, and there are few enough to list them all.
  const entries = await listAll(clients, kind, isJob ? { status: 'InProgress' } : {}, signal);
  signal?.throwIfAborted();
  if (isJob && since !== undefined) entries.push(...(await endedSince(clients, kind, since)));
  const found: Billable[] = [];
  const look = async (entry: ResourceEntry): Promise<void> => {
    const last = before.get(entry.arn);
    const isKnown = last?.modified === (entry.modified ?? entry.created) && last.status === entry.status;
    const item = isKnown ? last : await describedBillable(session, kind, entry);
    if (item === undefined) return;
    found.push(item);
    onFound(item);
  };
  const each = [...new Map(entries.map((one) => [one.arn, one])).values()];
  await inParallel(each, isJob ? 1 : standingAtOnce, signal, look);
  return found;
}

async function listAll(
  clients: SdkClients,
  kind: BillableKind,
  query: ListQuery,
  signal: AbortSignal | undefined,
): Promise<ResourceEntry[]> {
  const found: ResourceEntry[] = [];
  let nextToken: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await kindOf(kind).list(clients, { maxResults: 100, query, ...(nextToken && { nextToken }) });
    found.push(...page.entries);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

async function endedSince(clients: SdkClients, kind: BillableKind, since: number): Promise<ResourceEntry[]> {
  const { entries } = await kindOf(kind).list(clients, { maxResults: 100, modifiedAfter: since });
  return entries.filter(({ ended }) => ended !== undefined && ended > since).slice(0, mostEnded);
}

async function describedBillable(
  { lists }: Looked,
  kind: BillableKind,
  entry: ResourceEntry,
): Promise<Billable | undefined> {
  const times = { created: 0, started: entry.created };
  // What is not billed whatever its details need not be described.
  if (billableOf(kind, { ...times, ...entry }) === undefined) return undefined;
  // Of a tuning job only its training jobs cost.
  const details = kind === 'tuningJob' ? {} : await ifThere(lists.of(kind).detailsOf(entry));
  // What is gone meanwhile costs nothing.
  return details && billableOf(kind, { ...entry, ...details });
}
