import type { SessionSource } from '../sagemaker/sessionSource.ts';
import { Disposable, type IDisposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/emitter.ts';
import { AwsConnectionError } from './awsConnectionError.ts';
import { keyOf, localChoice, readChoice, type AwsChoice, type ConnectionChoice } from './connectionChoice.ts';

/** A small durable memory, of the shape of VS Code's `Memento`. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** A place with what is needed to work there. */
export interface Place {
  readonly choice: ConnectionChoice;
  readonly sessions: SessionSource;
}

const memoryKey = 'sagemakerWorkbench.connection';
const recentKey = 'sagemakerWorkbench.connection.recent';
const mostRecent = 5;

/** Owner of the choice where jobs run, and of one session source per place that was used in this window. */
export class ConnectionsModel extends Disposable {
  private readonly switches = this.register(new Emitter<Place>());
  private readonly opened = new Map<string, SessionSource & IDisposable>();
  private chosen: ConnectionChoice;
  /** Counts what was wished for: the last wish is meant, however late those before it connect. */
  private wishes = 0;

  /** Fires with the place that is worked in from now on. */
  readonly onDidSwitch = this.switches.event;
  readonly local: Place;

  constructor(
    local: SessionSource,
    private readonly openAws: (choice: AwsChoice) => SessionSource & IDisposable,
    private readonly memory: Memory,
  ) {
    super();
    this.local = { choice: localChoice, sessions: local };
    this.chosen = readChoice(memory.get(memoryKey)) ?? localChoice;
    this.register({ dispose: () => [...this.opened.values()].forEach((source) => source.dispose()) });
  }

  /** The place whose jobs are listed. */
  get active(): Place {
    return this.placeOf(this.chosen);
  }

  /** The connections to AWS that were used last in this workspace, newest first. */
  get recent(): readonly AwsChoice[] {
    const stored = this.memory.get(recentKey);
    const choices = Array.isArray(stored) ? stored.map(readChoice) : [];
    return choices.filter((choice) => choice !== undefined && choice.kind !== 'local');
  }

  /** The one source of a place, so that a panel and the list share its session. */
  placeOf(choice: ConnectionChoice): Place {
    if (choice.kind === 'local') return this.local;
    const key = keyOf(choice);
    const sessions = this.opened.get(key) ?? this.openAws(choice);
    this.opened.set(key, sessions);
    return { choice, sessions };
  }

  /**
   * Lets a place be picked, to be switched to. One that is refused before it is tried was wished for too: what was being connected is not meant any more.
   * @throws AwsConnectionError where what was picked is refused.
   */
  async picked(pick: () => Promise<ConnectionChoice | undefined>): Promise<ConnectionChoice | undefined> {
    try {
      return await pick();
    } catch (error) {
      if (error instanceof AwsConnectionError) this.wishes++;
      throw error;
    }
  }

  /**
   * Works there once it is connected; until then, and where that fails, where it did before. A place that was wished for since then is not left.
   * @param connect - Returns undefined when the user ended it; how it failed does not matter once another place was wished for.
   * @returns The place, or undefined when the user ended it or wished for another one meanwhile.
   */
  async switchTo(
    choice: ConnectionChoice,
    connect: (place: Place) => Promise<object | undefined>,
  ): Promise<Place | undefined> {
    const place = this.placeOf(choice);
    const wish = ++this.wishes;
    try {
      if (choice.kind !== 'local' && (await connect(place)) === undefined) return undefined;
    } catch (error) {
      if (wish === this.wishes) throw error;
    }
    return wish === this.wishes ? this.choose(choice) : undefined;
  }

  /** Works there from now on, and in this workspace's next window too. */
  async choose(choice: ConnectionChoice): Promise<Place> {
    this.wishes++;
    const changed = keyOf(choice) !== keyOf(this.chosen);
    this.chosen = choice;
    if (changed) this.switches.fire(this.active);
    await this.memory.update(memoryKey, choice);
    if (choice.kind !== 'local') {
      const others = this.recent.filter((one) => keyOf(one) !== keyOf(choice));
      await this.memory.update(recentKey, [choice, ...others].slice(0, mostRecent));
    }
    return this.active;
  }
}
