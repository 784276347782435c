import type { SdkClients } from '../../src/sagemaker/clients.ts';
import type { ListPage, ListQuery, ListRequest } from '../../src/sagemaker/resources/listQuery.ts';
import { servesAll } from '../../src/sagemaker/resources/listQuery.ts';
import type { ResourceEntry } from '../../src/sagemaker/resources/resourceEntry.ts';
import { jobState, jobStatuses, type ResourceKind } from '../../src/sagemaker/resources/resourceKind.ts';
import { inOrder } from '../../src/sagemaker/resources/resourceOrder.ts';

/** A service of one kind of job, as SageMaker's lists behave; the outermost edge of what a list model asks. */
export class ScriptedService {
  readonly jobs = new Map<string, ResourceEntry>();
  /** What was asked, in order: `list`, `delta`, `page 2`, `InProgress`, `describe NAME`. */
  readonly asked: string[] = [];
  /** The next requests fail with these. */
  readonly errors: Error[] = [];
  /** Requests wait here, if somebody set it. */
  gate: Promise<void> | undefined;
  /** Descriptions wait here, if somebody set it. */
  describeGate: Promise<void> | undefined;
  /** The first pages of a list come empty, as filters may leave them. */
  emptyPages = 0;
  /** Tokens of before are no longer good. */
  epoch = 0;
  pageSize = 100;

  /** Adds or changes a job. */
  put(name: string, created: number, status = 'Completed', modified = created): void {
    this.jobs.set(name, { name, arn: `arn:aws:sagemaker:::job/${name}`, status, created, modified });
  }

  /** Another status of one that is there. */
  change(name: string, status: string, modified: number): void {
    this.put(name, this.find(name).created, status, modified);
  }

  readonly kind: ResourceKind = {
    id: 'processingJob',
    noun: 'job',
    plural: 'jobs',
    statuses: jobStatuses,
    serves: servesAll,
    stateOf: jobState,
    list: (_, request) => this.list(request),
    describe: async (_, name) => this.find(name),
  };

  /** The same, whose descriptions tell more than its lists. */
  readonly detailedKind: ResourceKind = {
    ...this.kind,
    details: async (_, { name }) => {
      this.asked.push(`describe ${name}`);
      await this.describeGate;
      return { failureReason: `told of ${this.find(name).name}` };
    },
  };

  private find(name: string): ResourceEntry {
    const job = this.jobs.get(name);
    if (job !== undefined) return job;
    throw Object.assign(new Error('Could not find requested job'), { name: 'ValidationException' });
  }

  private async list({ nextToken, modifiedAfter, query = {} }: ListRequest): Promise<ListPage<ResourceEntry>> {
    const at = nextToken === undefined ? 0 : this.placeOf(nextToken);
    this.asked.push(wordOf(query, modifiedAfter, at / this.pageSize + 1));
    const found = inOrder(this.jobs.values(), query).filter(
      ({ modified = 0 }) => modifiedAfter === undefined || modified > modifiedAfter,
    );
    // What a request finds, it finds when it arrives.
    await this.gate;
    const error = this.errors.shift();
    if (error !== undefined) throw error;
    if (this.emptyPages > 0) {
      this.emptyPages--;
      return { entries: [], nextToken: `${this.epoch}:0` };
    }
    const entries = found.slice(at, at + this.pageSize);
    const next = at + this.pageSize;
    return { entries, ...(next < found.length && { nextToken: `${this.epoch}:${next}` }) };
  }

  private placeOf(token: string): number {
    const [epoch, place] = token.split(':').map(Number);
    if (epoch === this.epoch) return place ?? 0;
    throw Object.assign(new Error('The NextToken is invalid.'), { name: 'ValidationException' });
  }
}

function wordOf(query: ListQuery, modifiedAfter: number | undefined, page: number): string {
  if (modifiedAfter !== undefined) return page === 1 ? 'delta' : `delta ${page}`;
  const what = query.status ?? query.nameContains ?? query.sortBy ?? 'list';
  return page === 1 ? what : `${what} ${page}`;
}

/** Clients of a connection that nothing is asked with. */
export function noClients(kind: 'aws' | 'local'): SdkClients {
  return { connection: { kind, id: `${kind}:1:eu-west-1` } } as SdkClients;
}
