import * as vscode from 'vscode';
import type { ConnectionsModel, Memory, Place } from '../../connections/connectionsModel.ts';
import { followSession } from '../../connections/followSession.ts';
import { priceOf, type Billable } from '../../sagemaker/cost/billable.ts';
import type { CostModels } from '../../sagemaker/cost/costModels.ts';
import { IdleMemory } from '../../sagemaker/cost/idleMemory.ts';
import { findIdle, type IdleResource } from '../../sagemaker/cost/idleResources.ts';
import { idleText, idlesText } from '../../sagemaker/cost/idleText.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { commands, settings } from '../contributions/ids.ts';
import type { Log } from '../log.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';

/** Whether it is time is looked at so often; an account is asked so often while the window has the focus. */
const step = 60_000;
const interval = 30 * 60_000;

interface IdleParts {
  readonly connections: ConnectionsModel;
  readonly counts: CostModels;
  readonly clock: Clock;
  readonly log: Log;
  readonly memory: Memory;
}

/** Tells once of what costs and is not used: an endpoint that nobody calls, a notebook instance that was forgotten. */
export class IdleWatch extends Disposable {
  private timer: IDisposable | undefined;
  private readonly looked = new Map<string, number>();
  private readonly memory: IdleMemory;

  constructor(private readonly parts: IdleParts) {
    super();
    this.memory = new IdleMemory(parts.memory);
    this.register({ dispose: () => this.timer?.dispose() });
    this.register(followSession(parts.connections, () => this.plan()));
    this.register(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.idleHours) || change.affectsConfiguration(settings.idleLocal))
          this.plan();
      }),
    );
  }

  /** Waits only where there is something that may be told. */
  private plan(): void {
    this.timer?.dispose();
    const place = this.parts.connections.active;
    const session = place.sessions.current;
    const hours = setting('idleHours', 2);
    const isMeant = place.choice.kind !== 'local' || setting('idleLocal', false);
    if (this.isDisposed || session === undefined || !isMeant || hours <= 0) return;
    this.timer = this.parts.clock.schedule(() => {
      this.lookIfDue(place, session, hours)
        .catch((error: unknown) => this.parts.log.error('Looking for what is idle', error))
        .finally(() => this.plan());
    }, step);
  }

  private async lookIfDue(place: Place, session: Session, hours: number): Promise<void> {
    if (!vscode.window.state.focused) return;
    const now = this.parts.clock.now();
    const { id } = session.connection;
    if (now - (this.looked.get(id) ?? -Infinity) < interval) return;
    const count = this.parts.counts.of(session);
    // What is being counted is looked at the next time.
    if (count?.running === undefined) return count?.refreshNow();
    this.looked.set(id, now);
    await this.look(place, session, { items: count.running, hours, now });
  }

  private async look(
    place: Place,
    session: Session,
    { items, ...since }: { readonly items: readonly Billable[]; readonly hours: number; readonly now: number },
  ): Promise<void> {
    const { memory } = this;
    const { prices } = session;
    const idles = (await findIdle(session, items, since)).filter(({ item }) => memory.isToBeTold(item, since.now));
    // What it costs is asked for once; it is told with the price, where there is one.
    for (const { item } of idles) priceOf(item, prices);
    await prices.settled();
    if (this.isDisposed || idles.length === 0) return;
    for (const { item } of idles) await memory.told(item, since.now);
    this.tell(place, idles, prices);
  }

  /** One by its name and with its own end; several at once in one notification, with the list where each is checked. */
  private tell(place: Place, idles: readonly IdleResource[], prices: Session['prices']): void {
    const [only, ...others] = idles;
    if (only === undefined) return;
    const isOne = others.length === 0;
    const end = !isOne ? 'Show…' : only.item.kind === 'endpoint' ? 'Delete…' : 'Stop';
    const text = `SageMaker: ${isOne ? idleText(only, prices) : idlesText(idles, prices)}`;
    const act = async (answer: string | undefined): Promise<void> => {
      if (answer === 'Keep') for (const { item } of idles) await this.memory.keep(item);
      if (answer !== end) return;
      if (!isOne) {
        const { ShutDownWish } = await import('./shutDownPick.ts');
        const arns = idles.map(({ item }) => item.arn);
        return vscode.commands.executeCommand(commands.shutDown, new ShutDownWish(place, arns));
      }
      const { kind, name } = only.item;
      const command = kind === 'endpoint' ? commands.deleteEndpoints : commands.stop;
      return vscode.commands.executeCommand(command, new ResourceTarget(place, kind, name));
    };
    vscode.window
      .showWarningMessage(text, end, 'Keep')
      .then(act)
      .then(undefined, (error: unknown) => this.parts.log.tell('What is idle', error));
  }
}

function setting<T>(name: 'idleHours' | 'idleLocal', otherwise: T): T {
  return vscode.workspace.getConfiguration().get<T>(settings[name]) ?? otherwise;
}
