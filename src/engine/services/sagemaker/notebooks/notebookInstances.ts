import type { Clock } from '../../../../shared/clock.ts';
import type { EngineAccess } from '../../../execution/python/childEnvironment.ts';
import type { HostMounts } from '../../../execution/python/hostMounts.ts';
import { removeFolder } from '../../../execution/removeFolder.ts';
import type { JupyterLoader } from '../../../notebooks/jupyterLoader.ts';
import type { LifecycleHook } from '../../../notebooks/lifecycleScript.ts';
import { NotebookLog } from '../../../notebooks/notebookLog.ts';
import { NotebookRun } from '../../../notebooks/notebookRun.ts';
import { notebookSpace, type NotebookSpace } from '../../../notebooks/notebookSpace.ts';
import { AwsError } from '../../../server/awsError.ts';
import type { JsonObject } from '../../../server/jsonService.ts';
import type { RoleSession } from '../../../server/signature/keyring.ts';
import type { LogStore } from '../../../store/logStore.ts';
import type { ResourceStore } from '../../../store/resourceStore.ts';
import { listPage } from '../../paging.ts';
import type { Tag, TagOwner } from '../tagOwner.ts';
import type { CodeRepositories } from './codeRepositories.ts';
import type { LifecycleConfigs } from './lifecycleConfigs.ts';
import { NotebookInstance } from './notebookInstance.ts';
import {
  describeNotebook,
  notebookNotes,
  notebookSummary,
  summarizeNotebookInstance,
  type NotebookInstanceRecord,
  type NotebookSettings,
} from './notebookInstanceRecord.ts';
import { matchesNotebookFilters } from './notebookFilters.ts';
import { settingsWith, shrinkProblem } from './notebookSettings.ts';

export interface NotebookInstancesParts {
  readonly store: ResourceStore<NotebookInstanceRecord>;
  readonly configs: LifecycleConfigs;
  readonly repositories: CodeRepositories;
  readonly jupyter: Pick<JupyterLoader, 'find'>;
  readonly mounts: Pick<HostMounts, 'prepare'>;
  /** The shipped Python programs. */
  readonly programs: string;
  readonly logs: LogStore;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  readonly stateDirectory: string;
  readonly workDirectory: string;
  /** Access as a role. */
  readonly access: (session: RoleSession) => EngineAccess;
  /** The engine's own environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

interface NamedInput extends JsonObject {
  readonly NotebookInstanceName: string;
}

/** Owner of the notebook instances: what they are, and the Jupyter servers that they are on this machine. */
export class NotebookInstances implements TagOwner {
  readonly arnType = 'notebook-instance';
  private readonly instances = new Map<string, NotebookInstance>();
  /** Names being created: two creates of one name that arrive together must not both pass the check. */
  private readonly arriving = new Set<string>();

  constructor(private readonly parts: NotebookInstancesParts) {}

  /** Instances that run, or are on their way: an engine that has one is not idle. */
  get activeCount(): number {
    return [...this.instances.values()].filter(({ record }) => !['Stopped', 'Failed'].includes(record.status)).length;
  }

  /** Reads what an earlier engine had; `startLeft` starts it again. */
  async recover(): Promise<void> {
    for (const { name } of this.parts.store.list()) {
      const record = await this.parts.store.get(name);
      if (record !== undefined) this.hold(record);
    }
  }

  startLeft(): void {
    for (const instance of this.instances.values()) instance.open();
  }

  async abandon(): Promise<void> {
    await Promise.all([...this.instances.values()].map((instance) => instance.abandon()));
  }

  /** @throws AwsError ValidationException. */
  async create(input: JsonObject): Promise<JsonObject> {
    const { NotebookInstanceName: name, Tags: tags = [] } = input as NamedInput & { Tags?: readonly Tag[] };
    const settings = settingsWith({}, input);
    const arn = this.arnOf(name);
    if (this.instances.has(name) || this.arriving.has(name))
      throw invalid(`Cannot create a duplicate Notebook Instance (${arn})`);
    this.arriving.add(name);
    try {
      await this.check(settings);
      const now = this.parts.clock.now() / 1000;
      const times = { creationTime: now, lastModifiedTime: now };
      const record: NotebookInstanceRecord = {
        name,
        arn,
        settings,
        tags,
        status: 'Pending',
        isCreated: false,
        ...times,
      };
      await this.parts.store.put(record);
      this.hold(record).open();
    } finally {
      this.arriving.delete(name);
    }
    return { NotebookInstanceArn: arn };
  }

  describe(input: JsonObject): JsonObject {
    const { record, address } = this.find(input);
    return describeNotebook(record, address);
  }

