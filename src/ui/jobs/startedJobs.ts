import * as vscode from 'vscode';
import { tuningJobKind, type DefinitionKind } from '../../jobs/definitionKind.ts';
import { commands } from '../contributions/ids.ts';
import type { JobsTreeProvider } from '../explorer/jobsTreeProvider.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import type { JobTarget } from './jobTarget.ts';

/** Shows a job that was just started: a training job's panel, a tuning job's row in the Jobs view. */
export class StartedJobs {
  constructor(
    private readonly panels: Pick<TrainingJobPanels, 'show'>,
    private readonly tree: Pick<JobsTreeProvider, 'revealTuningJob'>,
  ) {}

  async show(job: JobTarget, kind: DefinitionKind): Promise<void> {
    if (kind !== tuningJobKind) return this.panels.show(job);
    if (await this.tree.revealTuningJob(job)) return;
    const choose = 'Choose Connection…';
    const message = `SageMaker: the tuning job ${job.name} runs; the Jobs view lists it where its connection is the one in use.`;
    void vscode.window.showInformationMessage(message, choose).then((answer) => {
      if (answer === choose) void vscode.commands.executeCommand(commands.chooseConnection);
    });
  }
}
