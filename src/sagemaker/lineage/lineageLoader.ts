import type { SdkClients } from '../clients.ts';
import { trainingJobDetails, trainingJobEntry, type TrainingJobEntry } from '../resources/kinds/trainingJobKind.ts';
import type { EndpointEntry } from '../resources/kinds/endpointKind.ts';
import type { ModelEntry } from '../resources/kinds/modelKind.ts';
import type { ListRequest } from '../resources/listQuery.ts';
import { listedEntry } from '../resources/listedEntry.ts';
import type { ResourceEntry } from '../resources/resourceEntry.ts';
import type { KindId, ResourceKind } from '../resources/resourceKind.ts';
import { kindOf, type EntryOf } from '../resources/resourceKinds.ts';
import type { ResourceLists } from '../resources/resourceLists.ts';
import { describeTrainingJob } from '../trainingJobs.ts';
import { ifThere, isMissing } from '../awsErrors.ts';
import { jobNameOf } from './jobNameOf.ts';

const pageSize = 100;
/** Descriptions that are asked for at a time. */
const atOnce = 4;

/** What was made of what, of one session: found by what the resources name, asked for only when somebody wants to know. */
export class LineageLoader {
  /** Descriptions that were asked for here, by kind, ARN and last change. */
  private readonly described = new Map<string, Promise<ResourceEntry>>();

  constructor(
    private readonly clients: SdkClients,
    private readonly lists: ResourceLists,
  ) {}

  /** The training job whose artifact the model has. */
  async jobOf(model: ModelEntry): Promise<TrainingJobEntry | undefined> {
    const { artifact } = await this.detailed('model', model);
    if (artifact === undefined) return undefined;
    const list = this.lists.of('trainingJob');
    for (const job of list.all) if (job.artifact === artifact) return job;
    const name = jobNameOf(artifact);
    if (name === undefined) return undefined;
    const job = await ifThere(describeTrainingJob(this.clients, name));
    if (job?.ModelArtifacts?.S3ModelArtifacts !== artifact) return undefined;
    return { ...trainingJobEntry(job), ...trainingJobDetails(job) };
  }

  /** The models that have the training job's artifact, newest first. */
  async modelsOf(job: TrainingJobEntry): Promise<ModelEntry[]> {
    const { artifact = (await describeTrainingJob(this.clients, job.name)).ModelArtifacts?.S3ModelArtifacts } = job;
    if (artifact === undefined) return [];
    // A model can only be made of an artifact that is there.
    const models = await this.entriesOf('model', { query: { createdAfter: job.created } });
    const detailed = await this.allDetailed('model', models);
    return detailed.filter((model) => model.artifact === artifact);
  }

  /** The endpoints that have a variant of the model, newest first. */
  async endpointsOf(model: ModelEntry): Promise<EndpointEntry[]> {
    // An endpoint that was not changed since the model was made cannot serve it.
    const endpoints = await this.entriesOf('endpoint', { modifiedAfter: model.created - 1 });
    const detailed = await this.allDetailed('endpoint', endpoints);
    return detailed.filter(({ variants = [] }) => variants.some((variant) => variant.model === model.name));
  }

  /** An entry with what only its description tells. */
  async detailed<K extends 'model' | 'endpoint' | 'endpointConfig'>(id: K, entry: EntryOf<K>): Promise<EntryOf<K>> {
    const listed = this.lists.of(id).find(entry.name);
    if (isDetailed(entry)) return entry;
    if (listed !== undefined && listed.created === entry.created && isDetailed(listed)) return listed;
    const kind = resourceKindOf(id);
    const key = `${id} ${entry.arn} ${entry.created} ${entry.modified ?? ''}`;
    const known = this.described.get(key);
    if (known !== undefined) return known;
    const asked = Promise.resolve(kind.details?.(this.clients, entry)).then((told) => ({ ...entry, ...told }));
    this.described.set(key, asked);
    asked.catch(() => this.described.delete(key));
    return asked;
  }

  /** A resource by its name, as far as a list tells; undefined where there is none of exactly that name. */
  async find<K extends KindId>(id: K, name: string): Promise<EntryOf<K> | undefined> {
    return this.lists.of(id).find(name) ?? listedEntry<EntryOf<K>>(this.clients, resourceKindOf(id), name);
  }

  private async allDetailed<K extends 'model' | 'endpoint'>(
    id: K,
    entries: readonly EntryOf<K>[],
  ): Promise<EntryOf<K>[]> {
    const found: EntryOf<K>[] = [];
    for (let start = 0; start < entries.length; start += atOnce)
      found.push(
        ...(
          await Promise.all(
            entries.slice(start, start + atOnce).map(async (entry) => {
              try {
                return [await this.detailed(id, entry)];
              } catch (error) {
                // It may be deleted between the list and the look.
                if (isMissing(error)) return [];
                throw error;
              }
            }),
          )
        ).flat(),
      );
    return found;
  }

  private async entriesOf<K extends KindId>(id: K, request: ListRequest): Promise<EntryOf<K>[]> {
    const kind = resourceKindOf(id);
    const found: EntryOf<K>[] = [];
    let nextToken: string | undefined;
    do {
      const page = await kind.list(this.clients, {
        ...request,
        maxResults: pageSize,
        ...(nextToken !== undefined && { nextToken }),
      });
      found.push(...page.entries);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return found;
  }
}

function resourceKindOf<K extends KindId>(id: K): ResourceKind<EntryOf<K>> {
  return kindOf(id);
}

/** Whether an entry is more than what a list tells. */
function isDetailed(entry: ResourceEntry): boolean {
  return 'variants' in entry || 'image' in entry || 'artifact' in entry;
}
