import * as vscode from 'vscode';
import { keyOf, readChoice } from '../../connections/connectionChoice.ts';
import type { ConnectionsModel, Memory } from '../../connections/connectionsModel.ts';
import type { SessionSource } from '../../sagemaker/sessionSource.ts';
import { AwaitedModel, type Awaited, type AwaitedEnd } from '../../sagemaker/awaited/awaitedModel.ts';
import { ToldEnds } from '../../sagemaker/awaited/toldEnds.ts';
import type { NotificationLevel } from '../../sagemaker/awaited/awaitedText.ts';
import { canBeAwaited } from '../../sagemaker/awaited/statusMembers.ts';
import { readEndpointChange, type EndpointChange } from '../../sagemaker/endpoints/endpointChange.ts';
import { kindIds } from '../../sagemaker/resources/resourceKind.ts';
import type { Clock } from '../../shared/clock.ts';
import { Disposable } from '../../shared/disposable.ts';
import { Emitter, type Event } from '../../shared/emitter.ts';
import { commands, settings, views } from '../contributions/ids.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';

interface AwaitedTarget extends Pick<ResourceTarget, 'kind' | 'name'> {
  readonly resource: ResourceTarget;
  readonly sessions: SessionSource;
  readonly change?: EndpointChange;
}

/** A change of an endpoint that has come to its end, whichever: who describes the endpoint knows. */
export interface EndedChange {
  readonly target: ResourceTarget;
  readonly change: EndpointChange;
  readonly level: Exclude<NotificationLevel, 'off'>;
}

const memoryKey = 'sagemakerWorkbench.awaited';

/** Tells once when what this window started has ended, unless that is on show anyway; a reload of the window changes nothing in that. */
export class AwaitedResources extends Disposable {
  private readonly model: AwaitedModel<AwaitedTarget>;
  private readonly changes = this.register(new Emitter<EndedChange>());
  /** What somebody shows the progress of: followed here only after a reload. */
  private readonly held = new Map<string, AwaitedTarget>();
  private readonly told: ToldEnds<AwaitedTarget>;

  /** Fires when an endpoint that was followed with what it is to become does not change any more. */
  readonly onDidEndChange = this.changes.event;

  constructor(
    private readonly panels: Pick<TrainingJobPanels, 'isInView'>,
    connections: Pick<ConnectionsModel, 'placeOf'>,
    private readonly memory: Memory,
    clock: Clock,
  ) {
    super();
    this.model = this.register(new AwaitedModel(targetKey, clock));
    this.told = this.register(new ToldEnds(targetKey, clock));
    this.register(this.model.onDidEnd((end) => void this.tell(end)));
    // For what was deleted on purpose nobody waits; for what was yet to be made somebody does.
    this.register(
      this.model.onDidMiss(({ resource, change }) => {
        if (change?.pending !== undefined) this.tellChange(resource, change);
      }),
    );
    for (const { choice, kind, name, change } of remembered(memory))
      this.follow(new ResourceTarget(connections.placeOf(choice), kind, name), change);
    this.register(this.model.onDidChange(() => void this.remember()));
    this.register(this.told.onDidChange(() => void this.remember()));
  }

  /** Fires once for each that was followed, when it has ended, works, or has failed. */
  get onDidEnd(): Event<AwaitedEnd<Awaited>> {
    return this.model.onDidEnd;
  }

  /** Called after something was started that takes its time: a job, a notebook instance, a transform, or the change of an endpoint. */
  readonly follow = (resource: ResourceTarget, change?: EndpointChange): void => {
    const target = targetOf(resource, change);
    if (!canBeAwaited(resource.kind)) return;
    // Who shows its progress tells its end.
    if (change === undefined && this.held.has(targetKey(target))) return;
    this.held.delete(targetKey(target));
    this.told.forget(target);
    this.model.follow(target);
  };

  /** Somebody else shows the progress and tells the end; should the window be reloaded before `release`, it is followed here. */
  hold(resource: ResourceTarget, change?: EndpointChange): void {
    const target = targetOf(resource, change);
    this.held.set(targetKey(target), target);
    this.told.forget(target);
    this.model.unfollow(target);
    void this.remember();
  }

