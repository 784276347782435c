import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import { baseJobName } from '../../jobs/jobName.ts';
import type { TuningJobEntry } from '../../sagemaker/tuningJobEntry.ts';
import { commands } from '../contributions/ids.ts';
import { ResourceItem } from '../resources/resourceItem.ts';

/** A tuning job in the tree, which opens into its training jobs. */
export class TuningItem extends ResourceItem<TuningJobEntry> {
  constructor(place: Place, job: TuningJobEntry, below = '') {
    super(place, 'tuningJob', job, baseJobName(job.name), vscode.TreeItemCollapsibleState.Collapsed, below);
    this.command = { command: commands.openSelectedJob, title: 'Open' };
  }
}
