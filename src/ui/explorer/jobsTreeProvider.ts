import * as vscode from 'vscode';
import type { DisposableStore } from '../../shared/disposable.ts';
import type { Session } from '../../sagemaker/session.ts';
import { describeTuningJob, newestTrainingJobOf } from '../../sagemaker/tuningJobs.ts';
import { commands } from '../contributions/ids.ts';
import type { Place } from '../../connections/connectionsModel.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { ResourceTreeProvider, type ExplorerParts } from './resourceTreeProvider.ts';
import { TunedJobItem } from './tunedJobItem.ts';
import { TuningBranches } from './tuningBranches.ts';
import { TuningItem } from './tuningItem.ts';
import { viewSpecs } from './viewSpecs.ts';

/** The Jobs view; a tuning job opens into its training jobs. */
export class JobsTreeProvider extends ResourceTreeProvider {
  private readonly branches = this.register(new TuningBranches(() => this.context()));

  constructor(tree: vscode.TreeView<vscode.TreeItem>, parts: ExplorerParts) {
    const { loadMoreJobs: loadMore, refreshJobs: refresh, openSelectedJob: openSelected } = commands;
    super(tree, viewSpecs.jobs, parts, { loadMore, refresh, openSelected });
  }

  /** Opens the row that was clicked or confirmed by key. @returns The training job to show: for a tuning job its best one so far, else its newest. */
  override async openSelected(): Promise<ResourceTarget | undefined> {
    const [item] = this.tree.selection;
    if (!(item instanceof TuningItem)) return super.openSelected();
    const { place } = item;
    void this.tree.reveal(item, { expand: true });
    const { name, best } = item.entry;
    if (best !== undefined) return new ResourceTarget(place, 'trainingJob', best.jobName);
    const { clients } = await place.sessions.connect();
    // What is listed of an old tuning job may not have been told its best one yet.
    const { BestTrainingJob: told } = await describeTuningJob(clients, name);
    const shown = told?.TrainingJobName ?? (await newestTrainingJobOf(clients, name));
    if (shown !== undefined) return new ResourceTarget(place, 'trainingJob', shown);
    void vscode.window.showInformationMessage(`SageMaker: ${name} has no training job yet; they appear below it.`);
    return undefined;
  }

  override getParent(element: vscode.TreeItem): vscode.TreeItem | undefined {
    return element instanceof TunedJobItem ? this.branches.parentOf(element) : super.getParent(element);
  }

  override settle(place: Place): void {
    super.settle(place);
    this.branches.clear();
  }

  override bind(session: Session, store: DisposableStore): void {
    super.bind(session, store);
    this.branches.follow(session.tuningJobs);
  }

  protected override async childrenOf(element: vscode.TreeItem): Promise<vscode.TreeItem[]> {
    const models = this.followed.session?.tuningJobs;
    if (element instanceof TuningItem && models !== undefined) return this.branches.open(element, models);
    return super.childrenOf(element);
  }

  protected override get drawnBelow(): vscode.TreeItem[] {
    return [...super.drawnBelow, ...this.branches.drawn];
  }

  protected override updateBelow(): vscode.TreeItem[] {
    return this.branches.update();
  }

  protected override setOpen(element: vscode.TreeItem, isOpen: boolean): void {
    super.setOpen(element, isOpen);
    if (!isOpen && element instanceof TuningItem) this.branches.close(element.entry.name);
  }
}
