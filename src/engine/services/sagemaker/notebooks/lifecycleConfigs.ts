import type { Clock } from '../../../../shared/clock.ts';
import type { LifecycleHook, LifecycleScript } from '../../../notebooks/lifecycleScript.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import type { ResourceSummary } from '../../../store/resourceSummary.ts';
import { listPage } from '../../paging.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';

/** At most one script a hook (service model). */
type Hooks = Partial<Record<LifecycleHook, readonly { readonly Content?: string }[]>>;

export interface LifecycleConfigRecord {
  readonly name: string;
  readonly arn: string;
  readonly hooks: Hooks;
  readonly tags: readonly Tag[];
  /** Epoch seconds. */
  readonly creationTime: number;
  readonly lastModifiedTime: number;
}

export interface LifecycleConfigsParts {
  readonly store: ResourceStore<LifecycleConfigRecord>;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
}

/** What the store keeps in memory of a configuration; it has no status. */
export function summarizeLifecycleConfig({
  name,
  creationTime,
  lastModifiedTime,
}: LifecycleConfigRecord): ResourceSummary {
  return { name, status: '', creationTime, lastModifiedTime };
}

/** Owner of the lifecycle configurations: scripts that notebook instances run when they are made and when they start. */
export class LifecycleConfigs implements TagOwner {
  readonly arnType = 'notebook-instance-lifecycle-config';
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();

  constructor(private readonly parts: LifecycleConfigsParts) {}

  /** @throws AwsError ValidationException. */
  async create(input: JsonObject): Promise<JsonObject> {
    const { NotebookInstanceLifecycleConfigName: name, Tags: tags = [] } = input as ConfigRequest;
    const hooks = hooksOf(input);
    const arn = this.arnOf(name);
    if (this.parts.store.has(name) || this.arriving.has(name))
      throw this.refused('create', name, 'Notebook Instance Lifecycle Config already exists.');
    this.arriving.add(name);
    try {
      const now = this.parts.clock.now() / 1000;
      await this.parts.store.put({ name, arn, hooks, tags, creationTime: now, lastModifiedTime: now });
    } finally {
      this.arriving.delete(name);
    }
    return { NotebookInstanceLifecycleConfigArn: arn };
  }

  async describe(input: JsonObject): Promise<JsonObject> {
    const record = await this.find(nameOf(input), 'describe');
    return { ...shown(record), OnCreate: record.hooks.OnCreate ?? [], OnStart: record.hooks.OnStart ?? [] };
  }

  async list(input: JsonObject): Promise<JsonObject> {
    const defaults = { sortBy: 'CreationTime', sortOrder: 'Ascending' } as const;
    const page = listPage(this.parts.store.list(), input, defaults, {
      LastModifiedTime: ({ lastModifiedTime }) => lastModifiedTime,
    });
    return {
      NotebookInstanceLifecycleConfigs: page.items.map(({ name, creationTime, lastModifiedTime }) =>
        shown({ name, arn: this.arnOf(name), creationTime, lastModifiedTime }),
      ),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  /** A hook that is not named stays as it is. */
  async update(input: JsonObject): Promise<JsonObject> {
    const record = await this.find(nameOf(input), 'update');
    const hooks = { ...record.hooks, ...hooksOf(input) };
    await this.parts.store.put({ ...record, hooks, lastModifiedTime: this.parts.clock.now() / 1000 });
    return {};
  }

  async delete(input: JsonObject): Promise<JsonObject> {
    const { name } = await this.find(nameOf(input), 'delete');
    await this.parts.store.delete(name);
    return {};
  }

  /** The scripts of a hook: one or none. @throws AwsError ValidationException where there is no such configuration. */
  async scriptsOf(name: string, hook: LifecycleHook): Promise<LifecycleScript[]> {
    const { arn, hooks } = await this.find(name, 'describe');
    return (hooks[hook] ?? []).flatMap(({ Content }) =>
      Content === undefined ? [] : [{ hook, configArn: arn, content: Buffer.from(Content, 'base64').toString('utf8') }],
    );
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    return (await this.parts.store.get(name))?.tags;
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    await this.parts.store.put({ ...(await this.find(name, 'describe')), tags });
  }

  private async find(name: string, verb: string): Promise<LifecycleConfigRecord> {
    const record = await this.parts.store.get(name);
    if (record === undefined) throw this.refused(verb, name, 'Notebook Instance Lifecycle Config does not exist.');
    return record;
  }

  /** In the words that aws-controllers-k8s and moto know (sagemaker-controller, notebook_instance_lifecycle_config). */
  private refused(verb: string, name: string, details: string): AwsError {
    return invalid(`Unable to ${verb} Notebook Instance Lifecycle Config '${this.arnOf(name)}'. (Details: ${details})`);
  }

  private arnOf(name: string): string {
    return `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:${this.arnType}/${name}`;
  }
}

interface ConfigRequest extends JsonObject, Hooks {
  readonly NotebookInstanceLifecycleConfigName: string;
  readonly Tags?: readonly Tag[];
}

function nameOf(input: JsonObject): string {
  return (input as ConfigRequest).NotebookInstanceLifecycleConfigName;
}

/** @throws AwsError ValidationException for a script that is not base64: it would be run as what it does not say. */
function hooksOf({ OnCreate, OnStart }: Hooks): Hooks {
  for (const [hook, scripts] of Object.entries({ OnCreate, OnStart })) {
    if (scripts?.every(({ Content = '' }) => isBase64(Content)) === false)
      throw invalid(`The Content of ${hook} is not base64; encode the script, e.g. with base64 -w0 script.sh.`);
  }
  return { ...(OnCreate && { OnCreate }), ...(OnStart && { OnStart }) };
}

/** Line ends, as `base64` writes them, are no fault. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text.replace(/\s/g, '')) && text.replace(/\s/g, '').length % 4 === 0;
}

function shown({
  name,
  arn,
  creationTime,
  lastModifiedTime,
}: Pick<LifecycleConfigRecord, 'name' | 'arn' | 'creationTime' | 'lastModifiedTime'>): JsonObject {
  return {
    NotebookInstanceLifecycleConfigName: name,
    NotebookInstanceLifecycleConfigArn: arn,
    CreationTime: creationTime,
    LastModifiedTime: lastModifiedTime,
  };
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
