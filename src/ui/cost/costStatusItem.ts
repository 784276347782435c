import * as vscode from 'vscode';
import type { ConnectionsModel } from '../../connections/connectionsModel.ts';
import { followSession } from '../../connections/followSession.ts';
import type { CostModel } from '../../sagemaker/cost/costModel.ts';
import type { CostModels } from '../../sagemaker/cost/costModels.ts';
import { costText, spokenCost } from '../../sagemaker/cost/costSummary.ts';
import type { Session } from '../../sagemaker/session.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable, type IDisposable } from '../../shared/disposable.ts';
import { colors, commands } from '../contributions/ids.ts';
import { costTooltip } from './costTooltip.ts';

/** What it has cost today grows with the time. */
const redrawEvery = 60_000;
/** What is counted sooner says nothing of it. */
const quietFor = 2_000;

/** Says in the status bar what the connection in use costs; nothing where nothing does, as on the local engine. */
export class CostStatusItem extends Disposable {
  private readonly item = this.register(
    vscode.window.createStatusBarItem('sagemakerWorkbench.cost', vscode.StatusBarAlignment.Left),
  );
  private bound: IDisposable | undefined;
  private timer: IDisposable | undefined;
  private model: CostModel | undefined;
  private boundAt = 0;

  constructor(
    connections: ConnectionsModel,
    private readonly counts: CostModels,
    private readonly clock: Clock,
  ) {
    super();
    this.item.name = 'SageMaker Cost';
    this.item.command = commands.shutDown;
    this.register(vscode.window.onDidChangeWindowState(({ focused }) => this.model?.setActive(focused)));
    this.register({
      dispose: () => {
        this.bound?.dispose();
        this.timer?.dispose();
      },
    });
    this.register(followSession(connections, ({ sessions }, session) => this.bind(session ?? sessions.lost)));
  }

  /** @param session - Of one that was lost the last figures stay, greyed, with their age. */
  private bind(session: Session | undefined): void {
    this.bound?.dispose();
    this.timer?.dispose();
    this.model?.setActive(false);
    this.item.hide();
    this.model = session === undefined || session.connection.kind === 'local' ? undefined : this.counts.of(session);
    const { model } = this;
    if (model === undefined) return;
    this.boundAt = this.clock.now();
    this.bound = model.onDidChange(() => this.show(model));
    model.setActive(vscode.window.state.focused);
    this.show(model);
  }

  private show(model: CostModel): void {
    this.timer?.dispose();
    const { summary, count } = model;
    const text = costText(summary, count);
    const young = quietFor - (this.clock.now() - this.boundAt);
    const isQuiet = summary.rows.length === 0 && young > 0;
    this.timer = this.clock.schedule(() => this.show(model), isQuiet ? young : redrawEvery);
    if (text === undefined || isQuiet) return this.item.hide();
    const { label, region } = model.session.connection;
    this.item.text = `$(credit-card) ${text}`;
    this.item.tooltip = new vscode.MarkdownString(costTooltip(summary, count, `${label}, ${region}`), true);
    this.item.accessibilityInformation = {
      label: `SageMaker cost: ${spokenCost(summary, count)}. Activate to choose what to shut down.`,
      role: 'button',
    };
    // There is no theme colour for what is old in the status bar; that of disabled text is greyed in each.
    this.item.color = count.age === undefined ? undefined : new vscode.ThemeColor(colors.stale);
    this.item.show();
  }
}
