import * as vscode from 'vscode';
import { commands } from '../contributions/ids.ts';
import type { LazyView } from '../explorer/lazyView.ts';
import type { ViewSpec } from '../explorer/viewSpecs.ts';
import type { AwaitedResources } from '../notifications/awaited.ts';
import type { TrainingJobPanels } from '../panels/trainingJobPanels.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';

/** Shows what was just started or made, and tells when it has ended: a training job's panel, the row of everything else in its view. */
export class StartedJobs {
  constructor(
    private readonly panels: Pick<TrainingJobPanels, 'show'>,
    private readonly views: Readonly<Record<ViewSpec['view'], Pick<LazyView, 'provider'>>>,
    private readonly awaited: Pick<AwaitedResources, 'follow'>,
  ) {}

  async show(made: ResourceTarget): Promise<void> {
    this.awaited.follow(made);
    if (made.kind === 'trainingJob') return this.panels.show(made);
    const [{ viewOf }, { kindOf }] = await Promise.all([
      import('../explorer/viewSpecs.ts'),
      import('../../sagemaker/resources/resourceKinds.ts'),
    ]);
    if (await (await this.views[viewOf(made.kind)].provider()).reveal(made)) return;
    const choose = 'Choose Connection…';
    const message = `SageMaker: the ${kindOf(made.kind).noun} ${made.name} is there; its view lists it where its connection is the one in use.`;
    void vscode.window.showInformationMessage(message, choose).then((answer) => {
      if (answer === choose) void vscode.commands.executeCommand(commands.chooseConnection);
    });
  }
}
