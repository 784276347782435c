import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import type { ListQuery } from '../../sagemaker/resources/listQuery.ts';
import type { ResourceEntry } from '../../sagemaker/resources/resourceEntry.ts';
import type { KindId, ResourceKind, ResourceState } from '../../sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import { reasonText } from '../../sagemaker/serviceProblem.ts';
import type { ResourceChoice } from './resourceChoice.ts';
import type { ResourceItem } from './resourceItem.ts';
import { ResourceTarget } from './resourceTarget.ts';

/** A resource in a list to pick from. */
export interface OfferedResource extends vscode.QuickPickItem {
  readonly target: ResourceTarget;
  readonly created: number;
  /** Whether its row is selected in a view. */
  readonly isSelected: boolean;
}

const pageSize = 100;
/** More statuses than these are cheaper to leave out of what came than to ask for one by one. */
const mostStatuses = 2;

const icons: Readonly<Record<ResourceState, readonly [icon: string, color: string]>> = {
  running: ['sync', 'charts.blue'],
  inService: ['play-circle', 'charts.green'],
  completed: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  stopped: ['stop-circle', 'testing.iconSkipped'],
  ready: ['circle-outline', 'foreground'],
};

/** The resources of some places that can be picked: the newest at first, and whatever is searched for by name. */
export class ResourceOffers {
  private readonly found = new Map<string, OfferedResource>();
  private readonly searched = new Set<string>();
  private readonly failures = new Map<KindId, unknown>();
  private more = false;

  constructor(
    private readonly places: readonly Place[],
    private readonly choice: ResourceChoice,
  ) {}

  /** What is selected in a view, then the newest first; each stays the same object, so that what is checked stays checked. */
  get items(): OfferedResource[] {
    return [...this.found.values()].sort(
      (a, b) => Number(b.isSelected) - Number(a.isSelected) || b.created - a.created,
    );
  }

  /** Whether there are others, which are only found by their names. */
  get isCut(): boolean {
    return this.more;
  }

  /** What could not be listed, and why; undefined where everything could. */
  get problem(): string | undefined {
    const [first] = this.failures;
    return first && `${capital(kindOf(first[0]).plural)} could not be listed: ${reasonText(first[1])}`;
  }

  /** Offers what is selected in a view, which is known without asking. */
  putFirst(rows: readonly ResourceItem[]): void {
    for (const { place, kind, entry } of rows) {
      const connection = this.places.includes(place) ? place.sessions.current?.connection : undefined;
      if (connection === undefined) continue;
      const offer = this.offer(place, kindOf(kind), entry, connection.label, true);
      this.found.set(`${connection.id} ${entry.arn}`, offer);
    }
  }

  /** Asks for the newest. @throws What kept all kinds from being listed. */
  async load(): Promise<void> {
    // One after the other: each may ask the user for something.
    for (const { sessions } of this.places) await sessions.connect();
    await this.ask({});
    const [first] = this.failures.values();
    if (this.found.size === 0 && this.failures.size === this.choice.kinds.length) throw first;
  }

  /** Asks for those whose names hold the text, where not all are there already. @returns Whether there are more now. */
  async search(text: string): Promise<boolean> {
    const nameContains = text.trim();
    // What a name can hold (API reference, NameContains).
    if (!this.more || !/^[a-zA-Z0-9-]+$/.test(nameContains) || this.searched.has(nameContains)) return false;
    this.searched.add(nameContains);
    const before = this.found.size;
    await this.ask({ nameContains });
    return this.found.size > before;
  }

  private async ask(query: ListQuery): Promise<void> {
    await Promise.all(
      this.places.flatMap((place) =>
        this.choice.kinds.map(async (id) => {
          try {
            await this.list(place, id, query);
          } catch (error) {
            this.failures.set(id, error);
          }
        }),
      ),
    );
  }

  private async list(place: Place, id: KindId, query: ListQuery): Promise<void> {
    const kind = kindOf(id);
    const { accepts = () => true } = this.choice;
    const { clients } = await place.sessions.connect();
    for (const status of statusesToAsk(kind, accepts)) {
      const asked = { maxResults: pageSize, query: { ...query, ...(status !== undefined && { status }) } };
      const { entries, nextToken } = await kind.list(clients, asked);
      this.more ||= nextToken !== undefined;
      for (const entry of entries.filter((one) => accepts(kind, one))) {
        const key = `${clients.connection.id} ${entry.arn}`;
        if (!this.found.has(key)) this.found.set(key, this.offer(place, kind, entry, clients.connection.label));
      }
    }
  }

  private offer(
    place: Place,
    kind: ResourceKind,
    entry: ResourceEntry,
    where: string,
    isSelected = false,
  ): OfferedResource {
    const [icon, color] = icons[kind.stateOf(entry.status)];
    const noun = this.choice.kinds.length > 1 ? kind.noun : '';
    const facts = [noun, entry.status, isSelected ? 'selected' : ''].filter((part) => part !== '');
    return {
      label: entry.name,
      description: facts.join(' · '),
      detail: `${new Date(entry.created).toLocaleString()} · ${where}`,
      iconPath: new vscode.ThemeIcon(icon, new vscode.ThemeColor(color)),
      created: entry.created,
      isSelected,
      target: new ResourceTarget(place, kind.id, entry.name),
    };
  }
}

/** The statuses to ask the API for one by one, where few of a kind's are accepted; else all at once. */
function statusesToAsk(
  kind: ResourceKind,
  accepts: NonNullable<ResourceChoice['accepts']>,
): readonly (string | undefined)[] {
  if (!kind.serves.status) return [undefined];
  const accepted = kind.statuses.filter((status) => accepts(kind, { name: '', arn: '', created: 0, status }));
  return accepted.length > 0 && accepted.length <= mostStatuses ? accepted : [undefined];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
