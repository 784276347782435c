import * as vscode from 'vscode';
import { walkSteps } from '../../jobs/wizard/stepWalk.ts';
import { deployableKinds, loadDeploySource } from '../../sagemaker/deploy/deploySource.ts';
import { commands, views } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { pickResource } from '../resources/pickResources.ts';
import { requireTrust } from '../trust.ts';
import { isSamePlace } from './deployPlaces.ts';
import { prepareDeployment } from './prepareDeployment.ts';
import { deploySteps, firstAnswers } from './deploySteps.ts';
import { hasModel } from './hasModel.ts';
import { runDeployment } from './runDeployment.ts';

/**
 * **SageMaker: Deploy…**: a completed training job, a tuning job's best or a model as an endpoint, there or in another place. Until the last
 * answer nothing is made.
 * @returns The endpoint's name, or undefined when given up.
 */
export function deployCommand(parts: UiParts) {
  return async (...args: unknown[]): Promise<string | undefined> => {
    requireTrust('deployed');
    const target = await pickResource(parts.connections, args, {
      kinds: deployableKinds,
      accepts: hasModel,
      title: 'Deploy',
      none: 'There is nothing to deploy yet: no training job has completed, and there is no model.',
      instead: {
        'Train a Model': commands.train,
        'Open the Example': commands.openExample,
        'Choose Connection': commands.chooseConnection,
      },
    });
    if (target === undefined) return undefined;
    const { clients } = await target.place.sessions.connect();
    const source = await loadDeploySource(clients, target.kind, target.name);
    const deployment = await walkSteps(
      firstAnswers(source, target.place),
      (answers) => deploySteps(answers, parts),
      (answers) => prepareDeployment(answers, parts),
    );
    if (deployment === undefined) return undefined;
    const { choice } = deployment.target.place;
    // What costs from now on is to be seen.
    if (choice.kind !== 'local' && !isSamePlace(deployment.target.place, target.place))
      await parts.connections.choose(choice);
    await vscode.commands.executeCommand(`${views.endpoints}.focus`);
    return (await runDeployment(deployment, parts)) ? deployment.target.name : undefined;
  };
}