  /** The end of what was held has been told. */
  release(resource: ResourceTarget): void {
    if (this.held.delete(targetKey(targetOf(resource)))) void this.remember();
  }

  /** As `release`; a reload right after it tells the end again. @param answered - Settles when the message of the end was answered or closed. */
  releaseTold(resource: ResourceTarget, change: EndpointChange, answered: PromiseLike<unknown>): void {
    const target = targetOf(resource, change);
    this.held.delete(targetKey(target));
    this.told.add(target, answered);
  }

  /** Nothing is told of it any more: whoever follows it in a progress of its own tells the end itself. */
  readonly unfollow = (resource: ResourceTarget): void => this.model.unfollow(targetOf(resource));

  isFollowed(resource: ResourceTarget): boolean {
    return this.model.isFollowed(targetOf(resource));
  }

  /** Names and what endpoints are to become; whoever looks at their place next is told. */
  private remember(): PromiseLike<void> {
    const targets = [...this.model.targets, ...this.held.values(), ...this.told.targets].map(
      ({ resource: { place, kind, name }, change }) => ({ choice: place.choice, kind, name, change }),
    );
    return this.memory.update(memoryKey, targets);
  }

  private tellChange(target: ResourceTarget, change: EndpointChange): void {
    const level = levelNow();
    if (level !== 'off') this.changes.fire({ target, change, level });
  }

  private async tell(end: AwaitedEnd<AwaitedTarget>): Promise<void> {
    const { resource, change } = end.target;
    if (change !== undefined) return this.tellChange(resource, change);
    const level = levelNow();
    const { awaitedText, isTold } = await import('../../sagemaker/awaited/awaitedText.ts');
    if (!isTold(end, level) || (vscode.window.state.focused && this.panels.isInView(resource))) return;
    const message = `SageMaker: ${awaitedText(resource.kind, resource.name, end)}`;
    const [open, logs, choose] = ['Open', 'Open Logs', 'Notification Settings'];
    const show = end.state === 'failed' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const answer = await show(message, open, logs, choose);
    if (answer === open) await openResource(resource);
    if (answer === logs) await vscode.commands.executeCommand(commands.openLogs, resource);
    if (answer === choose)
      await vscode.commands.executeCommand('workbench.action.openSettings', settings.notifications);
  }
}

/** Whether it is a model that was trained. */
export const isTrained = ({ state, target: { kind } }: AwaitedEnd<Awaited>): boolean =>
  state === 'completed' && (kind === 'trainingJob' || kind === 'tuningJob');

function levelNow(): NotificationLevel {
  return vscode.workspace.getConfiguration().get<NotificationLevel>(settings.notifications) ?? 'all';
}

function remembered(memory: Memory) {
  const stored = memory.get(memoryKey);
  return (Array.isArray(stored) ? (stored as unknown[]) : []).flatMap((one) => {
    const { choice: place, kind, name, change } = (one ?? {}) as Readonly<Record<string, unknown>>;
    const choice = readChoice(place);
    const id = kindIds.find((known) => known === kind);
    if (choice === undefined || id === undefined || typeof name !== 'string') return [];
    return [{ choice, kind: id, name, change: readEndpointChange(change) }];
  });
}

const targetKey = ({ resource: { place, kind, name } }: AwaitedTarget): string =>
  `${keyOf(place.choice)} ${kind} ${name}`;

const targetOf = (resource: ResourceTarget, change?: EndpointChange): AwaitedTarget => ({
  kind: resource.kind,
  name: resource.name,
  resource,
  sessions: resource.place.sessions,
  ...(change && { change }),
});

/** A training job has a tab of its own, everything else its view. */
function openResource(resource: ResourceTarget): Thenable<unknown> {
  if (resource.kind === 'trainingJob') return vscode.commands.executeCommand(commands.openJob, resource);
  const view =
    resource.kind === 'endpoint' ? views.endpoints : resource.kind === 'notebook' ? views.notebooks : views.jobs;
  return vscode.commands.executeCommand(`${view}.focus`);
}