  list(input: JsonObject): JsonObject {
    const found = [...this.instances.values()]
      .filter(({ record }) => matchesNotebookFilters(record.settings, input))
      .map((instance) => ({ ...summarizeNotebookInstance(instance.record), instance }));
    const page = listPage(found, input, { sortBy: 'Name', sortOrder: 'Ascending' });
    return {
      NotebookInstances: page.items.map(({ instance }) => notebookSummary(instance.record, instance.address)),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  }

  async start(input: JsonObject): Promise<JsonObject> {
    await this.find(input).start();
    return {};
  }

  async stop(input: JsonObject): Promise<JsonObject> {
    await this.find(input).stop();
    return {};
  }

  async update(input: JsonObject): Promise<JsonObject> {
    const instance = this.find(input);
    const settings = settingsWith(instance.record.settings, input);
    const problem = shrinkProblem(instance.record.settings, settings);
    if (problem !== undefined) throw invalid(problem);
    await this.check(settings);
    await instance.update(settings);
    return {};
  }

  async delete(input: JsonObject): Promise<JsonObject> {
    await this.find(input).delete();
    return {};
  }

  presignedUrl(input: JsonObject): JsonObject {
    return { AuthorizedUrl: this.find(input).authorizedUrl() };
  }

  async tagsOf(name: string): Promise<readonly Tag[] | undefined> {
    return this.instances.get(name)?.record.tags;
  }

  async putTags(name: string, tags: readonly Tag[]): Promise<void> {
    const { record } = this.find({ NotebookInstanceName: name });
    record.tags = tags;
    await this.parts.store.put(record);
  }

  /** What the settings name must be there. */
  private async check({ LifecycleConfigName, ...settings }: NotebookSettings): Promise<void> {
    if (LifecycleConfigName !== undefined) await this.parts.configs.scriptsOf(LifecycleConfigName, 'OnStart');
    for (const name of repositoriesOf(settings)) await this.parts.repositories.sourceOf(name);
  }

  private hold(record: NotebookInstanceRecord): NotebookInstance {
    const { store, clock, report } = this.parts;
    const instance = new NotebookInstance(record, {
      clock,
      report,
      store: (changed) => store.put(changed),
      remove: async ({ name }) => {
        await removeFolder(this.spaceOf(name).home);
        await store.delete(name);
        this.instances.delete(name);
      },
      prepare: (wanted) => this.prepare(wanted),
    });
    this.instances.set(record.name, instance);
    return instance;
  }

  private async prepare(record: NotebookInstanceRecord): Promise<NotebookRun> {
    const { store, configs, repositories, logs, clock, report } = this.parts;
    const { name, arn, settings, isCreated } = record;
    const sources = await Promise.all(repositoriesOf(settings).map((wanted) => repositories.sourceOf(wanted)));
    const config = settings.LifecycleConfigName;
    const scriptsOf = (hook: LifecycleHook) => (config === undefined ? [] : configs.scriptsOf(config, hook));
    const plan = {
      name,
      arn,
      space: this.spaceOf(name),
      repositories: sources,
      opensRepository: settings.DefaultCodeRepository !== undefined,
      createScripts: isCreated ? [] : await scriptsOf('OnCreate'),
      startScripts: await scriptsOf('OnStart'),
      notes: [
        ...notebookNotes(settings),
        ...sources
          .filter(({ secret }) => secret !== undefined)
          .map(({ url }) => `SecretArn is not honoured: the local engine clones ${url} with your own Git credentials.`),
      ],
    };
    const session = { role: roleName(settings.RoleArn), name: 'SageMaker' }; // as the service names it
    return new NotebookRun(plan, {
      ...this.parts,
      access: () => this.parts.access(session),
      log: new NotebookLog(name, logs, clock, report),
      onDidCreate: async () => {
        record.isCreated = true;
        await store.put(record);
      },
    });
  }

  private spaceOf(name: string): NotebookSpace {
    return notebookSpace(name, this.parts.stateDirectory, this.parts.workDirectory);
  }

  /** In the word that the Terraform provider looks for (internal/service/sagemaker/notebook_instance.go). */
  private find(input: JsonObject): NotebookInstance {
    const instance = this.instances.get((input as NamedInput).NotebookInstanceName);
    if (instance === undefined) throw invalid('RecordNotFound');
    return instance;
  }

  private arnOf(name: string): string {
    return `arn:aws:sagemaker:${this.parts.region}:${this.parts.accountId}:notebook-instance/${name}`;
  }
}

/** The default one first. */
function repositoriesOf({ DefaultCodeRepository, AdditionalCodeRepositories = [] }: NotebookSettings): string[] {
  return [...(DefaultCodeRepository === undefined ? [] : [DefaultCodeRepository]), ...AdditionalCodeRepositories];
}

/** What follows the path in a role's ARN. */
const roleName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
