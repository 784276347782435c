import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import { baseJobName } from '../../jobs/jobName.ts';
import type { TrainingJobEntry } from '../../sagemaker/resources/kinds/trainingJobKind.ts';
import { commands } from '../contributions/ids.ts';
import { ResourceItem } from '../resources/resourceItem.ts';
import type { RowLook } from './looks/rowLook.ts';

interface JobItemOptions {
  readonly label?: string;
  readonly below?: string;
  /** Whether it may open into rows of its own. */
  readonly opens?: boolean;
}

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

/** A training job in a tree; a completed one opens into the models that were made of it. */
export class JobItem extends ResourceItem<TrainingJobEntry> {
  private readonly opens: boolean;

  /**
   * @param label - Without it the name, without the time stamp that was added to it.
   * @param below - The id of the row that it stands below.
   */
  constructor(
    place: Place,
    job: TrainingJobEntry,
    { label = baseJobName(job.name), below = '', opens = true }: JobItemOptions = {},
  ) {
    super(place, 'trainingJob', job, label, None, below);
    this.opens = opens;
    // Without arguments: VS Code drops those of a row that is redrawn while it is clicked, and the click with them.
    this.command = { command: commands.openSelectedJob, title: 'Open' };
  }

  override show(entry: TrainingJobEntry, look: RowLook, label?: string): boolean {
    if (this.opens && entry.status === 'Completed' && this.collapsibleState === None) this.collapsibleState = Collapsed;
    return super.show(entry, look, label);
  }
}
